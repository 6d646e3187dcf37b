import { lstatSync, statSync } from "node:fs";
import { type EntryStat, entryStatOf } from "../platform/entry-stat.ts";
import { createFolderOpener } from "../platform/folder-opener.ts";
import type { FolderOpener, OpenFolder } from "../platform/open-folder.ts";
import { joinRawPath, type RawPath, rawPathForFs } from "../platform/raw-path.ts";
import { goModeFromStMode } from "../repository/format/node-mode.ts";
import { problemOf } from "./entry-problem.ts";
import type { SourceFilter } from "./exclude/source-filter.ts";
import {
  createRecordWriter,
  type IgnoredFacts,
  isFileMode,
  isFolderMode,
  type RecordWriter,
} from "./folder-record.ts";
import type { GivenEntry, NamedProblem, ScanAnswer, ScanRequest } from "./messages.ts";
import { HOLDING_FOLDER } from "./moment/holding-folder.ts";
import type { ReadPlaces } from "./moment/read-places.ts";
import { accompaniedOf, findSidecars, type SidecarFinder } from "./sqlite/find-sidecars.ts";

const ST_MODE_TYPE = 0o170000;
const ST_MODE_SOCKET = 0o140000;

/** What of a folder is to be taken, and how to ask for it. */
type Listing = {
  readonly entries: readonly GivenEntry[];
  stat(entry: GivenEntry): EntryStat;
  excludesSize(sizeBytes: number): boolean;
};

/**
 * Makes what lists a folder, stats every entry, and compares with what the last backup saw.
 * Sockets are left out, as restic leaves them out; so is what the filter excludes.
 */
export function createFolderScanner(
  filter: SourceFilter,
  ignored: IgnoredFacts,
  places: ReadPlaces,
  openFolder: FolderOpener = createFolderOpener(),
): (request: ScanRequest) => ScanAnswer {
  const record = createRecordWriter(ignored);

  return (request) => {
    const { key, path, device, only } = request;
    let folder: OpenFolder | undefined;
    let listing: Listing;
    try {
      if (only !== undefined) listing = givenListing(only, filter, places);
      else if (isOnDevice(path, device, places)) {
        folder = openFolder(places.of(path));
        listing = filteredListing(path, folder, filter, places);
      } else listing = givenListing([], filter, places);
    } catch (error) {
      folder?.close();
      return { key, problem: problemOf(error) };
    }
    try {
      const sidecarsOf = ignored.sidecars === true ? findSidecars(listing.entries, places) : undefined;
      return scan(request, listing, record, places, sidecarsOf);
    } finally {
      folder?.close();
    }
  };
}

/** What a person named is left out when it is excluded, as restic does; what leads there never is. */
function givenListing(given: readonly GivenEntry[], filter: SourceFilter, places: ReadPlaces): Listing {
  return {
    entries: given.filter(({ path, isAbove }) => isAbove || !filter.excludesPath(path)),
    stat: ({ path, isAbove }) => statEntry(places.of(path), isAbove),
    excludesSize: filter.excludesSize,
  };
}

/** What is excluded by its path is not even asked for, and snapshots of file systems are no files of anybody. */
function filteredListing(
  path: RawPath,
  folder: OpenFolder,
  filter: SourceFilter,
  places: ReadPlaces,
): Listing {
  const entries: GivenEntry[] = [];
  for (const name of filter.keepOfFolder(places.of(path), folder.names)) {
    if (name === HOLDING_FOLDER) continue;
    const entry = { name, path: joinRawPath(path, name), isAbove: false };
    if (!filter.excludesPath(entry.path)) entries.push(entry);
  }
  return {
    entries,
    stat: (entry) =>
      places.isPlace(entry.path) ? statEntry(places.of(entry.path), false) : folder.stat(entry.name),
    excludesSize: filter.excludesSize,
  };
}

function scan(
  { key, known, only }: ScanRequest,
  listing: Listing,
  record: RecordWriter,
  places: ReadPlaces,
  sidecarsOf: SidecarFinder | undefined,
): ScanAnswer {
  const folders: RawPath[] = [];
  const sidecars: RawPath[] = [];
  const problems: NamedProblem[] = [];
  let files = 0;
  let others = 0;
  let bytes = 0;
  for (const entry of listing.entries) {
    try {
      const stat = listing.stat(entry);
      const { stMode, sizeBytes, links } = stat;
      if ((stMode & ST_MODE_TYPE) === ST_MODE_SOCKET) continue;
      const mode = goModeFromStMode(stMode);
      const isFile = isFileMode(mode);
      if (isFile && listing.excludesSize(sizeBytes)) continue;
      const role = isFile ? sidecarsOf?.(entry, sizeBytes) : undefined;
      if (role === "nothing") continue;
      if (role === "transactions") sidecars.push(entry.name);
      record.add({
        name: entry.name,
        mode,
        uid: stat.uid,
        gid: stat.gid,
        links,
        mtimeNs: stat.mtimeNs,
        ctimeNs: stat.ctimeNs,
        inode: stat.inode,
        sizeBytes,
        device: isFile
          ? links > 1
            ? places.liveDevice(stat.deviceId)
            : 0n
          : isDevice(stMode)
            ? stat.device
            : 0n,
      });
      if (isFolderMode(mode)) folders.push(entry.name);
      else if (role !== undefined) continue;
      else if (isFile) {
        files += 1;
        bytes += sizeBytes;
      } else others += 1;
    } catch (error) {
      const problem = problemOf(error);
      // a journal comes and goes with each transaction
      if (problem.reason === "vanished" && sidecarsOf?.(entry, 0) !== undefined) continue;
      problems.push({ path: entry.path, ...problem });
    }
  }
  const seen = record.finish();
  if (problems.length === 0 && known !== undefined && Buffer.compare(seen, known) === 0) {
    return { key, same: true, folders, counts: { files, others, bytes }, sidecars };
  }
  const accompanied = sidecarsOf === undefined || only === undefined ? [] : accompaniedOf(only, places);
  return { key, same: false, record: seen, sidecars, accompanied, problems };
}

/** The way to a source may lead through links, as the system would follow them; a source that is a link is saved as one. */
export function statEntry(path: RawPath, isAbove: boolean): EntryStat {
  const where = rawPathForFs(path);
  return entryStatOf(isAbove ? statSync(where, { bigint: true }) : lstatSync(where, { bigint: true }));
}

/** A mount point of another file system is kept as an empty folder, as restic keeps it. */
function isOnDevice(path: RawPath, device: bigint | undefined, places: ReadPlaces): boolean {
  return device === undefined || deviceOfPlace(path, places) === device;
}

/** @returns `st_dev` of what is read for a path, as it is outside of snapshots */
export function deviceOfPlace(path: RawPath, places: ReadPlaces): bigint {
  return places.liveDevice(lstatSync(rawPathForFs(places.of(path)), { bigint: true }).dev);
}

function isDevice(stMode: number): boolean {
  const type = stMode & ST_MODE_TYPE;
  return type === 0o060000 || type === 0o020000;
}
