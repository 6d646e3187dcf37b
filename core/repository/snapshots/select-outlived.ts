import { applyPolicy, type PolicyClock } from "./apply-policy.ts";
import type { RetentionPolicy } from "./retention-policy.ts";
import type { SelectableSnapshot } from "./selectable.ts";

/**
 * Chooses the snapshots of one source that nobody wants any more: several plans may save it, and what one of them keeps is
 * kept. A policy that asks for nothing keeps everything, and the newest snapshot always stays.
 *
 * @param policies those of all plans that save the source; none keeps everything
 */
export function selectOutlived<S extends SelectableSnapshot>(
  snapshots: readonly S[],
  policies: readonly RetentionPolicy[],
  clock: PolicyClock,
): readonly S[] {
  if (policies.length === 0) return [];
  const newest = snapshots.reduce<S | undefined>(
    (best, snapshot) => (best === undefined || snapshot.timeNs > best.timeNs ? snapshot : best),
    undefined,
  );
  const kept = new Set<S>(policies.flatMap((policy) => applyPolicy(snapshots, policy, clock).keep));
  return snapshots.filter((snapshot) => snapshot !== newest && !kept.has(snapshot));
}
