import type { Language } from "../words/language.ts";

type Unit = "day" | "hour" | "minute" | "second" | "millisecond";

const UNIT_WORDS: Record<Language, Record<Unit, string>> = {
  en: { day: "d", hour: "h", minute: "min", second: "s", millisecond: "ms" },
  zh: { day: "天", hour: "小时", minute: "分钟", second: "秒", millisecond: "毫秒" },
};

/** From large to small, each with how many milliseconds it has. */
const UNITS: readonly (readonly [unit: Unit, ms: number])[] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
];

/**
 * For people: the largest unit and the one below it, rounded down. `2 h 5 min`, `12 s`, `340 ms`; `2 小时 5 分钟`.
 *
 * @param durationMs not negative
 */
export function formatDuration(durationMs: number, language: Language): string {
  const words = UNIT_WORDS[language];
  const largest = UNITS.findIndex(([, ms]) => durationMs >= ms);
  if (largest === -1) return `${Math.floor(durationMs)} ${words.millisecond}`;
  let restMs = durationMs;
  const parts: string[] = [];
  for (const [unit, ms] of UNITS.slice(largest, largest + 2)) {
    const count = Math.floor(restMs / ms);
    restMs -= count * ms;
    if (count > 0) parts.push(`${count} ${words[unit]}`);
  }
  return parts.join(" ");
}

/** For progress lines, in any language: `0:07`, `12:05`, `1:02:05`. Rounded down to seconds. */
export function formatClock(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  const two = (part: number) => String(part).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
