import { useQueries } from "@tanstack/react-query";
import type { TreeEntry } from "../../../../shared/model/browse.ts";
import type { TreePath } from "../../../../shared/model/primitives.ts";
import type { RepositoryView } from "../../../../shared/model/repository.ts";
import type { SnapshotView } from "../../../../shared/model/snapshot.ts";
import { queryClient } from "../../../host/query-client.ts";
import { PAGE_SIZE, pageRequest } from "./folder-reader.ts";

/** A tree with more folders in one place helps nobody. */
const MOST_FOLDERS = 1000;

export type Subfolders = { readonly folders: readonly TreeEntry[]; readonly hasMore: boolean };

/** @returns what each opened folder has below it; undefined while it is on its way, or not in this snapshot */
export function useSubfolders(
  repositoryId: RepositoryView["id"],
  snapshotId: SnapshotView["id"],
  opened: readonly TreePath[],
): ReadonlyMap<TreePath, Subfolders | undefined> {
  const answers = useQueries({
    queries: opened.map((path) => ({
      // under this name, so that what makes a listing old makes this old as well
      queryKey: ["restore.folder", "subfolders", repositoryId, snapshotId, path],
      queryFn: () => readSubfolders(repositoryId, snapshotId, path),
    })),
  });
  return new Map(opened.map((path, n) => [path, answers[n]?.data]));
}

/** Folders come first, so reading ends with the first entry that is none. */
async function readSubfolders(
  repositoryId: RepositoryView["id"],
  snapshotId: SnapshotView["id"],
  path: TreePath,
): Promise<Subfolders> {
  const folders: TreeEntry[] = [];
  const query = {
    repositoryId,
    snapshotId,
    path,
    sort: { by: "name", descending: false },
    onlyDifferent: false,
  } as const;
  for (let page = 0; ; page += 1) {
    const { entries, total } = await queryClient.fetchQuery(pageRequest(query, page));
    const found = entries.filter(({ type }) => type === "dir");
    folders.push(...found);
    const isEnd = found.length < entries.length || (page + 1) * PAGE_SIZE >= total;
    if (isEnd || folders.length >= MOST_FOLDERS) return { folders, hasMore: !isEnd };
  }
}
