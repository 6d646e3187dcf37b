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

/** @returns the names of files without their folders, whatever system the paths are of */
export function namesOf(paths: readonly string[]): string[] {
  return paths.map((path) => path.split(/[\\/]/).findLast((part) => part !== "") ?? path);
}
