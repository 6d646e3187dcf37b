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
  const text = WORDS[language][finding.code](finding.details, moment);
  return { what: printable(text.what), means: printable(text.means), todo: printable(text.todo) };
}
