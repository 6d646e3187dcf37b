import type { SnapshotId } from "../../../shared/ids.ts";
import { rawId } from "../../catalog/blob-index.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import type { StoredSnapshot } from "../snapshots/load-snapshots.ts";

/** Trees whose bytes are right and whose words are not, and the folders above them. */
const SPREAD = `
  CREATE INDEX IF NOT EXISTS temp.tree_edges_by_child ON tree_edges (child);
  CREATE TEMP TABLE forged_trees (number INTEGER PRIMARY KEY);
  INSERT INTO forged_trees
    WITH RECURSIVE up (number) AS (
      SELECT tree FROM tree_findings JOIN reached ON number = tree WHERE kind = 'problem'
      UNION SELECT parent FROM tree_edges JOIN up ON child = up.number
    ) SELECT number FROM up;
`;

/**
 * Names the snapshots in which a folder says something that cannot be: a faulty or hostile program wrote it so. What is stored is
 * whole, so neither a new index nor another backup changes it. Needs the tables of a finished `TreeGraph`.
 */
export function findForged(
  { database }: Pick<RepositoryCache, "database">,
  snapshots: readonly StoredSnapshot[],
): readonly SnapshotId[] {
  database.exec(SPREAD);
  const isForged = database
    .prepare<[Uint8Array], 1>("SELECT 1 FROM forged_trees JOIN seen_trees USING (number) WHERE id = ?")
    .pluck();
  return snapshots.filter(({ tree }) => isForged.get(rawId(tree)) !== undefined).map(({ id }) => id);
}
