import type { WireError } from "../../shared/errors.ts";
import type { AlertSubject } from "../../shared/model/alert.ts";
import type { JobRecord } from "../jobs/job.ts";
import type { AlertService, Severity } from "./alert-service.ts";

/** Paths of problems that an alert names. */
const MAX_PATHS = 5;

/**
 * Raises an alert for a job that failed or had problems, and resolves it by the next one of its kind that did not.
 *
 * @param about what the source or the repository is called
 * @param problemPaths what its problems are about
 * @param isGivenUp it was interrupted so often that it is not started again by itself
 */
export function alertOfJob(
  alerts: AlertService,
  job: JobRecord,
  about: string,
  problemPaths: readonly string[],
  isGivenUp: boolean,
): void {
  const { kind, origin } = job;
  const common = {
    jobId: job.id,
    kind,
    planId: origin.planId ?? null,
    sourceId: origin.sourceId ?? null,
    about,
  };
  // names change, and a repository's work belongs to no plan
  const thing = (code: AlertSubject["code"]) =>
    `${code} ${kind} ${origin.planId ?? origin.repositoryId ?? ""} ${origin.sourceId ?? ""}`;
  const raise = (subject: AlertSubject, severity: Severity) =>
    alerts.raise(subject, severity, thing(subject.code));
  const failed = (error: WireError): AlertSubject => ({ code: "JOB_FAILED", ...common, error });
  const problems: AlertSubject = {
    code: "JOB_HAD_PROBLEMS",
    ...common,
    problemCount: job.result?.problemCount ?? 0,
    firstPaths: problemPaths.slice(0, MAX_PATHS),
  };
  switch (job.state) {
    case "failed":
      if (job.error !== undefined) raise(failed(job.error), severityOfFailure(kind));
      break;
    case "done-with-problems":
      alerts.resolve(thing("JOB_FAILED"));
      raise(problems, kind === "check" ? "failed" : "warning");
      break;
    case "done":
      alerts.resolve(thing("JOB_FAILED"));
      alerts.resolve(thing(problems.code));
      break;
    case "interrupted":
      if (isGivenUp) raise(failed(INTERRUPTED), severityOfFailure(kind));
      break;
    default: // cancelled by a person
  }
}

const INTERRUPTED: WireError = { code: "JOB_CRASHED", details: { exit: "interrupted" } };

/** Work on what is stored already can be done later; what is not stored can be lost. */
function severityOfFailure(kind: string): Severity {
  return kind === "backup" ? "failing" : "warning";
}
