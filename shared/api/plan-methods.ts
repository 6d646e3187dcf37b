import { z } from "zod";
import { Plan, PlanDraft, PlanView, Retention, RetentionPreview, Run } from "../model/plan.ts";
import { PlanHookTrial } from "../model/plan-hooks.ts";
import { Name, PlanIdText, RepositoryIdText, RunIdText, SourceIdText, TimeMs } from "../model/primitives.ts";
import { Schedule } from "../model/schedule.ts";
import { Source, SourceDraft, SourceSecrets } from "../model/source.ts";
import { DatabaseList, SourceTrial } from "../model/source-trial.ts";
import { method } from "./method.ts";

const nothing = z.strictObject({});
const oneDraft = z.strictObject({
  sourceId: SourceIdText.nullable(),
  draft: SourceDraft,
  secrets: SourceSecrets.optional(),
});
const onePlan = z.strictObject({ planId: PlanIdText });

export const planMethods = {
  "sources.list": method("read", nothing, z.strictObject({ sources: z.array(Source) })),
  /**
   * Makes one when `sourceId` is null.
   * @throws SOURCE_PATH_INVALID, PATTERN_INVALID, NAME_TAKEN, SOURCE_NOT_FOUND, SOURCE_PROGRAM_REFUSED
   */
  "sources.save": method("write", oneDraft, Source),
  /**
   * Reads it as a backup would, for some seconds, and keeps nothing; a command is really run.
   * @throws as `sources.save` does; what does not work with the source itself is in the answer
   */
  "sources.try": method("write", oneDraft, SourceTrial),
  /** What there is on the server of a source. @throws SOURCE_NOT_FOUND, DATABASE_NOT_REACHED and the like */
  "sources.databases": method("write", z.strictObject({ sourceId: SourceIdText }), DatabaseList),
  /** @throws SOURCE_IN_USE while a plan names it. Its snapshots stay. */
  "sources.remove": method("write", z.strictObject({ sourceId: SourceIdText }), nothing),

  "plans.list": method("read", nothing, z.strictObject({ plans: z.array(PlanView) })),
  /**
   * Makes one when `planId` is null.
   * @param revision of the plan that was edited; without one it replaces whatever there is
   * @throws PLAN_CHANGED when the plan has another revision by now; then nothing is saved
   * @throws HOOK_REFUSED when the caller may not say which programs are run, and a hook runs one that none of the plan ran before
   */
  "plans.save": method(
    "write",
    z.strictObject({
      planId: PlanIdText.nullable(),
      draft: PlanDraft,
      revision: z.string().max(100).optional(),
    }),
    Plan,
  ),
  /**
   * Runs one of its hooks now, as it was saved; nothing is backed up.
   * @throws PLAN_NOT_FOUND, HOOK_NOT_FOUND
   */
  "plans.tryHook": method("write", z.strictObject({ planId: PlanIdText, name: Name }), PlanHookTrial),
  /** Its snapshots and its history stay. */
  "plans.remove": method("write", onePlan, nothing),
  /**
   * A person has looked at a suspicious change of a source: it was meant. Old snapshots are removed again as plans say, and changes like
   * it are not suspicious any more. Does nothing where none is.
   */
  "plans.approveChange": method(
    "write",
    z.strictObject({ repositoryId: RepositoryIdText, sourceId: SourceIdText }),
    nothing,
  ),
  /**
   * A person has looked at what changed without a new date in a source: the snapshots with the older versions may go. Does nothing where
   * there is none.
   * @param isMeant some program writes these files so, and they are not told of again
   */
  "plans.settleRot": method(
    "write",
    z.strictObject({ repositoryId: RepositoryIdText, sourceId: SourceIdText, isMeant: z.boolean() }),
    nothing,
  ),
  "plans.setPaused": method("write", z.strictObject({ planId: PlanIdText, isPaused: z.boolean() }), Plan),
  /** @returns the run that was started, or the one that is under way already */
  "plans.run": method("write", onePlan, z.strictObject({ runId: RunIdText })),
  "plans.runAll": method("write", nothing, z.strictObject({ runIds: z.array(RunIdText) })),
  "plans.cancelRun": method("write", z.strictObject({ runId: RunIdText }), nothing),
  /** The newest first. @param beforeMs only runs that were due before */
  "plans.history": method(
    "read",
    z.strictObject({
      planId: PlanIdText.nullable(),
      beforeMs: TimeMs.nullable(),
      limit: z.int().min(1).max(500),
    }),
    z.strictObject({ runs: z.array(Run) }),
  ),
  /** The next times a schedule would start. @throws SCHEDULE_INVALID */
  "plans.previewSchedule": method(
    "read",
    z.strictObject({ schedule: Schedule, count: z.int().min(1).max(20) }),
    z.strictObject({ timesMs: z.array(TimeMs), longestGapMinutes: z.int().positive().nullable() }),
  ),
  /** What these rules would keep of the snapshots there are. */
  "plans.previewRetention": method(
    "read",
    z.strictObject({
      repositoryId: RepositoryIdText,
      sourceIds: z.array(SourceIdText),
      retention: Retention,
    }),
    RetentionPreview,
  ),
};
