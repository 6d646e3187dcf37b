import { type BigIntStats, lstatSync, readdirSync, statSync } from "node:fs";
import { joinRawPath, type RawPath, rawPathForFs } from "../platform/raw-path.ts";
import { goModeFromStMode } from "../repository/format/node-mode.ts";
import { problemOf } from "./entry-problem.ts";
import type { SourceFilter } from "./exclude/source-filter.ts";
import { createRecordWriter, type IgnoredFacts, isFileMode, isFolderMode } from "./folder-record.ts";
import type { GivenEntry, NamedProblem, ScanAnswer, ScanRequest } from "./messages.ts";

const ST_MODE_TYPE = 0o170000;
const ST_MODE_SOCKET = 0o140000;

/**
 * Lists one folder, stats every entry, and compares with what the last backup saw.
 * Sockets are left out, as restic leaves them out; so is what the filter excludes.
 */
export function scanFolder(request: ScanRequest, filter: SourceFilter, ignored: IgnoredFacts): ScanAnswer {
  const { key } = request;
  let entries: readonly GivenEntry[];
  try {
    entries = request.only ?? listEntries(request, filter);
  } catch (error) {
    return { key, problem: problemOf(error) };
  }
  const record = createRecordWriter(ignored);
  const folders: RawPath[] = [];
  const problems: NamedProblem[] = [];
  let files = 0;
  let others = 0;
  let bytes = 0;
  for (const { name, path, isAbove } of entries) {
    try {
      const stat = statEntry(path, isAbove);
      const stMode = Number(stat.mode);
      if ((stMode & ST_MODE_TYPE) === ST_MODE_SOCKET) continue;
      const mode = goModeFromStMode(stMode);
      const isFolder = isFolderMode(mode);
      const sizeBytes = Number(stat.size);
      // what a person named is taken, whatever the patterns say
      if (request.only === undefined && filter.excludes(path, isFileMode(mode) ? sizeBytes : 0)) continue;
      const links = Number(stat.nlink);
      record.add({
        name,
        mode,
        uid: Number(stat.uid),
        gid: Number(stat.gid),
        links,
        mtimeNs: stat.mtimeNs,
        ctimeNs: stat.ctimeNs,
        inode: stat.ino,
        sizeBytes,
        device: isFileMode(mode) ? (links > 1 ? stat.dev : 0n) : deviceNumber(stMode, stat.rdev),
      });
      if (isFolder) folders.push(name);
      else if (isFileMode(mode)) {
        files += 1;
        bytes += sizeBytes;
      } else others += 1;
    } catch (error) {
      problems.push({ path, ...problemOf(error) });
    }
  }
  const seen = record.finish();
  if (problems.length === 0 && request.known !== undefined && Buffer.compare(seen, request.known) === 0) {
    return { key, same: true, folders, counts: { files, others, bytes } };
  }
  return { key, same: false, record: seen, problems };
}

function listEntries({ path, device }: ScanRequest, filter: SourceFilter): GivenEntry[] {
  const names = isOnDevice(path, device) ? listNames(path) : [];
  const kept = filter.keepOfFolder(path, names);
  return kept.map((name) => ({ name, path: joinRawPath(path, name), isAbove: false }));
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

/** Names in byte order, which is the order of a tree's nodes. */
function listNames(path: RawPath): RawPath[] {
  const names = readdirSync(rawPathForFs(path), { encoding: "latin1" }) as RawPath[];
  return names.sort(compareBytes);
}

/** One character is one byte here, so comparing code units compares bytes. */
function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function deviceNumber(stMode: number, rdev: bigint): bigint {
  const type = stMode & ST_MODE_TYPE;
  return type === 0o060000 || type === 0o020000 ? rdev : 0n;
}
