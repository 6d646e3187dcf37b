import { basename } from "node:path/posix";
import { BackstayError } from "../../shared/errors.ts";
import { type RawPath, rawPathToText } from "../platform/raw-path.ts";
import type { EntryProblem, RestoreProblem } from "./problem.ts";
import type { Target } from "./target.ts";

/** Numbers of entries and of plain bytes. */
export type RestoreCounts = {
  filesRestored: number;
  bytesRestored: number;
  /** Of another size or time, and left alone as the conflict policy says. */
  filesSkipped: number;
  /** There already. */
  filesUnchanged: number;
  bytesUnchanged: number;
  foldersRestored: number;
  /** Symbolic links, FIFOs, devices and further names of files. */
  othersRestored: number;
  /** Files whose content was read back from the target and found right. */
  filesVerified: number;
  /** Entries that stand under another name than the snapshot has for them, beside what stood there: restored now, or before. */
  entriesRenamed: number;
};

/** An entry that stands in the target under another name. `path` is the entry's in the snapshot, `restoredAs` the whole new one. */
export type RenamedEntry = { readonly path: RawPath; readonly restoredAs: RawPath };

export type RestoreProgress = {
  readonly filesDone: number;
  readonly bytesDone: number;
  /** Folders, links and special files in place. */
  readonly othersDone: number;
  /** What was found so far; the total once `isScanned`. */
  readonly filesFound: number;
  readonly bytesFound: number;
  readonly othersFound: number;
  readonly isScanned: boolean;
  /** From the snapshot's own summary, when all of it is restored and it has one. */
  readonly filesTotal: number | undefined;
  readonly bytesTotal: number | undefined;
  readonly path: RawPath | undefined;
};

/** What a restore has to say, while it runs and at its end. */
export type Report = {
  readonly counts: RestoreCounts;
  /** @throws {BackstayError} TARGET_FULL, TARGET_LOST when it is not the entry's own problem */
  problem(path: RawPath, problem: EntryProblem): void;
  found(files: number, bytes: number): void;
  /** A folder, link or special file, whatever becomes of it. */
  foundOther(): void;
  /** Files that need nothing more, and bytes that are in place. */
  done(files: number, bytes: number, path?: RawPath): void;
  /** A file that comes to nothing, or needs nothing. */
  settled(path: RawPath, how: Settled): void;
  /** An entry is in the target; whoever looks for it has to be told when its name there is another one. */
  placed(path: RawPath, finalPath: RawPath): void;
  scanned(): void;
  /** Of `renamed` there may be fewer than `counts.entriesRenamed`. */
  result(): {
    readonly problems: readonly RestoreProblem[];
    readonly furtherProblems: number;
    readonly renamed: readonly RenamedEntry[];
  };
};

export type Settled =
  | { readonly kind: "unchanged" | "skip" }
  | { readonly kind: "problem"; readonly problem: EntryProblem };

const MAX_PROBLEMS = 10_000;
const MAX_RENAMED = 10_000;
const FULL: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT"]);
const LOST: ReadonlySet<string> = new Set(["EROFS", "ENODEV", "ENOTCONN", "EHOSTDOWN", "ESHUTDOWN"]);

export function createReport(
  target: Target,
  totals: { readonly files: number; readonly bytes: number } | undefined,
  onProgress: (progress: RestoreProgress) => void,
): Report {
  const problems: RestoreProblem[] = [];
  let furtherProblems = 0;
  const renamed: RenamedEntry[] = [];
  const finished = { files: 0, bytes: 0 };
  const seen = { files: 0, bytes: 0, others: 0 };
  let isScanned = false;
  let lastPath: RawPath | undefined;
  /** Without a target folder everything is below the root, which says nothing about the place. */
  const placeOf = (path: RawPath) => (target.location === "/" ? rawPathToText(path) : target.location);
  const progress = () =>
    onProgress({
      filesDone: finished.files,
      bytesDone: finished.bytes,
      othersDone: counts.foldersRestored + counts.othersRestored,
      filesFound: seen.files,
      bytesFound: seen.bytes,
      othersFound: seen.others,
      isScanned,
      filesTotal: totals?.files,
      bytesTotal: totals?.bytes,
      path: lastPath,
    });
  const counts = newCounts();

  function problem(path: RawPath, found: EntryProblem): void {
    const { systemCode } = found;
    if (FULL.has(systemCode)) throw new BackstayError("TARGET_FULL", { path: placeOf(path) });
    if (LOST.has(systemCode)) throw new BackstayError("TARGET_LOST", { path: placeOf(path), systemCode });
    if (systemCode !== "") target.confirm();
    if (problems.length < MAX_PROBLEMS) problems.push({ path, ...found });
    else furtherProblems += 1;
  }

  return {
    counts,
    problem,
    found(files, bytes) {
      seen.files += files;
      seen.bytes += bytes;
    },
    foundOther() {
      seen.others += 1;
    },
    done(files, bytes, path) {
      finished.files += files;
      finished.bytes += bytes;
      lastPath = path ?? lastPath;
      progress();
    },
    settled(path, how) {
      if (how.kind === "problem") problem(path, how.problem);
      else if (how.kind === "skip") counts.filesSkipped += 1;
      else counts.filesUnchanged += 1;
      finished.files += 1;
      progress();
    },
    placed(path, finalPath) {
      if (basename(path) === basename(finalPath)) return;
      counts.entriesRenamed += 1;
      if (renamed.length < MAX_RENAMED) renamed.push({ path, restoredAs: finalPath });
    },
    scanned() {
      isScanned = true;
      progress();
    },
    result: () => ({ problems, furtherProblems, renamed }),
  };
}

function newCounts(): RestoreCounts {
  return {
    filesRestored: 0,
    bytesRestored: 0,
    filesSkipped: 0,
    filesUnchanged: 0,
    bytesUnchanged: 0,
    foldersRestored: 0,
    othersRestored: 0,
    filesVerified: 0,
    entriesRenamed: 0,
  };
}
