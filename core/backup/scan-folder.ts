import { type BigIntStats, lstatSync, statSync } from "node:fs";
import { type EntryStat, entryStat, openFolder } from "../platform/open-folder.ts";
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
  const { key, path } = request;
  try {
    const given = givenEntries(request);
    // what a person named is taken, whatever the patterns say
    if (given !== undefined) return scanEntries(request, given, statGiven, () => false, ignored);
    const folder = openFolder(path);
    try {
      const names = filter.keepOfFolder(path, folder.names);
      const entries = names.map((name) => ({ name, path: joinRawPath(path, name), isAbove: false }));
      return scanEntries(request, entries, ({ name }) => folder.stat(name), filter.excludes, ignored);
    } finally {
      folder.close();
    }
  } catch (error) {
    return { key, problem: problemOf(error) };
  }
}

/**
 * A mount point of another file system is kept as an empty folder, as restic keeps it.
 * @returns undefined when the folder itself has to be asked
 */
function givenEntries({ path, device, only }: ScanRequest): readonly GivenEntry[] | undefined {
  if (only !== undefined || device === undefined) return only;
  return lstatSync(rawPathForFs(path), { bigint: true }).dev === device ? undefined : [];
}

function statGiven({ path, isAbove }: GivenEntry): EntryStat {
  return entryStat(statEntry(path, isAbove));
}

function scanEntries(
  { key, known }: ScanRequest,
  entries: readonly GivenEntry[],
  stat: (entry: GivenEntry) => EntryStat,
  isExcluded: SourceFilter["excludes"],
  ignored: IgnoredFacts,
): ScanAnswer {
  const record = createRecordWriter(ignored);
  const folders: RawPath[] = [];
  const problems: NamedProblem[] = [];
  let files = 0;
  let others = 0;
  let bytes = 0;
  for (const entry of entries) {
    const { name, path } = entry;
    try {
      const found = stat(entry);
      if ((found.stMode & ST_MODE_TYPE) === ST_MODE_SOCKET) continue;
      const { stMode, links, sizeBytes } = found;
      const mode = goModeFromStMode(stMode);
      const isFile = isFileMode(mode);
      if (isExcluded(path, isFile ? sizeBytes : 0)) continue;
      const device = isFile ? (links > 1 ? found.device : 0n) : deviceNumber(stMode, found.rdev);
      record.add({ ...found, name, mode, device });
      if (isFolderMode(mode)) folders.push(name);
      else if (isFile) {
        files += 1;
        bytes += sizeBytes;
      } else others += 1;
    } catch (error) {
      problems.push({ path, ...problemOf(error) });
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

function deviceNumber(stMode: number, rdev: bigint): bigint {
  const type = stMode & ST_MODE_TYPE;
  return type === 0o060000 || type === 0o020000 ? rdev : 0n;
}
