import { BackstayError } from "../../../shared/errors.ts";
import { applyPolicy, type PolicyClock, type PolicyResult } from "./apply-policy.ts";
import { describeGroup, type GroupBy, type GroupKey, groupSnapshots } from "./group-snapshots.ts";
import type { RetentionPolicy } from "./retention-policy.ts";
import type { SelectableSnapshot } from "./selectable.ts";

export type ForgetGroup<S> = PolicyResult<S> & { readonly key: GroupKey };

/**
 * Decides for every group of snapshots which stay and which go. Deletes nothing.
 *
 * @throws {BackstayError} NOTHING_KEPT when the policy would delete all snapshots of a group
 */
export function planForget<S extends SelectableSnapshot>(
  snapshots: readonly S[],
  policy: RetentionPolicy,
  groupBy: GroupBy,
  clock: PolicyClock,
): readonly ForgetGroup<S>[] {
  return groupSnapshots(snapshots, groupBy).map(({ key, snapshots: members }) => {
    const result = applyPolicy(members, policy, clock);
    if (result.keep.length === 0) throw new BackstayError("NOTHING_KEPT", { group: describeGroup(key) });
    return { key, ...result };
  });
}
