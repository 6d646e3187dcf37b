import { lstatSync, readdirSync } from "node:fs";
import { joinRawPath, type RawPath, rawPathForFs } from "../platform/raw-path.ts";
import { goModeFromStMode } from "../repository/format/node-mode.ts";
import { problemOf } from "./entry-problem.ts";
import type { SourceFilter } from "./exclude/source-filter.ts";
import { createRecordWriter, isFileMode, isFolderMode } from "./folder-record.ts";
import type { NamedProblem, ScanAnswer, ScanRequest } from "./messages.ts";

const ST_MODE_TYPE = 0o170000;
const ST_MODE_SOCKET = 0o140000;

/**
 * Lists one folder, stats every entry, and compares with what the last backup saw.
 * Sockets are left out, as restic leaves them out; so is what the filter excludes.
 */
export function scanFolder(request: ScanRequest, filter: SourceFilter): ScanAnswer {
  const { key, path } = request;
  let names: RawPath[];
  try {
    names = isOnDevice(path, request.device) ? listNames(path) : [];
  } catch (error) {
    return { key, problem: problemOf(error) };
  }
  names = filter.keepOfFolder(path, names);
  const record = createRecordWriter();
  const folders: RawPath[] = [];
  const problems: NamedProblem[] = [];
  let files = 0;
  let others = 0;
  let bytes = 0;
  for (const name of names) {
    const entryPath = joinRawPath(path, name);
    try {
      const stat = lstatSync(rawPathForFs(entryPath), { bigint: true });
      const stMode = Number(stat.mode);
      if ((stMode & ST_MODE_TYPE) === ST_MODE_SOCKET) continue;
      const mode = goModeFromStMode(stMode);
      const isFolder = isFolderMode(mode);
      const sizeBytes = Number(stat.size);
      if (filter.excludes(entryPath, isFileMode(mode) ? sizeBytes : 0)) continue;
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
      problems.push({ path: entryPath, ...problemOf(error) });
    }
  }
  const seen = record.finish();
  if (problems.length === 0 && request.known !== undefined && Buffer.compare(seen, request.known) === 0) {
    return { key, same: true, folders, counts: { files, others, bytes } };
  }
  return { key, same: false, record: seen, problems };
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
