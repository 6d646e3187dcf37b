import type { ProgressView } from "../../shared/model/job.ts";
import type { JobProgress } from "../jobs/job.ts";

/** Turns what a job reports into what a person sees: with its speed over the last seconds, and the time that is left. */
export type ProgressMeter = {
  /** @param nowMs a clock that only goes forward */
  measure(progress: JobProgress, nowMs: number): ProgressView;
};

/** Long enough not to jump about, short enough to follow a share that becomes slow. */
const WINDOW_MS = 10_000;
/** Before that a speed says nothing. */
const MIN_SPAN_MS = 1_000;

type Sample = { readonly atMs: number; readonly bytes: number; readonly files: number };

export function createProgressMeter(): ProgressMeter {
  let samples: Sample[] = [];
  let phase = "";
  return {
    measure(progress, nowMs) {
      if (progress.phase !== phase) samples = []; // another kind of work has another speed
      phase = progress.phase;
      samples = samples.filter(({ atMs }) => nowMs - atMs <= WINDOW_MS);
      samples.push({ atMs: nowMs, bytes: progress.bytesDone, files: progress.filesDone });
      const speed = speedOf(samples);
      return {
        phase,
        filesDone: Math.round(progress.filesDone),
        filesTotal: roundOrNull(progress.filesTotal),
        bytesDone: Math.round(progress.bytesDone),
        bytesTotal: roundOrNull(progress.bytesTotal),
        bytesPerSecond: speed === undefined ? null : Math.max(0, speed.bytes * 1000),
        remainingMs: remainingMs(progress, speed),
        currentPath: progress.currentPath ?? null,
        bytesStored: roundOrNull(progress.bytesStored),
        problemCount: progress.problemCount ?? 0,
      };
    },
  };
}

/** Per millisecond. */
function speedOf(samples: readonly Sample[]): { bytes: number; files: number } | undefined {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const span = last.atMs - first.atMs;
  if (span < MIN_SPAN_MS) return undefined;
  return { bytes: (last.bytes - first.bytes) / span, files: (last.files - first.files) / span };
}

/** By bytes where their total is known; some work, like removing snapshots, only counts things. */
function remainingMs(
  { bytesDone, bytesTotal, filesDone, filesTotal }: JobProgress,
  speed: { bytes: number; files: number } | undefined,
): number | null {
  if (speed === undefined) return null;
  const forFiles = filesTotal === undefined ? undefined : timeFor(filesTotal - filesDone, speed.files);
  if (bytesTotal === undefined || bytesTotal === 0) return roundOrNull(forFiles);
  const forBytes = timeFor(bytesTotal - bytesDone, speed.bytes);
  // many small files at the end take longer than their bytes say
  return forBytes === undefined ? null : Math.round(Math.max(forBytes, forFiles ?? 0));
}

/** @returns undefined for work that stands still */
function timeFor(rest: number, perMs: number): number | undefined {
  if (rest <= 0) return 0;
  return perMs > 0 ? rest / perMs : undefined;
}

function roundOrNull(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value);
}
