import { useQuery } from "@tanstack/react-query";
import { rawToText } from "../../../shared/format/raw-to-text.ts";
import type { TreePath } from "../../../shared/model/primitives.ts";
import type { RepositoryView } from "../../../shared/model/repository.ts";
import type { SnapshotSeries, SnapshotView } from "../../../shared/model/snapshot.ts";
import { host } from "../../host/host.ts";
import { ROOT } from "./model/tree-path.ts";

/** No path of a real computer is deeper before it branches. */
const DEEPEST = 64;

/**
 * Where looking around begins: below folders that only lead to what was backed up. Snapshots of `/home/eva/Documents` begin at
 * `/`, and nobody wants to open three folders each time.
 *
 * @returns undefined until it is known; the root when it cannot be told
 */
export function useBase(
  repositoryId: RepositoryView["id"],
  series: SnapshotSeries,
  newest: SnapshotView["id"],
): TreePath | undefined {
  const query = useQuery({
    queryKey: ["restore.base", repositoryId, series.id, newest],
    queryFn: () => findBase(repositoryId, new Set(series.paths), newest),
  });
  return query.error === null ? query.data : ROOT;
}

async function findBase(
  repositoryId: RepositoryView["id"],
  backedUp: ReadonlySet<string>,
  snapshotId: SnapshotView["id"],
): Promise<TreePath> {
  let path: TreePath = ROOT;
  for (let depth = 0; depth < DEEPEST && !backedUp.has(rawToText(path)); depth += 1) {
    const page = await host.call("restore.folder", {
      repositoryId,
      snapshotId,
      path,
      sort: { by: "name", descending: false },
      onlyDifferent: false,
      offset: 0,
      limit: 2,
    });
    const [only] = page.entries;
    if (page.total !== 1 || only?.type !== "dir") return path;
    path = only.path;
  }
  return path;
}
