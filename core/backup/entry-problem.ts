import { hasSystemCode } from "../../shared/errors.ts";
import type { EntryProblem } from "./messages.ts";

/**
 * Turns what the system said about one entry into a problem of the job's result.
 * @throws what is not an error of the system's: that is a mistake of ours, not of the entry
 */
export function problemOf(error: unknown): EntryProblem {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") throw error;
  const systemCode = error.code;
  if (hasSystemCode(error, "ENOENT", "ESTALE", "ENOTDIR")) return { reason: "vanished", systemCode };
  if (hasSystemCode(error, "EACCES", "EPERM")) return { reason: "denied", systemCode };
  if (hasSystemCode(error, "ELOOP")) return { reason: "replaced", systemCode };
  return { reason: "unreadable", systemCode };
}
