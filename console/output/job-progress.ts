import { formatBytes } from "../../shared/format/bytes.ts";
import { formatCount } from "../../shared/format/count.ts";
import { formatClock } from "../../shared/format/duration.ts";
import { printable } from "../../shared/format/printable.ts";
import type { CommandContext } from "../context.ts";
import { unlessZero } from "./json-value.ts";

/** How far a job is. */
export type JobProgress = {
  readonly filesDone: number;
  readonly bytesDone: number;
  /** What is known of the whole so far. */
  readonly filesTotal: number;
  readonly bytesTotal: number;
  /** Folders and other entries, where restic counts them among the files; a person is told of files alone. */
  readonly othersDone?: number;
  readonly othersTotal?: number;
  /** False while the totals still grow; then there is no percentage. */
  readonly isTotalKnown: boolean;
  /** What is worked on, as text. */
  readonly item: string | undefined;
};

export type JobReporter = {
  /** Called as often as one likes; `progress` is asked for only when something is shown. */
  report(progress: () => JobProgress): void;
  /** Milliseconds since the reporter was made. */
  elapsedMs(): number;
};

/** The members of a JSON status line whose names differ from job to job. */
export type StatusNames = { readonly filesDone: string; readonly bytesDone: string };

const MS_BETWEEN_STATUS = 200;
/** Speed is that of so many of the last seconds: long enough to be calm, short enough to follow. */
const SPEED_WINDOW_MS = 10_000;

/** Shows a job's progress as a line on a terminal, or as JSON lines of type `status`; nothing in a pipe. */
export function createJobReporter(
  { output, words, language }: Pick<CommandContext, "output" | "words" | "language">,
  names: StatusNames,
): JobReporter {
  const startMs = performance.now();
  const speedOf = createSpeedometer();
  let lastStatusMs = Number.NEGATIVE_INFINITY;
  const elapsedMs = () => performance.now() - startMs;

  function statusLine(progress: JobProgress): void {
    output.json({
      message_type: "status",
      seconds_elapsed: unlessZero(Math.floor(elapsedMs() / 1000)),
      seconds_remaining: unlessZero(Math.floor(remainingMs(progress, speedOf(progress, elapsedMs())) / 1000)),
      percent_done: fractionDone(progress),
      total_files: unlessZero(progress.filesTotal + (progress.othersTotal ?? 0)),
      [names.filesDone]: unlessZero(progress.filesDone + (progress.othersDone ?? 0)),
      total_bytes: unlessZero(progress.bytesTotal),
      [names.bytesDone]: unlessZero(progress.bytesDone),
      current_files: progress.item === undefined ? undefined : [progress.item],
    });
    output.flush();
  }

  function textLine(progress: JobProgress): string {
    const { filesDone, filesTotal, bytesDone, bytesTotal, isTotalKnown, item } = progress;
    const now = elapsedMs();
    const bytesPerSecond = speedOf(progress, now);
    const parts = [
      `[${formatClock(now)}]`,
      isTotalKnown ? `${(fractionDone(progress) * 100).toFixed(1)}%` : words.progress.scanning,
      words.progress.files(formatCount(filesDone, language), formatCount(filesTotal, language)),
      // of what comes in as a stream nobody knows how much it will be
      bytesTotal < bytesDone
        ? formatBytes(bytesDone)
        : `${formatBytes(bytesDone)} / ${formatBytes(bytesTotal)}`,
      `${formatBytes(Math.round(bytesPerSecond))}/s`,
    ];
    if (isTotalKnown && bytesPerSecond > 0) {
      parts.push(words.progress.remaining(formatClock(remainingMs(progress, bytesPerSecond))));
    }
    return [...parts, printable(item ?? "")].join("  ");
  }

  return {
    elapsedMs,
    report(progress) {
      output.showProgress(() => textLine(progress()));
      if (!output.isJson || output.isQuiet || elapsedMs() - lastStatusMs < MS_BETWEEN_STATUS) return;
      lastStatusMs = elapsedMs();
      statusLine(progress());
    },
  };
}

/** @returns from 0 to 1 */
function fractionDone({ bytesDone, bytesTotal, filesDone, filesTotal }: JobProgress): number {
  if (bytesTotal > 0) return Math.min(1, bytesDone / bytesTotal);
  return filesTotal > 0 ? Math.min(1, filesDone / filesTotal) : 0;
}

function remainingMs({ bytesDone, bytesTotal, isTotalKnown }: JobProgress, bytesPerSecond: number): number {
  if (!isTotalKnown || bytesPerSecond <= 0) return 0;
  return (Math.max(0, bytesTotal - bytesDone) / bytesPerSecond) * 1000;
}

/** @returns a function that tells bytes per second over the last while */
function createSpeedometer(): (progress: JobProgress, nowMs: number) => number {
  const samples: { readonly ms: number; readonly bytes: number }[] = [{ ms: 0, bytes: 0 }];
  return ({ bytesDone }, nowMs) => {
    samples.push({ ms: nowMs, bytes: bytesDone });
    while (samples.length > 2 && nowMs - (samples[1]?.ms ?? nowMs) > SPEED_WINDOW_MS) samples.shift();
    const [first] = samples;
    const ms = nowMs - (first?.ms ?? 0);
    return ms > 0 ? ((bytesDone - (first?.bytes ?? 0)) / ms) * 1000 : 0;
  };
}
