/** @returns a time of today as this computer's clock shows it, like `19:05` */
export function formatClockTime(timeMs: number): string {
  const time = new Date(timeMs);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${two(time.getHours())}:${two(time.getMinutes())}`;
}
