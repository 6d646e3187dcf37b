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
};

export type RestoreProgress = {
  readonly filesDone: number;
  readonly bytesDone: number;
  /** What was found so far; the total once `isScanned`. */
  readonly filesFound: number;
  readonly bytesFound: number;
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
  /** Files that need nothing more, and bytes that are in place. */
  done(files: number, bytes: number, path?: RawPath): void;
  /** A file that comes to nothing, or needs nothing. */
  settled(path: RawPath, how: Settled): void;
  scanned(): void;
  result(): { readonly problems: readonly RestoreProblem[]; readonly furtherProblems: number };
};

export type Settled =
  | { readonly kind: "unchanged" | "skip" }
  | { readonly kind: "problem"; readonly problem: EntryProblem };

const MAX_PROBLEMS = 10_000;
const FULL: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT"]);
const LOST: ReadonlySet<string> = new Set(["EROFS", "ENODEV", "ENOTCONN", "EHOSTDOWN", "ESHUTDOWN"]);

export function createReport(
  target: Target,
  totals: { readonly files: number; readonly bytes: number } | undefined,
  onProgress: (progress: RestoreProgress) => void,
): Report {
  const problems: RestoreProblem[] = [];
  let furtherProblems = 0;
  const finished = { files: 0, bytes: 0 };
  const seen = { files: 0, bytes: 0 };
  let isScanned = false;
  let lastPath: RawPath | undefined;
  /** Without a target folder everything is below the root, which says nothing about the place. */
  const placeOf = (path: RawPath) => (target.location === "/" ? rawPathToText(path) : target.location);
  const progress = () =>
    onProgress({
      filesDone: finished.files,
      bytesDone: finished.bytes,
      filesFound: seen.files,
      bytesFound: seen.bytes,
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
    scanned() {
      isScanned = true;
      progress();
    },
    result: () => ({ problems, furtherProblems }),
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
  };
}
