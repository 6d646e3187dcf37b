import type { ArrayReading } from "../../../shared/model/health-reading.ts";
import type { ArrayVerdict, Finding, JudgedArray } from "../../../shared/model/health-verdict.ts";
import type { ArrayBaseline } from "./array/array-baseline.ts";
import { type ArrayRule, arrayFacts } from "./array/array-facts.ts";
import { shrank, sparesLost } from "./array/compared-with-baseline.ts";
import { dataDamaged, memberErrors, mismatches } from "./array/counted-errors.ts";
import { lostMembers, lostRedundancy } from "./array/lost-members.ts";
import { nearlyFull } from "./array/nearly-full.ts";
import { notStartedYet } from "./array/not-started-yet.ts";
import { runningOperation } from "./array/running-operation.ts";
import {
  partlyUnprotected,
  quirks,
  reportedStates,
  unreadable,
  withoutRedundancy,
} from "./array/what-was-said.ts";
import { worstFirst } from "./severity.ts";

/** In the order in which a person wants to read them, among those that are equally bad. */
const RULES: readonly ArrayRule[] = [
  lostRedundancy,
  shrank,
  dataDamaged,
  lostMembers,
  runningOperation,
  memberErrors,
  mismatches,
  nearlyFull,
  partlyUnprotected,
  sparesLost,
  unreadable,
  reportedStates,
  withoutRedundancy,
  quirks,
];

/**
 * Judges one array by all rules.
 *
 * @param baseline how it was before; without it rules judge what this one reading shows
 * @param startedMs when the machine was started, if that was a moment ago and the array was fine before; null otherwise
 */
export function judgeArray(
  reading: ArrayReading,
  baseline: ArrayBaseline | undefined,
  startedMs: number | null = null,
): JudgedArray {
  const facts = arrayFacts(reading, baseline);
  const starting = startedMs === null ? undefined : notStartedYet(facts, startedMs);
  const findings =
    starting === undefined ? worstFirst(RULES.flatMap((rule) => rule(facts) ?? [])) : [starting];
  return { kind: "array", id: reading.name, verdict: arrayVerdict(findings), findings };
}

/** @param findings the worst first */
function arrayVerdict(findings: readonly Finding[]): ArrayVerdict {
  const has = (code: Finding["code"]): boolean => findings.some((finding) => finding.code === code);
  switch (findings[0]?.level) {
    case "failed":
      return "failed";
    case "failing":
      return "degraded";
    case "warning":
      return has("ARRAY_REBUILDING") ? "rebuilding" : "warning";
    case "unknown":
      return "unknown";
    default:
      return has("ARRAY_CHECKING") ? "checking" : "ok";
  }
}
