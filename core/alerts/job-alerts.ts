import { z } from "zod";
import type { WireError } from "../../shared/errors.ts";
import type { JobId, RepositoryId } from "../../shared/ids.ts";
import type { AlertSubject } from "../../shared/model/alert.ts";
import type { RepositoryView } from "../../shared/model/repository.ts";
import type { JobOrigin, JobRecord } from "../jobs/job.ts";
import type { AlertService, Severity } from "./alert-service.ts";

/** Paths of problems that an alert names. */
const MAX_PATHS = 5;

/**
 * Raises an alert for a job that failed or had problems, and resolves it by the next one of its kind that did not.
 *
 * @param about what the source or the repository is called
 * @param problemPaths what its problems are about
 * @param isGivenUp it was interrupted so often that it is not started again by itself
 * @param jobOf gives an earlier job; undefined when it is forgotten
 */
export function alertOfJob(
  alerts: AlertService,
  job: JobRecord,
  about: string,
  problemPaths: readonly string[],
  isGivenUp: boolean,
  jobOf: (id: JobId) => JobRecord | undefined = () => undefined,
): void {
  const { kind, origin } = job;
  const common = {
    jobId: job.id,
    kind,
    planId: origin.planId ?? null,
    sourceId: origin.sourceId ?? null,
    about,
  };
  const thing = (code: AlertSubject["code"]) => thingOfJob(code, kind, origin);
  const raise = (subject: AlertSubject, severity: Severity) =>
    alerts.raise(subject, severity, thing(subject.code));
  const failed = (error: WireError): AlertSubject => ({ code: "JOB_FAILED", ...common, error });
  // of its hooks people are told by themselves, and what is said here is said of files
  const hookProblems = HookProblems.safeParse(job.result?.summary).data?.hookProblems ?? 0;
  const problemCount = (job.result?.problemCount ?? 0) - hookProblems;
  const problems: AlertSubject = {
    code: "JOB_HAD_PROBLEMS",
    ...common,
    problemCount,
    // one damaged pack has several things wrong with it
    firstPaths: [...new Set(problemPaths.slice(hookProblems))].slice(0, MAX_PATHS),
  };
  const isGood = job.state === "done-with-problems" && problemCount === 0 && hookProblems > 0;
  switch (isGood ? "done" : job.state) {
    case "failed":
      if (job.error !== undefined) raise(failed(job.error), severityOfFailure(kind));
      break;
    case "done-with-problems":
      alerts.resolve(thing("JOB_FAILED"));
      if (kind === "repair") alerts.raise(problems, "failed", damageOf(origin));
      else raise(problems, kind === "check" ? "failed" : "warning");
      break;
    case "done":
      alerts.resolve(thing("JOB_FAILED"));
      if (kind === "repair") {
        // nothing is known to be lacking any more, but only a check proves it
        if (alerts.lastingMs(damageOf(origin)) !== null) alerts.raise(problems, "warning", damageOf(origin));
        break;
      }
      if (kind !== "check" || provesWhole(job, foundBy(alerts.lastingSubject(thing(problems.code)), jobOf)))
        alerts.resolve(thing(problems.code));
      break;
    case "interrupted":
      if (isGivenUp) raise(failed(INTERRUPTED), severityOfFailure(kind));
      break;
    default: // cancelled by a person
  }
}

/** See `core/plans/hooks`: they come first among the problems. */
const HookProblems = z.object({ hookProblems: z.number().default(0) });

const INTERRUPTED: WireError = { code: "JOB_CRASHED", details: { exit: "interrupted" } };

/** When a check last found damage in a repository, or a repair dealt with it, that none has proved to be gone; null when there is no such damage. */
export function damageFoundMs(alerts: Pick<AlertService, "lastingMs">, repositoryId: RepositoryId) {
  return alerts.lastingMs(damageOf({ repositoryId }));
}

/** What a repair came to since damage was found in a repository; null when none came to its end since. */
export function repairOf(
  alerts: Pick<AlertService, "lastingMs" | "lastingSubject">,
  repositoryId: RepositoryId,
): RepositoryView["repair"] {
  const thing = damageOf({ repositoryId });
  const subject = alerts.lastingSubject(thing);
  const endedMs = alerts.lastingMs(thing);
  if (endedMs === null || subject?.code !== "JOB_HAD_PROBLEMS" || subject.kind !== "repair") return null;
  return { endedMs, isLacking: subject.problemCount > 0 };
}

/** Damage of a repository is one thing, whether a check found it or a repair could not mend all of it. */
function damageOf({ repositoryId }: JobOrigin): string {
  return thingOfJob("JOB_HAD_PROBLEMS", "check", { repositoryId });
}

/** Forgets what is wrong with the care for a repository that is not looked after any more. */
export function resolveCareOf(alerts: Pick<AlertService, "resolve">, repositoryId: RepositoryId): void {
  for (const kind of ["check", "forget", "prune", "repair", "replicate"])
    for (const code of ["JOB_FAILED", "JOB_HAD_PROBLEMS"] as const)
      alerts.resolve(thingOfJob(code, kind, { repositoryId }));
}

/** Names change, and a repository's work belongs to no plan. */
function thingOfJob(code: AlertSubject["code"], kind: string, origin: JobOrigin): string {
  return `${code} ${kind} ${origin.planId ?? origin.repositoryId ?? ""} ${origin.sourceId ?? ""}`;
}

function foundBy(
  subject: AlertSubject | undefined,
  jobOf: (id: JobId) => JobRecord | undefined,
): JobRecord | undefined {
  return subject?.code === "JOB_HAD_PROBLEMS" ? jobOf(subject.jobId) : undefined;
}

/** Damage that was found by reading is only gone when everything was read: a sample may have missed it. */
function provesWhole(check: JobRecord, found: JobRecord | undefined): boolean {
  const share = shareRead(check);
  return share === 100 || (found !== undefined && shareRead(found) === 0);
}

/** How much of the packs a check was to read, in percent; of a repair, what the checks had read that it goes by. */
function shareRead({ input }: JobRecord): number | undefined {
  return CheckShare.safeParse(input).data?.readDataPercent;
}

const CheckShare = z.object({ readDataPercent: z.number() });

/** Work on what is stored already can be done later; what is not stored can be lost. */
function severityOfFailure(kind: string): Severity {
  return kind === "backup" ? "failing" : "warning";
}
