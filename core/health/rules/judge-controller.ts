import type { ControllerReading } from "../../../shared/model/health-reading.ts";
import type { JudgedController } from "../../../shared/model/health-verdict.ts";
import { battery, cache } from "./controller/cache-protection.ts";
import type { ControllerRule } from "./controller/controller-rule.ts";
import { controllerState } from "./controller/controller-state.ts";
import { controllerUnreadable } from "./controller/controller-unreadable.ts";
import { verdictFrom, worstFirst } from "./severity.ts";

const RULES: readonly ControllerRule[] = [controllerState, battery, cache, controllerUnreadable];

/** Judges a RAID controller, or a storage box as a whole, by all rules. */
export function judgeController(reading: ControllerReading): JudgedController {
  const findings = worstFirst(RULES.flatMap((rule) => rule(reading) ?? []));
  return { kind: "controller", id: reading.id, verdict: verdictFrom(findings), findings };
}
