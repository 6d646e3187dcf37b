import type { JobProgress } from "../../core/jobs/job.ts";
import { formatBytes } from "../../shared/format/bytes.ts";
import { formatCount } from "../../shared/format/count.ts";
import { formatClock } from "../../shared/format/duration.ts";
import type { CommandContext } from "../context.ts";
import type { Phase } from "../words/types.ts";

/** Shows on a terminal how far a job is that goes through phases and counts packs, trees or snapshots. */
export function createPhaseReporter({
  output,
  words,
  language,
}: Pick<CommandContext, "output" | "words" | "language">): (progress: JobProgress) => void {
  const startMs = performance.now();
  return ({ phase, filesDone, filesTotal, bytesDone, bytesTotal }) =>
    output.showProgress(() => {
      const counts = [filesDone, filesTotal].flatMap((count) =>
        count === undefined ? [] : formatCount(count, language),
      );
      const bytes = [bytesDone, bytesTotal].flatMap((count) =>
        count === undefined ? [] : formatBytes(count),
      );
      const parts = [
        `[${formatClock(performance.now() - startMs)}]`,
        isPhase(phase, words.phases) ? words.phases[phase] : phase,
      ];
      if (filesTotal !== undefined && filesTotal > 0)
        parts.push(`${((filesDone / filesTotal) * 100).toFixed(1)}%`);
      parts.push(counts.join(" / "));
      if (bytesDone > 0) parts.push(bytes.join(" / "));
      return parts.join("  ");
    });
}

function isPhase(phase: string, phases: Readonly<Record<Phase, string>>): phase is Phase {
  return Object.hasOwn(phases, phase);
}
