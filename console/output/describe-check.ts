import { printable } from "../../shared/format/printable.ts";
import type { CheckWords, Finding, FindingCode, FindingsByCode } from "../words/check-words.ts";

/** One sentence for something `check` found, safe for a terminal. */
export function describeFinding(finding: Finding, words: CheckWords["findings"]): string {
  return printable(sentenceFor(finding, words));
}

function sentenceFor<C extends FindingCode>(
  finding: { readonly code: C } & FindingsByCode[C],
  words: CheckWords["findings"],
): string {
  return words[finding.code](finding);
}
