/** When a backup holds changes that look as if somebody destroyed files: what is counted, and from where on it is suspicious. */
import { z } from "zod";
import { Count } from "./primitives.ts";

const Percent = z.int().min(1).max(100);

/** What a person may set. */
export const ChangeLimits = z.strictObject({
  isOn: z.boolean(),
  /** Fewer files than these are never suspicious, except for names that only ransomware gives. */
  minFiles: z.int().min(1).max(1_000_000),
  /** Share of the files of the backup before that were deleted, or that got another ending behind their name. */
  lostPercent: Percent,
  /** Share of the new and changed files whose content looks encrypted. */
  scrambledPercent: Percent,
});
export type ChangeLimits = z.infer<typeof ChangeLimits>;

export const USUAL_CHANGE_LIMITS: ChangeLimits = {
  isOn: true,
  minFiles: 30,
  lostPercent: 40,
  scrambledPercent: 50,
};

/** What is different from the backup of the same source before. Files only. */
export const ChangeFacts = z.strictObject({
  /** Of the backup before. */
  filesBefore: Count,
  /** Neither where they were, with another ending or not, nor, with the same content, anywhere else. */
  deleted: Count,
  added: Count,
  changed: Count,
  /** Their name is an old one with something behind it, like `offer.docx.xyz`. */
  renamed: Count,
  /** Of the new and changed ones, as many as were looked into. */
  looked: Count,
  /** Of these, those that look encrypted. */
  scrambled: Count,
  /** New ones with an ending that only ransomware gives. */
  ransomNames: Count,
  /** Paths of what is most suspicious. */
  examples: z.array(z.string()).max(5),
});
export type ChangeFacts = z.infer<typeof ChangeFacts>;

/** The most that ordinary backups of a source came to, in percent. */
export const UsualChange = z.strictObject({
  deletedPercent: z.number(),
  renamedPercent: z.number(),
  scrambledPercent: z.number(),
});
export type UsualChange = z.infer<typeof UsualChange>;

export const SUSPICIONS = ["ransom-names", "scrambled", "renamed", "deleted"] as const;
/** Why a change is suspicious, the worst first. */
export type Suspicion = (typeof SUSPICIONS)[number];
