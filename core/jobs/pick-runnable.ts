import type { JobPriority, RepositoryAccess } from "./job.ts";

/** What the choice of the next job depends on. */
export type Claim = {
  readonly repository: string | undefined;
  readonly access: RepositoryAccess;
  readonly priority?: JobPriority;
  /** Jobs of one run run one after another. */
  readonly origin?: { readonly runId?: string | undefined };
};

/**
 * Chooses the jobs that may start now. The order of the queue is kept for each repository, so a stream of `shared` jobs
 * cannot starve an `exclusive` one that waits before them.
 *
 * @param queued in the order they should run, the urgent first
 * @param maxRunning how many may run at once. An urgent job may be one more: somebody waits for it
 * @returns some of `queued`, in the same order
 */
export function pickRunnable<Job extends Claim>(
  queued: readonly Job[],
  running: readonly Claim[],
  maxRunning: number,
): readonly Job[] {
  const claims = [...running];
  const held = new Set<string>(); // repositories with a job that waits for others to end
  const picked: Job[] = [];
  for (const job of queued) {
    if (claims.length >= maxRunning + (job.priority === "urgent" ? 1 : 0)) break;
    if (claims.some((claim) => isOfSameRun(claim, job))) continue; // waits for its run, and keeps nobody waiting
    const { repository } = job;
    if (repository !== undefined && (held.has(repository) || claims.some((claim) => excludes(claim, job)))) {
      held.add(repository);
      continue;
    }
    claims.push(job);
    picked.push(job);
  }
  return picked;
}

function excludes(a: Claim, b: Claim): boolean {
  return a.repository === b.repository && (a.access === "exclusive" || b.access === "exclusive");
}

function isOfSameRun(a: Claim, b: Claim): boolean {
  return a.origin?.runId !== undefined && a.origin.runId === b.origin?.runId;
}
