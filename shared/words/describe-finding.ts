import { printable } from "../format/printable.ts";
import type { FindingCode, FindingDetails } from "../health-findings.ts";
import { enFindings } from "./en-findings.ts";
import type { FindingMoment, FindingText, FindingWords } from "./finding-words.ts";
import type { Language } from "./language.ts";
import { zhFindings } from "./zh-findings.ts";

const WORDS: Readonly<Record<Language, FindingWords>> = { en: enFindings, zh: zhFindings };

/**
 * The words for one reason of a verdict on a disk, an array or a controller. Names and states in it come from firmware and other
 * programs, so what could fool a terminal is made visible. It is still text, not HTML.
 *
 * @param finding of which `code` and `details` belong together
 */
export function describeFinding<C extends FindingCode>(
  finding: { readonly code: C; readonly details: FindingDetails[C] },
  moment: FindingMoment,
  language: Language,
): FindingText {
  const { code, details } = finding;
  // all that a reason tells of is past: where a page's clock is behind, nothing was last seen in a minute
  const nowMs = Math.max(moment.nowMs, ...timesIn(details));
  const text = WORDS[language][code](details, { ...moment, nowMs });
  return { what: printable(text.what), means: printable(text.means), todo: printable(text.todo) };
}

/** Times have names that end so. */
function timesIn(details: object): number[] {
  return Object.entries(details).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === "number") return name.endsWith("Ms") ? [value] : [];
    return typeof value === "object" && value !== null ? timesIn(value) : [];
  });
}
