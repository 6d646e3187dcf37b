import type { FindingLevel } from "../../../../shared/model/health-verdict.ts";
import type { ControllerState } from "../../reading/state-words.ts";
import type { ControllerRule } from "./controller-rule.ts";

const LEVELS: Readonly<Partial<Record<ControllerState, FindingLevel>>> = {
  warning: "warning",
  // something that hangs on it has lost redundancy
  degraded: "failing",
  failed: "failed",
  unknown: "unknown",
};

/** What the controller says of itself. A word that nobody knows is no good news; no word at all is for other rules. */
export const controllerState: ControllerRule = ({ state, stateText }) => {
  const level = LEVELS[state];
  if (level === undefined || (state === "unknown" && stateText === null)) return undefined;
  return { code: "CONTROLLER_STATE", level, details: { text: stateText ?? state } };
};
