import { BackstayError } from "../../../../shared/errors.ts";
import type { BlobId } from "../../../../shared/ids.ts";
import { type RawPath, rawPathFromBytes, rawPathToText } from "../../../platform/raw-path.ts";
import type { IndexedRepository } from "../../../repository/repository.ts";
import { beginAhead } from "../begin-ahead.ts";
import { type BrowseOptions, reportProblem } from "../browse-problem.ts";
import { readAll } from "../read-all.ts";
import { type WalkedEntry, walkTree } from "../walk-tree.ts";
import type { ArchiveEntry, ArchiveFormat } from "./archive-entry.ts";
import { archiveName, whyUnsafeInArchive } from "./archive-name.ts";
import { createContentReader } from "./content-reader.ts";

/** A file up to this size is read as a whole before its entry begins, so that damage can still keep it out. */
const WHOLE_FILE_BYTES = 2 * 1024 * 1024;
const ENTRIES_AHEAD = 16;
/** Enough of a hostile name to recognise it in a message. */
const SHOWN_BYTES = 100;

/**
 * The entries below a folder, in the order an archive takes them, with small files read ahead. What is damaged, has an
 * unsafe name or cannot be held by the format is left out and reported.
 */
export async function* collectEntries(
  repository: IndexedRepository,
  folder: { readonly path: RawPath; readonly tree: BlobId },
  format: Pick<ArchiveFormat, "canHold">,
  options: BrowseOptions,
): AsyncGenerator<ArchiveEntry> {
  const walk = walkTree(repository, folder.tree, {
    ...options,
    root: folder.path,
    enter: (entry) => whyLeftOut(entry, format) === undefined,
  });
  yield* prepareEntries(repository, walk, format, options);
}

/** The same for entries that were found in another way; their paths become their names in the archive. */
export async function* prepareEntries(
  repository: IndexedRepository,
  entries: Iterable<WalkedEntry> | AsyncIterable<WalkedEntry>,
  format: Pick<ArchiveFormat, "canHold">,
  options: BrowseOptions,
): AsyncGenerator<ArchiveEntry> {
  const reader = createContentReader(repository, options.signal);

  async function prepare(walked: WalkedEntry): Promise<ArchiveEntry | undefined> {
    const { path, node } = walked;
    try {
      const error = whyLeftOut(walked, format);
      if (error !== undefined) throw error;
      const blobs = node.type === "file" ? (node.content ?? []) : [];
      const sizeBytes = reader.size(blobs);
      const pieces = reader.read(blobs);
      const content = sizeBytes <= WHOLE_FILE_BYTES ? await readAll(pieces) : pieces;
      return { name: archiveName(walked), node, sizeBytes, content };
    } catch (error) {
      reportProblem(error, path, options);
      return undefined;
    }
  }

  for await (const entry of beginAhead(entries, prepare, ENTRIES_AHEAD)) {
    if (entry !== undefined) yield entry;
  }
}

function whyLeftOut(
  entry: WalkedEntry,
  format: Pick<ArchiveFormat, "canHold">,
): BackstayError<"ENTRY_TYPE_WRONG" | "NAME_UNSAFE"> | undefined {
  const { path, node } = entry;
  if (!format.canHold(node)) {
    const details = { path: rawPathToText(path), type: node.type, expected: "archive-entry" } as const;
    return new BackstayError("ENTRY_TYPE_WRONG", details);
  }
  const reason = whyUnsafeInArchive(path, node.name);
  if (reason === undefined) return undefined;
  const name = rawPathToText(rawPathFromBytes(node.name.subarray(0, SHOWN_BYTES)));
  const folder = rawPathToText(path.slice(0, path.length - node.name.length) as RawPath);
  return new BackstayError("NAME_UNSAFE", { name, folder, reason });
}
