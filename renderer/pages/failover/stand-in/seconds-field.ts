const LEAST = 3;
const MOST = 86_400;

/** @returns milliseconds; undefined when it is not a whole number of seconds that may be chosen */
export function secondsIn(text: string): number | undefined {
  const seconds = /^\d{1,6}$/.test(text.trim()) ? Number(text) : 0;
  return seconds >= LEAST && seconds <= MOST ? seconds * 1000 : undefined;
}

export function secondsText(ms: number): string {
  return String(Math.round(ms / 1000));
}
