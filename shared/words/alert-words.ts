import type { AlertSubject } from "../model/alert.ts";

/** What a person reads of one alert. Plain text; nothing in it has been made safe for HTML. */
export type AlertText = {
  /** Fits a list, a notification's title and a page's sentence; without a full stop. */
  readonly title: string;
  /** One line below the title. */
  readonly summary: string;
  readonly happened: string;
  /** What it means for the data. */
  readonly means: string;
  readonly toDo: string;
};

/** What the words are made from besides the alert's own facts. */
export type AlertMoment = {
  readonly nowMs: number;
  /** When its cause was gone; null while it lasts. */
  readonly resolvedMs: number | null;
};

type SubjectOf<C extends AlertSubject["code"]> = Extract<AlertSubject, { readonly code: C }>;

/** The words of one language. An alert without words does not compile. */
export type AlertWords = {
  readonly [C in AlertSubject["code"]]: (subject: SubjectOf<C>, moment: AlertMoment) => AlertText;
};

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

/** An age as a person would say it, rounded down: in minutes below one hour, in hours up to two days, then in days. */
export type RoundAge = { readonly unit: "minute" | "hour" | "day"; readonly count: number };

/** @param ageMs what is below one minute counts as one minute */
export function roundAge(ageMs: number): RoundAge {
  const hours = Math.floor(ageMs / HOUR_MS);
  if (hours >= 2 * DAY_HOURS) return { unit: "day", count: Math.floor(hours / DAY_HOURS) };
  if (hours >= 1) return { unit: "hour", count: hours };
  return { unit: "minute", count: Math.max(1, Math.floor(ageMs / 60_000)) };
}
