import type { BlobId } from "../../../shared/ids.ts";
import type { RawPath } from "../../platform/raw-path.ts";
import type { TreeNode } from "../../repository/node.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import type { RestoreProblem } from "../../restore/problem.ts";
import { walkSnapshot } from "../../restore/walk-snapshot.ts";

export type ListedFile = { readonly path: RawPath; readonly node: TreeNode };

/**
 * Tells every regular file of a snapshot, folder by folder, in an order that is always the same.
 *
 * @param mayHold whether a folder is to be entered
 * @returns folders that could not be listed
 * @throws {BackstayError} what the store throws when it is not about one object
 */
export async function listFiles(
  repository: IndexedRepository,
  tree: BlobId,
  onFile: (file: ListedFile) => void,
  signal: AbortSignal,
  mayHold: (folder: RawPath) => boolean = () => true,
): Promise<readonly RestoreProblem[]> {
  const problems: RestoreProblem[] = [];
  await walkSnapshot<true>(
    repository,
    tree,
    true,
    {
      enter: ({ path }) => (mayHold(path) ? true : undefined),
      async entries(_, entries) {
        for (const { node, path } of entries) if (node.type === "file") onFile({ path, node });
      },
      async leave() {},
      problem: (problem) => void problems.push(problem),
    },
    signal,
  );
  return problems;
}
