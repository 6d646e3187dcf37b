/**
 * A time of day as it is said in a sentence: in the form that lists of times have, too.
 *
 * @param minutes since midnight
 * @returns like `01:30`, `19:00`
 */
export function sayTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
