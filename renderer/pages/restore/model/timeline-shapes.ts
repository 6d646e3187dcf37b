/** What the two tracks of the snapshot timeline draw, in pixels. Each is one path, however many snapshots there are. */
import type { SnapshotView } from "../../../../shared/model/snapshot.ts";
import { tickHeight } from "./change-size.ts";
import { firstFrom } from "./find-snapshot.ts";

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** From a time to a place: 0 is the left edge. */
export function scaleTo(startMs: number, endMs: number, width: number): (timeMs: number) => number {
  const perMs = endMs > startMs ? width / (endMs - startMs) : 0;
  return (timeMs) => (timeMs - startMs) * perMs;
}

/**
 * Ticks of the snapshots from `startMs` up to, not including, `endMs`. Those that fall into the same pixel are one tick, as high as
 * the highest of them: so there are never more than pixels.
 *
 * @returns an SVG path of lines that stand on `baseline`
 */
export function tickPath(
  snapshots: readonly SnapshotView[],
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
  { width, baseline, height }: { readonly width: number; readonly baseline: number; readonly height: number },
): string {
  const first = firstFrom(snapshots, startMs);
  const end = firstFrom(snapshots, endMs);
  const place = scaleTo(startMs, endMs, width);
  const largest = fullHeight(snapshots.slice(first, end).map(({ bytesAdded }) => bytesAdded ?? 0));
  const heights = new Map<number, number>();
  for (let n = first; n < end; n += 1) {
    const snapshot = snapshots[n];
    if (snapshot === undefined) continue;
    const x = Math.round(place(snapshot.timeMs) * 2) / 2;
    heights.set(x, Math.max(heights.get(x) ?? 0, tickHeight(snapshot.bytesAdded, largest)));
  }
  let path = "";
  for (const [x, part] of heights) path += `M${x} ${baseline}V${round(baseline - part * height)}`;
  return path;
}

/**
 * The whole history: a bar for each week, as high as what was added in it. For several weeks where they are narrower than the bars,
 * for each day where a week is so wide that its bar would stand alone.
 *
 * @returns an SVG path of closed bars that stand on `baseline`
 */
export function historyPath(
  snapshots: readonly SnapshotView[],
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
  { width, baseline, height }: { readonly width: number; readonly baseline: number; readonly height: number },
): string {
  const place = scaleTo(startMs, endMs, width);
  const weekWidth = place(startMs + WEEK_MS);
  const weeks = Math.max(1, Math.ceil(MIN_BAR_STEP / Math.max(weekWidth, 0.001)));
  const step = weekWidth > WIDEST_WEEK ? weekWidth / 7 : weekWidth * weeks;
  const sums: number[] = [];
  const counts: number[] = [];
  for (const { timeMs, bytesAdded } of snapshots) {
    const n = Math.floor(place(timeMs) / step);
    sums[n] = (sums[n] ?? 0) + (bytesAdded ?? 0);
    counts[n] = (counts[n] ?? 0) + 1;
  }
  const largest = fullHeight(sums.filter((sum) => sum !== undefined));
  const bar = Math.max(1.5, Math.min(WIDEST_BAR, step - 2));
  let path = "";
  for (let n = 0; n < counts.length; n += 1) {
    if (counts[n] === undefined) continue;
    const top = baseline - tickHeight(sums[n] ?? 0, largest) * height;
    path += `M${round(n * step + (step - bar) / 2)} ${baseline}V${round(top)}h${round(bar)}V${baseline}z`;
  }
  return path;
}
const MIN_BAR_STEP = 4;
const WIDEST_BAR = 12;
const WIDEST_WEEK = 56;

/** Years and months to name on the history's axis, so many that they do not touch. */
export function historyMarks(startMs: number, endMs: number, width: number): readonly number[] {
  const place = scaleTo(startMs, endMs, width);
  for (const months of [1, 2, 3, 6, 12, 24, 60]) {
    const marks: number[] = [];
    const date = new Date(startMs);
    date.setHours(0, 0, 0, 0);
    date.setDate(1);
    date.setMonth(Math.ceil(date.getMonth() / months) * months);
    if (date.getTime() < startMs) date.setMonth(date.getMonth() + months);
    for (; date.getTime() < endMs; date.setMonth(date.getMonth() + months)) marks.push(date.getTime());
    const isRoomy = marks.every((mark, n) => {
      const next = marks[n + 1];
      return next === undefined || place(next) - place(mark) >= MARK_WIDTH;
    });
    if (isRoomy) return marks.filter((mark) => place(mark) <= width - MARK_WIDTH);
  }
  return [];
}
const MARK_WIDTH = 84;

/** A first backup is larger than all that follow: it does not make them flat, but is drawn as high as the next ones. */
function fullHeight(amounts: readonly number[]): number {
  const sorted = amounts.filter((amount) => amount > 0).sort((a, b) => a - b);
  const usual = sorted[Math.floor((sorted.length - 1) * 0.9)] ?? 0;
  return Math.min(sorted.at(-1) ?? 0, usual * OUTLIER);
}
const OUTLIER = 8;

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
