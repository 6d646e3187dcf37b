import type { Finding } from "../../../../shared/model/health-verdict.ts";
import { unreadableDetails } from "../unreadable-details.ts";
import type { ControllerRule } from "./controller-rule.ts";

/** What could not be read, and a controller that said nothing of its health at all. */
export const controllerUnreadable: ControllerRule = (reading) => {
  const findings: Finding[] = reading.gaps.map((gap) => ({
    code: "CONTROLLER_UNREADABLE",
    level: "unknown",
    details: unreadableDetails(gap),
  }));
  const isSilent =
    reading.state === "unknown" && reading.battery === "unknown" && reading.cache === "unknown";
  const wasHeard = reading.stateText !== null || reading.batteryText !== null || reading.cacheText !== null;
  if (findings.length > 0 || !isSilent || wasHeard) return findings;
  return {
    code: "CONTROLLER_UNREADABLE",
    level: "unknown",
    details: { reason: "output-truncated", message: null },
  };
};
