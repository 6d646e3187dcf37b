import { z } from "zod";
import { Alert } from "../model/alert.ts";
import { JOB_KINDS, JobLogLine, JobView } from "../model/job.ts";
import { AlertIdText, JobIdText, TimeMs } from "../model/primitives.ts";
import { method } from "./method.ts";

const nothing = z.strictObject({});

export const jobMethods = {
  /** The newest first; running and queued ones before all others. */
  "jobs.list": method(
    "read",
    z.strictObject({
      kinds: z.array(z.enum(JOB_KINDS)).nullable(),
      states: z.array(JobView.shape.state).nullable(),
      /** Only jobs made before. */
      beforeMs: TimeMs.nullable(),
      limit: z.int().min(1).max(500),
    }),
    z.strictObject({ jobs: z.array(JobView), hasMore: z.boolean() }),
  ),
  "jobs.get": method("read", z.strictObject({ jobId: JobIdText }), JobView),
  /** The oldest first. @param afterNumber 0 for the beginning */
  "jobs.log": method(
    "read",
    z.strictObject({ jobId: JobIdText, afterNumber: z.int().nonnegative(), limit: z.int().min(1).max(1000) }),
    z.strictObject({ lines: z.array(JobLogLine), hasMore: z.boolean() }),
  ),
  /** Resolves when the work has stopped. */
  "jobs.cancel": method("write", z.strictObject({ jobId: JobIdText }), nothing),
  /**
   * Lets a job that runs rest, or go on. It keeps what it has done and its lock on the repository. When Backstay ends meanwhile, it is
   * as if the job had been at work.
   */
  "jobs.setPaused": method("write", z.strictObject({ jobId: JobIdText, isPaused: z.boolean() }), nothing),
  /**
   * Queues the same work again: what was stored already is not stored twice. A backup starts as a run of its own, of one source.
   * @throws JOB_NOT_RESTARTABLE for what runs, went well or was started again already; JOB_NOT_FOUND
   */
  "jobs.restart": method("write", z.strictObject({ jobId: JobIdText }), z.strictObject({ jobId: JobIdText })),

  /**
   * `open` are those whose cause lasts, the worst first; `all` has them first, then those that are over. The number `open` is that of
   * those a person should look at: neither over, nor acknowledged, nor put off.
   */
  "alerts.list": method(
    "read",
    z.strictObject({ which: z.enum(["open", "all"]), limit: z.int().min(1).max(500) }),
    z.strictObject({ alerts: z.array(Alert), open: z.int().nonnegative() }),
  ),
  /** Silent until it gets worse. */
  "alerts.acknowledge": method("write", z.strictObject({ alertId: AlertIdText }), Alert),
  "alerts.snooze": method("write", z.strictObject({ alertId: AlertIdText, untilMs: TimeMs }), Alert),
};
