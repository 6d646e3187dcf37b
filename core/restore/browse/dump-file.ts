import { BackstayError } from "../../../shared/errors.ts";
import { rawPathToText } from "../../platform/raw-path.ts";
import { readBlob } from "../../repository/read-blob.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import { beginAhead } from "./begin-ahead.ts";
import type { FoundPath } from "./find-path.ts";

/** A blob is 8 MiB at most, mostly 1 to 2. */
const BLOBS_AHEAD = 4;

/**
 * The content of one file, each piece verified before it is handed out.
 *
 * @throws {BackstayError} ENTRY_TYPE_WRONG at once; BLOB_MISSING, BLOB_CORRUPT or what the store throws when the piece's
 * turn has come, so that what was handed out before is right
 */
export function dumpFile(
  repository: IndexedRepository,
  file: Pick<FoundPath, "path" | "node">,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { path, node } = file;
  if (node?.type !== "file") {
    const details = { path: rawPathToText(path), type: node?.type ?? "dir", expected: "file" } as const;
    throw new BackstayError("ENTRY_TYPE_WRONG", details);
  }
  return beginAhead(node.content ?? [], (id) => readBlob(repository, "data", id, signal), BLOBS_AHEAD);
}
