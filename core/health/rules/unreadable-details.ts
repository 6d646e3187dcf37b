import type { Unreadable } from "../../../shared/health-findings.ts";
import type { Gap } from "../../../shared/model/health-reading.ts";

/** Why something could not be read, as a finding says it; with the program's name where that is what is missing. */
export function unreadableDetails({ reason, about, message }: Gap): Unreadable {
  return { reason, message, ...(reason === "tool-missing" && about !== null ? { program: about } : {}) };
}
