import type { ReplicaId } from "../../../../shared/ids.ts";
import type { Loss, Survival, SurvivalCell, SurvivalRow } from "../../../../shared/model/survival.ts";

/** What one loss does to the backups of a repository, told by the source that it hits hardest. */
export type LossLine = { readonly loss: Loss; readonly row: SurvivalRow; readonly cell: SurvivalCell };

/** @param replicaIds those of the repository: sources without a copy in any of them are about another one */
export function lossesOf(survival: Survival, replicaIds: readonly ReplicaId[]): readonly LossLine[] {
  const own = new Set(replicaIds);
  const rows = survival.rows.filter(({ cells }) =>
    cells.some(({ copies }) => copies.some(({ replicaId, fate }) => own.has(replicaId) && fate !== "none")),
  );
  return survival.losses.flatMap((loss) => {
    const [worst] = rows
      .flatMap((row): readonly LossLine[] => {
        const cell = row.cells.find(({ lossId }) => lossId === loss.id);
        return cell === undefined ? [] : [{ loss, row, cell }];
      })
      .toSorted((a, b) => harm(b) - harm(a) || workLostMs(b) - workLostMs(a));
    return worst === undefined ? [] : [worst];
  });
}

/** Nothing left at all is worst, then that nobody knows, then fewer copies of the newest state. */
function harm({ cell: { left, olderLeft, unknown } }: LossLine): number {
  if (left > 0) return 1 / left;
  if (olderLeft > 0) return 2;
  return unknown > 0 ? 3 : 4;
}

/** Since the state that is left; endless when none is. */
function workLostMs({ row, cell }: LossLine): number {
  if (cell.newestLeftMs === null) return Number.MAX_SAFE_INTEGER;
  return (row.newestGoodMs ?? cell.newestLeftMs) - cell.newestLeftMs;
}
