import type { Trend } from "../../../shared/health-findings.ts";
import type { ArrayReading } from "../../../shared/model/health-reading.ts";
import type { SubjectMemory } from "../../catalog/health-subject-store.ts";
import { type ArrayBaseline, memberKey } from "../rules/array/array-baseline.ts";

type Baseline = NonNullable<SubjectMemory["baseline"]>;

/**
 * The baseline as the rules ask for it, seen from now.
 *
 * @param lastReadMs when the baseline was last compared
 */
export function baselineFor(
  baseline: Baseline | null,
  reading: ArrayReading,
  lastReadMs: number,
): ArrayBaseline | undefined {
  if (baseline === null) return undefined;
  const memberErrors = new Map<string, Trend>();
  for (const [name, errors] of errorsOf(reading)) {
    const past = baseline.memberErrors[name];
    if (past === undefined) continue;
    const { value, before, beforeMs, stableSinceMs } = past;
    const trend =
      value === errors
        ? { before, beforeMs, stableSinceMs }
        : { before: value, beforeMs: lastReadMs, stableSinceMs: null };
    memberErrors.set(name, trend);
  }
  return { ...baseline, memberErrors };
}

/**
 * What to remember of an array. It counts as whole with the members it has when nothing is missing and nothing is being filled; then
 * also with fewer spares than before, if it has more members instead.
 */
export function rememberArray(
  past: Baseline | null,
  reading: ArrayReading,
  isWhole: boolean,
  { nowMs, lastReadMs }: { readonly nowMs: number; readonly lastReadMs: number },
): Baseline {
  const spares = reading.members.filter(({ state }) => state === "spare").length;
  const members = reading.activeMembers;
  const memberErrors: Baseline["memberErrors"] = {};
  for (const [name, value] of errorsOf(reading)) {
    const before = past?.memberErrors[name];
    memberErrors[name] =
      before === undefined
        ? { before: value, beforeMs: nowMs, value, stableSinceMs: nowMs }
        : before.value === value
          ? { ...before, stableSinceMs: before.stableSinceMs ?? nowMs }
          : {
              before: before.value,
              beforeMs: lastReadMs,
              value,
              stableSinceMs: value > before.value ? null : nowMs,
            };
  }
  const best = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.max(a, b));
  return {
    members: isWhole ? best(past?.members ?? null, members) : (past?.members ?? null),
    spares: isWhole ? best(past?.spares ?? null, spares) : (past?.spares ?? null),
    level: reading.level ?? past?.level ?? null,
    memberErrors,
  };
}

function errorsOf({ members }: ArrayReading): (readonly [name: string, errors: number])[] {
  return members.map((member) => [
    memberKey(member),
    (member.readErrors ?? 0) + (member.writeErrors ?? 0) + (member.checksumErrors ?? 0),
  ]);
}
