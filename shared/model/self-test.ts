/** Tests that a disk runs of itself, and when it shall. */
import { z } from "zod";
import { HealthSubjectIdText, TimeMs } from "./primitives.ts";
import { RunWindow } from "./schedule.ts";

/** `short` takes minutes and looks at the electronics and a few places; `long` takes hours and reads the whole disk. */
export const SELF_TEST_KINDS = ["short", "long"] as const;
export type SelfTestKind = (typeof SELF_TEST_KINDS)[number];

/** Why a test is not started. */
export const SELF_TEST_REFUSALS = [
  /** Its host is reached in a way that can only read. */
  "host-only-reads",
  "host-silent",
  "disk-gone",
  "disk-asleep",
  "disk-failing",
  /** An array that the disk is in lacks a member, or is being rebuilt. */
  "array-in-need",
  "already-running",
  /** Another disk of the same array tests itself: both would be slow at once. */
  "array-testing",
  /** Behind this controller or bridge, or in this version of smartctl, there are none. */
  "not-supported",
  "not-allowed",
  "tool-missing",
  /** The tool said something else. */
  "failed",
] as const;
export type SelfTestRefusal = (typeof SELF_TEST_REFUSALS)[number];

/** `unknown`: it is over, and the disk does not tell how it ended. `refused`: it was due, and did not begin. */
export const SELF_TEST_STATES = ["running", "passed", "failed", "aborted", "unknown", "refused"] as const;

export const SelfTestRun = z.strictObject({
  id: z.uuid(),
  subjectId: HealthSubjectIdText,
  kind: z.enum(SELF_TEST_KINDS),
  cause: z.enum(["schedule", "person"]),
  state: z.enum(SELF_TEST_STATES),
  startedMs: TimeMs,
  /** When its end was seen, which may be minutes later. */
  endedMs: TimeMs.nullable(),
  /** Null when the disk does not say. */
  remainingPercent: z.number().min(0).max(100).nullable(),
  /** The first sector that could not be read, as the tool prints it. */
  firstErrorAt: z.string().nullable(),
  refusal: z.enum(SELF_TEST_REFUSALS).nullable(),
  /** The tool's own words, when it refused. */
  message: z.string().nullable(),
});
export type SelfTestRun = z.infer<typeof SelfTestRun>;

/** How often each disk of a host tests itself; null for never. */
export const SelfTestSchedule = z.strictObject({
  shortEveryDays: z.int().min(1).max(365).nullable(),
  longEveryDays: z.int().min(7).max(730).nullable(),
  /** When tests may begin; a long one may take longer than that. Null: at any time. */
  window: RunWindow.nullable(),
});
export type SelfTestSchedule = z.infer<typeof SelfTestSchedule>;

/** Nothing is asked of a disk but to tell how it is, unless somebody wants more. */
export const NO_SELF_TESTS: SelfTestSchedule = { shortEveryDays: null, longEveryDays: null, window: null };
/** What is usual. */
export const USUAL_SELF_TESTS: SelfTestSchedule = {
  shortEveryDays: 7,
  longEveryDays: 30,
  window: { from: "20:00", to: "06:00" },
};
