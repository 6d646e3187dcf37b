import type { FindingDetails } from "../../../../shared/health-findings.ts";
import type { FindingLevel } from "../../../../shared/model/health-verdict.ts";
import type { ControllerRule } from "./controller-rule.ts";

const LEVELS: Readonly<Record<FindingDetails["CONTROLLER_STATE"]["state"], FindingLevel>> = {
  warning: "warning",
  // something that hangs on it has lost redundancy
  degraded: "failing",
  failed: "failed",
  unknown: "unknown",
};

/** What the controller says of itself. A word that nobody knows is no good news; no word at all is for other rules. */
export const controllerState: ControllerRule = ({ state, stateText }) => {
  if (state === "ok" || (state === "unknown" && stateText === null)) return undefined;
  return { code: "CONTROLLER_STATE", level: LEVELS[state], details: { state, text: stateText ?? state } };
};
