import type { BlobId } from "../../../shared/ids.ts";
import type { RawPath } from "../../platform/raw-path.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import type { ArchiveFormat } from "./archive/archive-entry.ts";
import { collectEntries } from "./archive/collect-entries.ts";
import { tarFormat } from "./archive/tar.ts";
import { zipFormat } from "./archive/zip.ts";
import type { BrowseOptions } from "./browse-problem.ts";

export type ArchiveKind = "tar" | "zip";

const FORMATS: Readonly<Record<ArchiveKind, ArchiveFormat>> = { tar: tarFormat, zip: zipFormat };

const PIECE_BYTES = 256 * 1024;

/**
 * Everything below a folder as an archive, in pieces of some size. Names in it are the paths in the snapshot, without the
 * slash in front. Entries that are damaged, or have a name that could be extracted elsewhere, are left out and reported.
 *
 * @throws {BackstayError} BLOB_CORRUPT and the like for a long file whose damage shows only when its beginning is in the
 * archive already: the archive is then not complete. Without `onProblem`, for any damage.
 */
export async function* dumpArchive(
  repository: IndexedRepository,
  folder: { readonly path: RawPath; readonly tree: BlobId },
  kind: ArchiveKind,
  options: BrowseOptions = {},
): AsyncGenerator<Uint8Array> {
  const format = FORMATS[kind];
  yield* joinPieces(format.write(collectEntries(repository, folder, format, options)));
}

/** Headers and small files handed on together. */
export async function* joinPieces(small: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let pendingBytes = 0;
  for await (const piece of small) {
    pieces.push(piece);
    pendingBytes += piece.length;
    if (pendingBytes < PIECE_BYTES) continue;
    yield Buffer.concat(pieces);
    pieces.length = 0;
    pendingBytes = 0;
  }
  yield Buffer.concat(pieces);
}
