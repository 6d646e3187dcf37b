/**
 * How long restoring everything would take, from parts of a sample that were restored one after another and timed.
 *
 * The time of a part is taken to be `start + perFile · files + perByte · bytes`, none of the three below zero. Files of different
 * sizes are in different parts, so that the cost of a file and the cost of a byte can be told apart; the three are fitted by least
 * squares of what each part is off by in proportion to its time, and applied to all files and bytes there are. The error is the jackknife's: the estimate is made again without each
 * part in turn, and how much it changes gives its standard error; the bounds are 95 % of a t distribution with as many degrees
 * of freedom as there are parts beyond the three that are fitted. A full restore reads neighbouring files together, which a sample cannot, so the truth is rather below
 * than above; what slows down everything later, such as a disk that fills, no sample shows.
 */
import type { FullRestore } from "../../../shared/model/drill.ts";

/** One part of the sample. */
export type TimedPart = { readonly files: number; readonly bytes: number; readonly seconds: number };

/** With fewer there is nothing to tell an error by. */
const MIN_PARTS = 3;
const FITTED = 3;

/**
 * @param all files and bytes to be restored
 * @param openSeconds what comes once, before the first file
 * @returns undefined when the parts are too few to say how sure it is
 */
export function estimateFullRestore(
  parts: readonly TimedPart[],
  all: { readonly files: number; readonly bytes: number },
  openSeconds: number,
): FullRestore | undefined {
  if (parts.length < MIN_PARTS) return undefined;
  const of = (some: readonly TimedPart[]) => applied(leastSquares(some), all);
  const seconds = of(parts);
  const without = parts.map((_, left) => of(parts.filter((_part, n) => n !== left)));
  const mean = without.reduce((sum, one) => sum + one, 0) / parts.length;
  const spread = without.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const error = Math.sqrt(((parts.length - 1) / parts.length) * spread);
  const margin = error * studentT(Math.max(1, parts.length - FITTED));
  return {
    seconds: seconds + openSeconds,
    lowSeconds: Math.max(0, seconds - margin) + openSeconds,
    highSeconds: seconds + margin + openSeconds,
  };
}

type Costs = readonly [start: number, perFile: number, perByte: number];

function applied([start, perFile, perByte]: Costs, all: { files: number; bytes: number }): number {
  return start + perFile * all.files + perByte * all.bytes;
}

/** Least squares with nothing below zero: the best of the fits with some of the three left out that has none below zero. */
function leastSquares(parts: readonly TimedPart[]): Costs {
  let best: { costs: Costs; error: number } = { costs: [0, 0, 0], error: Number.POSITIVE_INFINITY };
  for (let used = 1; used < 8; used += 1) {
    const columns = [0, 1, 2].filter((n) => (used & (1 << n)) !== 0);
    const solved = solve(parts, columns);
    if (solved?.some((cost) => cost < 0) !== false) continue;
    const costs: [number, number, number] = [0, 0, 0];
    for (const [n, column] of columns.entries()) costs[column as 0 | 1 | 2] = solved[n] ?? 0;
    const error = parts.reduce(
      (sum, part) => sum + ((part.seconds - applied(costs, part)) * weightOf(part)) ** 2,
      0,
    );
    if (error < best.error) best = { costs, error };
  }
  return best.costs;
}

/** What a disk or network is off by grows with the time that it takes. Below this it is the clock that is off. */
const CLOCK_SECONDS = 0.02;
const weightOf = ({ seconds }: TimedPart) => 1 / Math.max(seconds, CLOCK_SECONDS);

/** @returns undefined when the parts do not tell these columns apart */
function solve(parts: readonly TimedPart[], columns: readonly number[]): readonly number[] | undefined {
  // each column in units of its own, or bytes would drown what is counted in ones
  const rows = parts.map((part) => [1, part.files, part.bytes].map((value) => value * weightOf(part)));
  const times = parts.map((part) => part.seconds * weightOf(part));
  const units = [0, 1, 2].map((n) => Math.max(1e-9, ...rows.map((row) => row[n] ?? 0)));
  const x = rows.map((row) => columns.map((n) => (row[n] ?? 0) / (units[n] ?? 1)));
  const matrix = columns.map((_, i) => [
    ...columns.map((_column, j) => x.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0)),
    x.reduce((sum, row, n) => sum + (row[i] ?? 0) * (times[n] ?? 0), 0),
  ]);
  const solved = eliminate(matrix);
  return solved?.map((value, n) => value / (units[columns[n] ?? 0] ?? 1));
}

/** Gauss with pivots. @param matrix n rows of n + 1 numbers, changed on the way */
function eliminate(matrix: number[][]): readonly number[] | undefined {
  const n = matrix.length;
  for (let column = 0; column < n; column += 1) {
    const rest = matrix.slice(column);
    const pivot = rest.reduce((a, b) => (Math.abs(b[column] ?? 0) > Math.abs(a[column] ?? 0) ? b : a));
    if (Math.abs(pivot[column] ?? 0) < 1e-9) return undefined;
    const at = matrix.indexOf(pivot);
    [matrix[column], matrix[at]] = [pivot, matrix[column] ?? pivot];
    for (const row of matrix) {
      if (row === pivot) continue;
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1);
      for (let k = column; k <= n; k += 1) row[k] = (row[k] ?? 0) - factor * (pivot[k] ?? 0);
    }
  }
  return matrix.map((row, k) => (row[n] ?? 0) / (row[k] ?? 1));
}

/** 97.5 % of Student's t distribution, by degrees of freedom. */
const T_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
];

function studentT(freedom: number): number {
  return T_975[freedom - 1] ?? 2;
}
