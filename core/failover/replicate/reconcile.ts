import { replicate } from "./replicate.ts";
import type { ReplicaEnd, ReplicateJob, ReplicateOptions, ReplicateResult } from "./replication.ts";

/** What each way brought. */
export type ReconcileResult = { readonly there: ReplicateResult; readonly back: ReplicateResult };

/**
 * Makes two replicas hold the same snapshots: the union of both, but for the tombstones, which are copied neither way. Nothing is
 * removed, so whoever had written to the one or the other loses nothing.
 *
 * @throws {BackstayError} as `replicate`
 */
export async function reconcile(
  one: ReplicaEnd,
  other: ReplicaEnd,
  options: Omit<ReplicateOptions, "copyKeys">,
  job: ReplicateJob,
): Promise<ReconcileResult> {
  const there = await replicate(one, other, options, job);
  const back = await replicate(other, one, options, job);
  return { there, back };
}
