/**
 * A time of day as it is said in a sentence.
 *
 * @param minutes since midnight
 * @returns like `1:30`, `19:00`
 */
export function sayTime(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}
