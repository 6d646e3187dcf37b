import { type ErrorCode, retryOf } from "../../shared/errors.ts";
import type { PlanId } from "../../shared/ids.ts";
import type { RunRecord, RunStore } from "../catalog/run-store.ts";
import { MAX_COUNTED_FAILURES, type PassingFailure } from "../schedule/retry.ts";

/** What needs a person as a rule, but not when a share that is not mounted made it look so. */
const OF_PLACES_THAT_COME_BACK: ReadonlySet<ErrorCode> = new Set([
  "REPOSITORY_MISSING",
  "REPOSITORY_CHANGED",
  "CONFIG_MISSING",
  "STORE_DENIED",
  "SOURCE_NOT_MOUNTED",
  "DATABASE_NOT_REACHED",
  "COMMAND_SILENT",
]);

/** @returns undefined unless the newest run of the plan failed for a reason that may be over by itself */
export function passingFailureOf(runs: Pick<RunStore, "page">, planId: PlanId): PassingFailure | undefined {
  // those that were missed say nothing about what is in the way
  const newest = runs
    .page({ planId, dueBeforeMs: null }, 3 * MAX_COUNTED_FAILURES)
    .filter(({ state }) => state !== "missed");
  const other = newest.findIndex((run) => !hasPassingFailure(run));
  const times = other === -1 ? newest.length : other;
  const endedMs = newest[0]?.endedMs ?? undefined;
  if (times === 0 || endedMs === undefined) return undefined;
  return { endedMs, times: Math.min(times, MAX_COUNTED_FAILURES) };
}

function hasPassingFailure({ state, error }: RunRecord): boolean {
  if (state !== "failed" || error === null) return false;
  return retryOf(error.code) !== "not-by-itself" || OF_PLACES_THAT_COME_BACK.has(error.code);
}
