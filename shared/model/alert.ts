import { z } from "zod";
import { DELIVERY_PROBLEMS } from "./delivery-problem.ts";
import {
  AlertIdText,
  Bytes,
  ChannelIdText,
  Count,
  JobIdText,
  PlanIdText,
  RepositoryIdText,
  SourceIdText,
  TimeMs,
} from "./primitives.ts";
import { WireErrorShape } from "./wire-error.ts";

export const SEVERITIES = ["notice", "warning", "failing", "failed"] as const;

/**
 * What an alert is about, with the facts its words are made from, as errors have them. One alert stands for one `code` and one
 * thing, however often it happens.
 */
export const AlertSubject = z.discriminatedUnion("code", [
  z.strictObject({
    code: z.literal("JOB_FAILED"),
    jobId: JobIdText,
    kind: z.string(),
    planId: PlanIdText.nullable(),
    sourceId: SourceIdText.nullable(),
    /** What the plan, the source or the repository is called. */
    about: z.string(),
    error: WireErrorShape,
  }),
  z.strictObject({
    code: z.literal("JOB_HAD_PROBLEMS"),
    jobId: JobIdText,
    kind: z.string(),
    planId: PlanIdText.nullable(),
    sourceId: SourceIdText.nullable(),
    about: z.string(),
    problemCount: Count,
    firstPaths: z.array(z.string()).max(5),
  }),
  z.strictObject({
    code: z.literal("SOURCE_OVERDUE"),
    sourceId: SourceIdText,
    about: z.string(),
    newestMs: TimeMs.nullable(),
    deadlineMs: TimeMs,
  }),
  z.strictObject({
    code: z.literal("REPOSITORY_UNREACHABLE"),
    repositoryId: RepositoryIdText,
    about: z.string(),
    error: WireErrorShape,
  }),
  /** The disk with Backstay's own folder, `about`, has hardly any room left, or none. */
  z.strictObject({
    code: z.literal("DATA_FOLDER_FULL"),
    about: z.string(),
    freeBytes: Bytes,
  }),
  /** A channel does not bring people what they should know. */
  z.strictObject({
    code: z.literal("CHANNEL_FAILING"),
    channelId: ChannelIdText,
    about: z.string(),
    problem: z.enum(DELIVERY_PROBLEMS),
    /** What the other side said; may be empty. */
    answer: z.string(),
  }),
]);
export type AlertSubject = z.infer<typeof AlertSubject>;
export type AlertCode = AlertSubject["code"];

/** All there are, so that a rule can name them. */
export const ALERT_CODES: readonly AlertCode[] = AlertSubject.options.map(({ shape }) => shape.code.value);

export const Alert = z.strictObject({
  id: AlertIdText,
  severity: z.enum(SEVERITIES),
  subject: AlertSubject,
  firstMs: TimeMs,
  lastMs: TimeMs,
  /** How often it happened since `firstMs`. */
  occurrences: Count,
  /** When its cause was gone; null while it lasts. */
  resolvedMs: TimeMs.nullable(),
  acknowledgedMs: TimeMs.nullable(),
  snoozedUntilMs: TimeMs.nullable(),
});
export type Alert = z.infer<typeof Alert>;
