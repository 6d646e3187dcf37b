import { BackstayError } from "../../shared/errors.ts";
import type { PlanId, RunId } from "../../shared/ids.ts";
import type { ProgressView } from "../../shared/model/job.ts";
import type { Run } from "../../shared/model/plan.ts";
import { type FollowedHost, nextChange } from "./next-change.ts";

const IS_OVER: Readonly<Record<Run["state"], boolean>> = {
  queued: false,
  running: false,
  done: true,
  "done-with-problems": true,
  failed: true,
  cancelled: true,
  interrupted: true,
  missed: true,
};

/** How many runs of a plan are looked through: ours is among the newest. */
const RUNS_LOOKED_AT = 50;

/**
 * Follows a run to its end by what the host tells.
 *
 * @param onProgress told of its jobs' progress
 * @returns the run as it ended
 * @throws {BackstayError} RUN_NOT_FOUND, HOST_UNREACHABLE; the signal's reason when it is aborted
 */
export async function followRun(
  host: FollowedHost,
  { planId, runId }: { readonly planId: PlanId; readonly runId: RunId },
  onProgress: (progress: ProgressView) => void,
  signal: AbortSignal,
): Promise<Run> {
  let run: Run | undefined;
  for (;;) {
    // what happens while it is asked for is known by then, or told after
    const changed = nextChange(host, (id) => run?.jobIds.includes(id) === true, onProgress, signal);
    run = await findRun(host, planId, runId, signal);
    if (IS_OVER[run.state]) return run;
    await changed;
  }
}

async function findRun(host: FollowedHost, planId: PlanId, runId: RunId, signal: AbortSignal): Promise<Run> {
  const { runs } = await host.call(
    "plans.history",
    { planId, beforeMs: null, limit: RUNS_LOOKED_AT },
    signal,
  );
  const found = runs.find(({ id }) => id === runId);
  if (found !== undefined) return found;
  const { plans } = await host.call("plans.list", {}, signal);
  const current = plans.find(({ plan }) => plan.id === planId)?.currentRun;
  if (current?.id === runId) return current;
  throw new BackstayError("RUN_NOT_FOUND", {});
}
