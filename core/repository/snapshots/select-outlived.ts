import { INCOMPLETE_TAG } from "../../backup/source-tag.ts";
import { applyPolicy, type PolicyClock } from "./apply-policy.ts";
import { isEmptyPolicy, type RetentionPolicy } from "./retention-policy.ts";
import type { SelectableSnapshot } from "./selectable.ts";

/**
 * Chooses the snapshots of one source that nobody wants any more: several plans may save it, and what one of them keeps is
 * kept. A policy that asks for nothing keeps everything, and the newest snapshot always stays. One that is not complete pushes no other
 * out: it stays until one that is complete follows it.
 *
 * @param policies those of all plans that save the source; none keeps everything
 */
export function selectOutlived<S extends SelectableSnapshot>(
  snapshots: readonly S[],
  policies: readonly RetentionPolicy[],
  clock: PolicyClock,
): readonly S[] {
  if (policies.length === 0) return [];
  const complete = snapshots.filter(({ tags }) => !tags.includes(INCOMPLETE_TAG));
  const newest = newestOf(complete);
  const kept = new Set<S>(policies.flatMap((policy) => applyPolicy(complete, policy, clock).keep));
  if (policies.some(isEmptyPolicy)) return [];
  return snapshots.filter((snapshot) => {
    if (snapshot.tags.includes(INCOMPLETE_TAG))
      return newest !== undefined && snapshot.timeNs < newest.timeNs;
    return snapshot !== newest && !kept.has(snapshot);
  });
}

function newestOf<S extends SelectableSnapshot>(snapshots: readonly S[]): S | undefined {
  return snapshots.reduce<S | undefined>(
    (best, snapshot) => (best === undefined || snapshot.timeNs > best.timeNs ? snapshot : best),
    undefined,
  );
}
