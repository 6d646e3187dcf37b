/** @returns like `2026-11-17`, by the local calendar */
export function dayKey(timeMs: number): string {
  const date = new Date(timeMs);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/**
 * @param snapshots the oldest first
 * @returns the last snapshot of each day that has one, by its day
 */
export function daysWithSnapshots(
  snapshots: readonly { readonly timeMs: number }[],
): ReadonlyMap<string, number> {
  return new Map(snapshots.map(({ timeMs }, index) => [dayKey(timeMs), index]));
}
