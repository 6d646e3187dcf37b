import { z } from "zod";
import type { JobPriority, RepositoryAccess } from "./job.ts";

/** What the choice of the next job depends on. */
export type Claim = {
  readonly repository: string | undefined;
  readonly access: RepositoryAccess;
  /**
   * The place in it that is written to besides, as when one replica is copied to another: `{ target: { location } }`. The machine
   * in it that is read over SSH: `{ remote: { machine } }`, or `{ dump: { through } }` for its databases.
   */
  readonly input?: unknown;
  readonly priority?: JobPriority;
  /** Jobs of one run run one after another. */
  readonly origin?: { readonly runId?: string | undefined };
};

/**
 * Chooses the jobs that may start now. The order of the queue is kept for each repository, so a stream of `shared` jobs
 * cannot starve an `exclusive` one that waits before them. Who copies to another place waits until nobody prunes or mends there, or
 * copies there already: the lock in the way would have it fail. Another machine is read by one job at a time, to spare it.
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
    const machine = machineOf(job);
    if (machine !== undefined && claims.some((claim) => machineOf(claim) === machine)) continue; // nor does who waits for a machine
    const target = targetOf(job);
    if (target !== undefined && (held.has(target) || claims.some((claim) => excludesTarget(claim, job)))) {
      continue; // nor does who waits to copy elsewhere
    }
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

/** Whether `job`, of which `repository` is known, has to wait for what `claim` does with the same one. */
function excludes(claim: Claim, job: Claim): boolean {
  const isSame = claim.repository === job.repository || targetOf(claim) === job.repository;
  return isSame && (claim.access === "exclusive" || job.access === "exclusive");
}

/** Whether `job` would write to a place besides its own in which `claim` removes something, or to which it copies. */
function excludesTarget(claim: Claim, job: Claim): boolean {
  const target = targetOf(job);
  if (target === undefined) return false;
  return target === targetOf(claim) || (target === claim.repository && claim.access === "exclusive");
}

const WithTarget = z.object({ target: z.object({ location: z.string() }) });

function targetOf({ input }: Claim): string | undefined {
  return WithTarget.safeParse(input).data?.target.location;
}

const Machine = z.object({ address: z.string(), port: z.number() });
const WithMachine = z.union([
  z.object({ remote: z.object({ machine: Machine }) }),
  z.object({ dump: z.object({ through: Machine }) }),
]);

/** Whoever signs in to it, it is one machine. */
function machineOf({ input }: Claim): string | undefined {
  const { data } = WithMachine.safeParse(input);
  if (data === undefined) return undefined;
  const { address, port } = "remote" in data ? data.remote.machine : data.dump.through;
  return `${address.toLowerCase()} ${port}`;
}

function isOfSameRun(a: Claim, b: Claim): boolean {
  return a.origin?.runId !== undefined && a.origin.runId === b.origin?.runId;
}
