import { type BigIntStats, lstatSync, statSync } from "node:fs";
import { type EntryStat, entryStatOf } from "../platform/entry-stat.ts";
import { createFolderOpener } from "../platform/folder-opener.ts";
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

const ST_MODE_TYPE = 0o170000;
const ST_MODE_SOCKET = 0o140000;

/** What of a folder is to be taken, held open while its entries are asked for. */
type Entries = {
  readonly entries: readonly GivenEntry[];
  stat(entry: GivenEntry): EntryStat;
  excludesSize(sizeBytes: number): boolean;
  close(): void;
};

/**
 * Makes what lists one folder, stats every entry, and compares with what the last backup saw.
 * Sockets are left out, as restic leaves them out; so is what the filter excludes.
 */
export function createFolderScanner(
  filter: SourceFilter,
  ignored: IgnoredFacts,
): (request: ScanRequest) => ScanAnswer {
  const openFolder = createFolderOpener();
  const record = createRecordWriter(ignored);

  function list({ path, device, only }: ScanRequest): Entries {
    // what a person named is taken, whatever the patterns say
    if (only !== undefined) return { ...NO_ENTRIES, entries: only };
    if (!isOnDevice(path, device)) return NO_ENTRIES;
    const folder = openFolder(path);
    const entries: GivenEntry[] = [];
    for (const name of filter.keepOfFolder(path, folder.names)) {
      const entry = { name, path: joinRawPath(path, name), isAbove: false };
      if (!filter.excludesPath(entry.path)) entries.push(entry);
    }
    return {
      entries,
      stat: ({ name }) => folder.stat(name),
      excludesSize: filter.excludesSize,
      close: folder.close,
    };
  }

  return (request) => {
    const { key, known } = request;
    let listed: Entries;
    try {
      listed = list(request);
    } catch (error) {
      return { key, problem: problemOf(error) };
    }
    try {
      return scan(listed, key, known, record);
    } finally {
      listed.close();
    }
  };
}

const NO_ENTRIES: Entries = {
  entries: [],
  stat: ({ path, isAbove }) => entryStatOf(statEntry(path, isAbove)),
  excludesSize: () => false,
  close() {},
};

function scan(listed: Entries, key: number, known: ScanRequest["known"], record: RecordWriter): ScanAnswer {
  const folders: RawPath[] = [];
  const problems: NamedProblem[] = [];
  let files = 0;
  let others = 0;
  let bytes = 0;
  for (const entry of listed.entries) {
    try {
      const stat = listed.stat(entry);
      const { stMode, sizeBytes, links } = stat;
      if ((stMode & ST_MODE_TYPE) === ST_MODE_SOCKET) continue;
      const mode = goModeFromStMode(stMode);
      const isFile = isFileMode(mode);
      if (isFile && listed.excludesSize(sizeBytes)) continue;
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
        device: isFile ? (links > 1 ? stat.deviceId : 0n) : isDevice(stMode) ? stat.device : 0n,
      });
      if (isFolderMode(mode)) folders.push(entry.name);
      else if (isFile) {
        files += 1;
        bytes += sizeBytes;
      } else others += 1;
    } catch (error) {
      problems.push({ path: entry.path, ...problemOf(error) });
    }
  }
  const seen = record.finish();
  if (problems.length === 0 && known !== undefined && Buffer.compare(seen, known) === 0) {
    return { key, same: true, folders, counts: { files, others, bytes } };
  }
  return { key, same: false, record: seen, problems };
}

/** The way to a source may lead through links, as the system would follow them; a source that is a link is saved as one. */
export function statEntry(path: RawPath, isAbove: boolean): BigIntStats {
  const where = rawPathForFs(path);
  return isAbove ? statSync(where, { bigint: true }) : lstatSync(where, { bigint: true });
}

/** A mount point of another file system is kept as an empty folder, as restic keeps it. */
function isOnDevice(path: RawPath, device: bigint | undefined): boolean {
  return device === undefined || lstatSync(rawPathForFs(path), { bigint: true }).dev === device;
}

function isDevice(stMode: number): boolean {
  const type = stMode & ST_MODE_TYPE;
  return type === 0o060000 || type === 0o020000;
}
