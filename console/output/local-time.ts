/** @returns `2026-01-31 18:00:00` by the clock of this computer's place */
export function formatLocalMoment(timeNs: bigint): string {
  const date = new Date(Number(timeNs / 1_000_000n));
  const two = (part: number) => String(part).padStart(2, "0");
  const day = `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
