import type { FindingCode, FindingDetails } from "../health-findings.ts";
import type { GapReason } from "../model/health-reading.ts";

/** What a person reads of one finding. Plain text of one or more sentences; nothing in it has been made safe for HTML. */
export type FindingText = {
  /** What was read, with its value and its change. */
  readonly what: string;
  /** What it means for the disk, and for the data. */
  readonly means: string;
  readonly todo: string;
};

/** What the words are made from besides the finding's own facts. */
export type FindingMoment = { readonly nowMs: number };

/** The words of one language. A finding without words does not compile. */
export type FindingWords = {
  readonly [C in FindingCode]: (details: FindingDetails[C], moment: FindingMoment) => FindingText;
};

/** The codes whose words stand in one file of a language. */
export type WordsAbout<Prefix extends "DISK" | "ARRAY" | "CONTROLLER"> = Pick<
  FindingWords,
  Extract<FindingCode, `${Prefix}_${string}`>
>;

/** Why something could not be read: `why` fits into the middle of a sentence, `todo` is one. */
export type GapWords = Readonly<Record<GapReason, { readonly why: string; readonly todo: string }>>;
