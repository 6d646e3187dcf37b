import type { CheckedInput } from "../../../shared/api/methods.ts";
import { BackstayError, isBackstayError, type UnsafeName } from "../../../shared/errors.ts";
import { joinRawPath, type RawPath, rawPathToBytes, rawPathToText } from "../../platform/raw-path.ts";
import type { ArchiveEntry } from "../../restore/browse/archive/archive-entry.ts";
import { whyUnsafeInArchive } from "../../restore/browse/archive/archive-name.ts";
import { collectEntries, prepareEntries } from "../../restore/browse/archive/collect-entries.ts";
import { zipFormat } from "../../restore/browse/archive/zip.ts";
import type { BrowseProblem } from "../../restore/browse/browse-problem.ts";
import { joinPieces } from "../../restore/browse/dump-archive.ts";
import { dumpFile } from "../../restore/browse/dump-file.ts";
import { isWithin } from "../../restore/browse/find-path.ts";
import { componentsOf } from "../locate.ts";
import type { OpenedRepository } from "../opened-repository.ts";
import { realSize } from "../preview/read-beginning.ts";
import { folderOf, locateSelection, nameOf, type Selected } from "../selection.ts";
import { downloadName } from "./file-name.ts";

export type DownloadInput = Omit<CheckedInput<"restore.download">, "repositoryId">;

/** What a selection is when it is downloaded. */
export type OpenedDownload = {
  readonly fileName: string;
  /** Undefined where it is not known beforehand. */
  readonly sizeBytes: number | undefined;
  /** Everything that comes out of it is proven; it throws at the first thing that is damaged. */
  content(signal: AbortSignal): AsyncGenerator<Uint8Array>;
};

/**
 * One file as it is, anything else as a zip archive with names from the folder that holds all of it.
 *
 * @param onLeftOut told of what an archive cannot hold: devices, pipes, names that would be extracted elsewhere
 * @throws {BackstayError} SNAPSHOT_NOT_FOUND, PATH_NOT_IN_SNAPSHOT, or what reading a tree throws
 */
export async function openDownload(
  opened: OpenedRepository,
  input: DownloadInput,
  onLeftOut: (problem: BrowseProblem) => void,
  signal: AbortSignal,
): Promise<OpenedDownload> {
  const { repository, listings } = opened;
  const snapshot = await opened.snapshot(input.snapshotId, signal);
  const selected = await locateSelection(listings, snapshot, input.paths, signal);
  const [only] = selected;
  if (selected.length === 1 && only?.node?.type === "file") {
    const { path, node } = only;
    return {
      fileName: downloadName(nameOf(path)),
      sizeBytes: realSize(repository, node.content ?? [], signal),
      content: (stop) => dumpFile(repository, { path, node }, stop),
    };
  }
  const base = selected.length === 1 && only !== undefined ? only.path : commonFolder(selected);
  return {
    fileName: downloadName(nameOf(base), ".zip"),
    sizeBytes: undefined,
    content: (stop) => joinPieces(zipFormat.write(entriesOf(opened, selected, onLeftOut, stop))),
  };
}

async function* entriesOf(
  { repository }: OpenedRepository,
  selected: readonly Selected[],
  onLeftOut: (problem: BrowseProblem) => void,
  signal: AbortSignal,
): AsyncGenerator<ArchiveEntry> {
  const base = commonFolder(selected);
  const options = {
    signal,
    onProblem(problem: BrowseProblem) {
      if (!isLeftOut(problem.error)) throw problem.error;
      onLeftOut(problem);
    },
  };
  for (const { path, node, tree } of selected) {
    const inside = (base === "/" ? path : path.slice(base.length) || "/") as RawPath;
    const reason = whyUnsafeInside(inside);
    if (reason !== undefined) {
      const details = { name: rawPathToText(nameOf(path)), folder: rawPathToText(folderOf(path)), reason };
      onLeftOut({ path, error: new BackstayError("NAME_UNSAFE", details) });
      continue;
    }
    if (node !== undefined) yield* prepareEntries(repository, [{ path: inside, node }], zipFormat, options);
    if (tree !== undefined) yield* collectEntries(repository, { path: inside, tree }, zipFormat, options);
  }
}

/** Of what a page selects every part of the path comes from the repository, not only the last. */
function whyUnsafeInside(inside: RawPath): UnsafeName | undefined {
  for (const name of componentsOf(inside)) {
    const reason = whyUnsafeInArchive(joinRawPath("/" as RawPath, name), rawPathToBytes(name));
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** What lacks here is lacking by its nature; anything else is damage, and must not pass for a whole download. */
function isLeftOut(error: BackstayError): boolean {
  return (
    isBackstayError(error, "NAME_UNSAFE") ||
    (isBackstayError(error, "ENTRY_TYPE_WRONG") && error.details.expected === "archive-entry")
  );
}

/** The deepest folder that holds all of it. */
function commonFolder(selected: readonly Selected[]): RawPath {
  let [common = "/" as RawPath] = selected.map(({ folder }) => folder);
  for (const { folder } of selected) while (!isWithin(common, folder)) common = folderOf(common);
  return common;
}
