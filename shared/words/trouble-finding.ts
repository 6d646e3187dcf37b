import type { AlertSubject } from "../model/alert.ts";
import type { FindingMoment, FindingText, FindingWords } from "./finding-words.ts";

type Trouble = Extract<
  AlertSubject,
  { readonly code: "DISK_TROUBLE" | "ARRAY_TROUBLE" | "CONTROLLER_TROUBLE" }
>;

/** What an alert of this code is about. */
export const KIND_OF_TROUBLE = {
  DISK_TROUBLE: "disk",
  ARRAY_TROUBLE: "array",
  CONTROLLER_TROUBLE: "controller",
} as const satisfies Readonly<Record<Trouble["code"], string>>;

/**
 * The words for the reason an alert carries. It was checked when it was raised; one that another version of Backstay wrote may have
 * a code this one has no words for.
 */
export function findingOfTrouble(
  { finding }: Pick<Trouble, "finding">,
  words: FindingWords,
  moment: FindingMoment,
): FindingText | undefined {
  if (!Object.hasOwn(words, finding.code)) return undefined;
  const say = words[finding.code as keyof FindingWords] as (
    details: unknown,
    moment: FindingMoment,
  ) => FindingText;
  return say(finding.details, moment);
}
