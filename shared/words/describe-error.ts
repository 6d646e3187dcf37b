import type { ErrorCode, ErrorDetails } from "../errors.ts";
import { printable } from "../format/printable.ts";
import { enWords } from "./en.ts";
import type { Language } from "./language.ts";
import { pageHints } from "./page-hints.ts";
import type { ErrorText, ErrorWords } from "./types.ts";
import { zhWords } from "./zh.ts";

const WORDS: Readonly<Record<Language, ErrorWords>> = { en: enWords, zh: zhWords };

/**
 * The words for an error, wherever it came from: a `BackstayError`, or a `WireError` from another process.
 *
 * Names in it may come from a hostile repository, so what could fool a terminal is made visible. It is still text,
 * not HTML.
 *
 * @param reader where it is read: a page has buttons for much of what is typed at a terminal
 */
export function describeError<C extends ErrorCode>(
  error: { readonly code: C; readonly details: ErrorDetails[C] },
  language: Language,
  reader: "terminal" | "page" = "terminal",
): ErrorText {
  const { message, hint } = WORDS[language][error.code](error.details);
  const pageHint = reader === "page" ? pageHints[language][error.code]?.(error.details) : undefined;
  return { message: printable(message), hint: printable(pageHint ?? hint) };
}
