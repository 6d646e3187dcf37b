import type { RunState } from "../../shared/model/plan.ts";
import { msOf } from "../catalog/columns.ts";
import type { RunSum } from "../catalog/run-store.ts";
import { type JobRecord, wasFenced } from "../jobs/job.ts";
import { backupSummaryOf } from "./backup-summary.ts";

/** The worst first. */
const ENDS = ["failed", "interrupted", "cancelled", "done-with-problems", "done"] as const;

/**
 * What a run comes to: its state is the worst of its jobs, its numbers are their sums. A job that was started again counts by its
 * last attempt.
 *
 * @param attempts every attempt at each of its jobs, the oldest first
 */
export function sumRun(attempts: readonly JobRecord[]): RunSum {
  const restarted = new Set(attempts.map(({ restartOf }) => restartOf));
  const jobs = attempts.filter(({ id }) => !restarted.has(id));
  const summaries = jobs.flatMap((job) => backupSummaryOf(job) ?? []);
  const sum = (part: "filesNew" | "filesChanged" | "filesUnmodified" | "bytesProcessed" | "bytesStored") =>
    summaries.reduce((total, summary) => total + summary[part], 0);
  const state = stateOf(jobs, attempts);
  const starts = attempts.flatMap(({ startedNs }) => (startedNs === undefined ? [] : [msOf(startedNs)]));
  const ends = attempts.flatMap(({ endedNs }) => (endedNs === undefined ? [] : [msOf(endedNs)]));
  const isOver = state !== "queued" && state !== "running";
  return {
    state,
    startedMs: starts.length === 0 ? null : Math.min(...starts),
    endedMs: isOver && ends.length > 0 ? Math.max(...ends) : null,
    filesNew: sum("filesNew"),
    filesChanged: sum("filesChanged"),
    filesUnmodified: sum("filesUnmodified"),
    filesGone: goneOf(jobs),
    bytesProcessed: sum("bytesProcessed"),
    bytesAdded: sum("bytesStored"),
    problemCount: jobs.reduce((total, { result }) => total + (result?.problemCount ?? 0), 0),
    error: jobs.find((job) => job.state === "failed")?.error ?? null,
  };
}

/** Null as long as, and where, one of the jobs cannot say. */
function goneOf(jobs: readonly JobRecord[]): number | null {
  let total = 0;
  for (const job of jobs) {
    const gone = backupSummaryOf(job)?.filesGone;
    if (gone === undefined) return null;
    total += gone;
  }
  return jobs.length === 0 ? null : total;
}

function stateOf(jobs: readonly JobRecord[], attempts: readonly JobRecord[]): RunState {
  // one that was stopped with its replica begins anew on another: it waits
  const states = jobs.map((job) => (wasFenced(job) ? "queued" : job.state));
  const has = (state: JobRecord["state"]) => states.includes(state);
  if (has("running")) return "running";
  if (has("queued")) return attempts.some(({ startedNs }) => startedNs !== undefined) ? "running" : "queued";
  return ENDS.find(has) ?? "interrupted"; // without jobs: the host ended before it could queue them
}
