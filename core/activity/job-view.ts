import { z } from "zod";
import { isFullId, shortId } from "../../shared/ids.ts";
import {
  JOB_KINDS,
  type JobProblem,
  JobView,
  type ProgressView,
  RenamedEntry,
} from "../../shared/model/job.ts";
import { MomentReport } from "../../shared/model/moment.ts";
import { WireErrorShape } from "../../shared/model/wire-error.ts";
import { msOf } from "../catalog/columns.ts";
import type { JobRecord } from "../jobs/job.ts";
import { createProgressMeter } from "./progress-meter.ts";

/** Problems of one job in a list of jobs or an event. */
export const FEW_PROBLEMS = 20;

const BackupOrRestoreProblem = z.object({
  path: z.string(),
  reason: z.string(),
  systemCode: z.string().optional(),
  error: WireErrorShape.optional(),
});
/** What a check finds is about objects instead of paths: the most telling of their names comes first. */
const CHECK_NAMES = ["name", "snapshotId", "keyId", "indexId", "packId", "blobId", "treeId"] as const;
const CheckProblem = z.object({ code: z.string() }).catchall(z.unknown());

export type LiveJob = {
  /** The catalog has an older one. */
  readonly progress: ProgressView | undefined;
  readonly isPaused: boolean;
};

/**
 * A job as the contract shows it.
 *
 * @param live what is known of it while it runs
 * @param maxProblems how many problems, and entries under another name, to name; the rest are only counted
 * @returns undefined for a kind of job that this version does not know
 */
export function jobView(job: JobRecord, live: LiveJob, maxProblems: number): JobView | undefined {
  const kind = JOB_KINDS.find((known) => known === job.kind);
  if (kind === undefined) return undefined;
  const { origin, result, progress } = job;
  const stored = progress === undefined ? null : createProgressMeter().measure(progress, 0);
  return {
    id: job.id,
    kind,
    state: job.state,
    isPaused: live.isPaused,
    repositoryId: origin.repositoryId ?? null,
    planId: origin.planId ?? null,
    sourceId: origin.sourceId ?? null,
    runId: origin.runId ?? null,
    attempt: job.attempt,
    createdMs: msOf(job.createdNs),
    startedMs: job.startedNs === undefined ? null : msOf(job.startedNs),
    endedMs: job.endedNs === undefined ? null : msOf(job.endedNs),
    progress: live.progress ?? stored,
    counts: result === undefined ? null : countsOf(result.summary),
    problemCount: result?.problemCount ?? (live.progress ?? stored)?.problemCount ?? 0,
    problems: result === undefined ? [] : problemsOf(result.summary).slice(0, maxProblems),
    renamed: result === undefined ? [] : renamedOf(result.summary).slice(0, maxProblems),
    ...databaseOf(result?.summary),
    error: job.error ?? null,
    ...momentOf(result?.summary),
  };
}

function databaseOf(summary: Readonly<Record<string, unknown>> | undefined): Pick<JobView, "database"> {
  const found = JobView.shape.database.safeParse(summary?.database);
  return found.success && found.data !== undefined ? { database: found.data } : {};
}

/** All numbers of a result by their own names; those of `counts` stand beside the others, what was removed as how many. */
function countsOf(summary: Readonly<Record<string, unknown>>): Record<string, number> {
  const counts: Record<string, number> = {};
  const add = (values: Readonly<Record<string, unknown>>) => {
    for (const [name, value] of Object.entries(values)) if (typeof value === "number") counts[name] = value;
  };
  add(summary);
  const { counts: own } = summary;
  if (typeof own === "object" && own !== null) add(own as Readonly<Record<string, unknown>>);
  if (Array.isArray(summary.removed)) counts.removed = summary.removed.length;
  return counts;
}

function problemsOf(summary: Readonly<Record<string, unknown>>): JobProblem[] {
  if (!Array.isArray(summary.problems)) return [];
  return summary.problems.flatMap((problem: unknown): JobProblem[] => {
    const entry = BackupOrRestoreProblem.safeParse(problem);
    if (entry.success) {
      const { path, reason, systemCode, error } = entry.data;
      return [
        {
          ...{ path, reason, systemCode: systemCode === undefined || systemCode === "" ? null : systemCode },
          ...(error === undefined ? {} : { error }),
        },
      ];
    }
    const finding = CheckProblem.safeParse(problem);
    return finding.success ? [checkProblem(finding.data)] : [];
  });
}

/** Results from before this was kept have none. */
function renamedOf(summary: Readonly<Record<string, unknown>>): RenamedEntry[] {
  const found = z.array(RenamedEntry).safeParse(summary.renamed);
  return found.success ? found.data : [];
}

/** Only what a backup was asked for that was to be read as of one moment. */
function momentOf(summary: Readonly<Record<string, unknown>> | undefined): { moment?: MomentReport } {
  const found = MomentReport.safeParse(summary?.moment);
  return found.success ? { moment: found.data } : {};
}

/** What was found to be wrong is the reason, and what it was found about stands for a path. */
function checkProblem(problem: z.infer<typeof CheckProblem>): JobProblem {
  const name = CHECK_NAMES.map((field) => problem[field]).find((value) => typeof value === "string") ?? "";
  return { path: isFullId(name) ? shortId(name) : name, reason: problem.code, systemCode: null };
}
