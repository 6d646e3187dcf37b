import type { LagPoint } from "../../../../shared/model/failover-metrics.ts";

export type KnownLag = { readonly atMs: number; readonly behindMs: number };

const HOUR = 3_600_000;

/** Stretches of hours one after the other of which the lag is known. What lies between is a gap. */
export function lagLines(points: readonly LagPoint[]): readonly (readonly KnownLag[])[] {
  const lines: KnownLag[][] = [];
  for (const { atMs, behindMs } of points) {
    if (behindMs === null) {
      lines.push([]);
      continue;
    }
    const line = lines.at(-1);
    const last = line?.at(-1);
    const goesOn = line !== undefined && (last === undefined || atMs - last.atMs <= 1.5 * HOUR);
    if (goesOn) line.push({ atMs, behindMs });
    else lines.push([{ atMs, behindMs }]);
  }
  return lines.filter((line) => line.length > 0);
}
