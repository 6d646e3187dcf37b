import type { GapReason } from "../../../shared/model/health-reading.ts";

/** How programs say why they say nothing else, in the C locale. */
const REFUSALS: readonly (readonly [words: RegExp, reason: GapReason])[] = [
  [
    /permission denied|operation not permitted|must be (?:super-?user|root)|run as root|non-root user|access denied/i,
    "permission-denied",
  ],
  [/command not found|no such file or directory: ?\S*(?:bin)|not found$|no such program/i, "tool-missing"],
  [
    /cannot open|unable to open|no such (?:file|device)|does not (?:exist|appear to be (?:an md device|active))|not an md array/i,
    "device-not-opened",
  ],
  [/^(?:\S{1,40}: )?(?:error|fatal|failed):/i, "tool-failed"],
];

/** @returns why a program gave no reading, from what it said instead; null when that is no refusal */
export function toolRefusal(line: string | undefined): GapReason | null {
  const text = line?.slice(0, 1000) ?? "";
  return REFUSALS.find(([words]) => words.test(text))?.[1] ?? null;
}
