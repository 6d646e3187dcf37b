import type { ReplicaId } from "../../../../shared/ids.ts";

type Placed = { readonly id: ReplicaId; readonly priority: number };

/**
 * What to change so that one standby changes places with its neighbour.
 *
 * @param standbys by priority
 * @returns as few changes as possible; none at the end of the row. Where two have the same priority, those after them make room
 */
export function shiftedOrder(
  standbys: readonly Placed[],
  id: ReplicaId,
  where: "sooner" | "later",
): readonly { readonly replicaId: ReplicaId; readonly priority: number }[] {
  const at = standbys.findIndex((one) => one.id === id);
  const to = at + (where === "sooner" ? -1 : 1);
  const [one, other] = [standbys[at], standbys[to]];
  if (one === undefined || other === undefined) return [];
  const wanted = standbys.with(at, other).with(to, one);
  let least = standbys[0]?.priority ?? 0;
  return wanted.flatMap((standby, n) => {
    // the places in the row stay what they are, as far as they differ
    const priority = Math.max(least, standbys[n]?.priority ?? 0);
    least = priority + 1;
    return standby.priority === priority ? [] : [{ replicaId: standby.id, priority }];
  });
}
