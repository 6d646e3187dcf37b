/**
 * Weekdays in stretches of neighbours, as they are said.
 *
 * @param weekdays 1 is Monday, 7 Sunday, in any order
 * @returns first and last of each stretch, from Monday on; two neighbours are two stretches, since nobody says "Monday to Tuesday"
 */
export function weekdayRuns(
  weekdays: readonly number[],
): readonly (readonly [first: number, last: number])[] {
  const sorted = [...new Set(weekdays)].sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const weekday of sorted) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === weekday - 1) run[1] = weekday;
    else runs.push([weekday, weekday]);
  }
  return runs.flatMap(([first, last]) =>
    last === first + 1 ? [[first, first] as const, [last, last] as const] : [[first, last] as const],
  );
}

/** @returns whether it is all seven of them */
export function isEveryDay(weekdays: readonly number[]): boolean {
  return new Set(weekdays).size === 7;
}
