import { type BackstayError, isBackstayError } from "../../../shared/errors.ts";
import type { IndexId } from "../../../shared/ids.ts";
import { decodeIndexFile, type IndexedPack } from "../format/index-file.ts";
import type { Repository } from "../repository.ts";
import { readDocument } from "../unpacked-files.ts";

/** An index file, or what is wrong with it. */
export type ReadIndexFile =
  | { readonly id: IndexId; readonly packs: readonly IndexedPack[] }
  | { readonly id: IndexId; readonly error: BackstayError<"OBJECT_CORRUPT"> };

/** Reads index files one after the other; a damaged one does not keep the rest from being read. */
export async function* readIndexFiles(
  repository: Repository,
  ids: Iterable<IndexId>,
  signal?: AbortSignal,
): AsyncGenerator<ReadIndexFile> {
  for (const id of ids) {
    try {
      const json = await readDocument(repository, "index", id, signal);
      yield { id, packs: decodeIndexFile(json, id).packs };
    } catch (error) {
      if (!isBackstayError(error, "OBJECT_CORRUPT")) throw error;
      yield { id, error };
    }
  }
}
