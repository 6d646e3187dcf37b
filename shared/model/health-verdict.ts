/** What rules make of readings: a verdict, always with the findings that led to it. */
import { z } from "zod";
import type { FindingCode, FindingDetails } from "../health-findings.ts";

/** Of a disk or a controller, worst last but for the two that say nothing about it. */
export const DISK_VERDICTS = ["ok", "asleep", "unknown", "warning", "failing", "failed"] as const;
export type DiskVerdict = (typeof DISK_VERDICTS)[number];

/** `warning`: all members are there, but one of them miscounts, or blocks differ: redundancy holds as far as anybody knows. */
export const ARRAY_VERDICTS = [
  "ok",
  "checking",
  "unknown",
  "warning",
  "rebuilding",
  "degraded",
  "failed",
] as const;
export type ArrayVerdict = (typeof ARRAY_VERDICTS)[number];

/** All of them, the worst first; what says nothing about a thing stands before what says that it is fine. */
export const VERDICTS_FROM_THE_WORST: readonly (DiskVerdict | ArrayVerdict)[] = [
  "failed",
  "degraded",
  "failing",
  "rebuilding",
  "warning",
  "unknown",
  "checking",
  "asleep",
  "ok",
];

/** How urgent it is, in the words that scripts and other monitors know. */
export const HEALTH_SEVERITIES = ["ok", "unknown", "warning", "critical"] as const;
export type HealthSeverity = (typeof HEALTH_SEVERITIES)[number];

/** `note` explains without making the verdict worse. */
export const FINDING_LEVELS = ["note", "unknown", "warning", "failing", "failed"] as const;
export type FindingLevel = (typeof FINDING_LEVELS)[number];

/**
 * One reason for a verdict. `details` are the facts its words are made from, by `code`, see `shared/health-findings.ts`; the words
 * are in `shared/words`.
 */
export const FindingShape = z.strictObject({
  code: z.string(),
  level: z.enum(FINDING_LEVELS),
  details: z.record(z.string(), z.unknown()),
});

export type FindingOf<C extends FindingCode> = {
  readonly code: C;
  readonly level: FindingLevel;
  readonly details: FindingDetails[C];
};
export type Finding = { [C in FindingCode]: FindingOf<C> }[FindingCode];

type Judged<Kind, Verdict> = {
  readonly kind: Kind;
  /** Names it among its kind: a disk by serial number where it has one. */
  readonly id: string;
  readonly verdict: Verdict;
  /** The worst first. */
  readonly findings: readonly Finding[];
};
export type JudgedDisk = Judged<"disk", DiskVerdict>;
export type JudgedController = Judged<"controller", DiskVerdict>;
export type JudgedArray = Judged<"array", ArrayVerdict>;
/** One thing that was judged. */
export type HealthSubject = JudgedDisk | JudgedController | JudgedArray;
