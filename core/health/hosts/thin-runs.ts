import type { SeriesRun } from "../../../shared/model/health-view.ts";

/**
 * Makes a history short enough to be drawn: what falls into the same slice of time becomes one run with its lowest and highest. Gaps
 * longer than a slice stay gaps.
 */
export function thinRuns(
  runs: readonly SeriesRun[],
  fromMs: number,
  toMs: number,
  maxRuns: number,
): SeriesRun[] {
  if (runs.length <= maxRuns) return [...runs];
  const sliceMs = Math.max(1, (toMs - fromMs) / Math.max(1, Math.floor(maxRuns / 2)));
  const thin: SeriesRun[] = [];
  let slice = Number.NaN;
  for (const run of runs) {
    const last = thin.at(-1);
    const own = run.toMs - run.fromMs >= sliceMs ? Number.NaN : Math.floor((run.fromMs - fromMs) / sliceMs);
    if (last === undefined || own !== slice) thin.push(run);
    else
      thin[thin.length - 1] = {
        ...{ fromMs: last.fromMs, toMs: run.toMs, value: run.value },
        ...{ low: Math.min(last.low, run.low), high: Math.max(last.high, run.high) },
      };
    slice = own;
  }
  return thin;
}
