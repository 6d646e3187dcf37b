import type { BlobId } from "../../../shared/ids.ts";
import { rawPathFromText } from "../../platform/raw-path.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import { NOTHING_IGNORED } from "../folder-record.ts";
import { loadPreviousFolder, type PreviousFolder } from "../previous-folder.ts";

/** @returns the content a stream had in the parent snapshot; undefined where that has none, or it cannot be read */
export async function findPrevious(
  repository: IndexedRepository,
  tree: BlobId | undefined,
  path: string,
  signal: AbortSignal,
): Promise<readonly BlobId[] | undefined> {
  const names = path.split("/").filter((name) => name !== "");
  const folder = await findPreviousFolder(repository, tree, names.slice(0, -1), signal);
  const node = (await folder?.nodes())?.get(rawPathFromText(names.at(-1) ?? ""));
  if (node === undefined) return undefined;
  const { content }: { readonly content?: readonly BlobId[] | null } = JSON.parse(node);
  return content ?? undefined;
}

/** @param names of the folders from the root */
export async function findPreviousFolder(
  repository: IndexedRepository,
  tree: BlobId | undefined,
  names: readonly string[],
  signal: AbortSignal,
): Promise<PreviousFolder | undefined> {
  if (tree === undefined) return undefined;
  const folder = await loadPreviousFolder(repository, tree, NOTHING_IGNORED, signal);
  const [name, ...rest] = names;
  if (name === undefined) return folder;
  return await findPreviousFolder(repository, folder?.subtrees.get(rawPathFromText(name)), rest, signal);
}
