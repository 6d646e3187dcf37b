import { z } from "zod";
import type { WireError } from "../../shared/errors.ts";
import { JobLogEntry, JobProgress, JobResult } from "./job.ts";

const CancelReason = z.enum(["person", "shutdown", "fenced", "lock-lost", "disk-failing"]);

/** What a host says to a job process. Secrets travel in `start` and nowhere else. */
export const ToJobProcess = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("start"),
    kind: z.string(),
    input: z.unknown(),
    secrets: z.record(z.string(), z.string()),
  }),
  z.strictObject({ type: z.literal("cancel"), reason: CancelReason }),
  z.strictObject({ type: z.literal("pause"), isPaused: z.boolean() }),
]);
export type ToJobProcess = z.infer<typeof ToJobProcess>;

/** The details of an error are not checked again: both sides come from one build. */
const Wire = z.custom<WireError>(
  (value) =>
    z.object({ code: z.string(), details: z.record(z.string(), z.unknown()) }).safeParse(value).success,
);

/** What a job process says to its host. `result` or `error` comes once, and last. */
export const FromJobProcess = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("progress"), progress: JobProgress }),
  z.strictObject({ type: z.literal("log"), entry: JobLogEntry }),
  z.strictObject({ type: z.literal("result"), result: JobResult }),
  z.strictObject({ type: z.literal("error"), error: Wire }),
]);
export type FromJobProcess = z.infer<typeof FromJobProcess>;
