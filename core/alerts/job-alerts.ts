import type { WireError } from "../../shared/errors.ts";
import type { AlertSubject } from "../../shared/model/alert.ts";
import type { JobRecord } from "../jobs/job.ts";
import { type AlertService, type Severity, thingOf } from "./alert-service.ts";

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
  const failed = (error: WireError): AlertSubject => ({ code: "JOB_FAILED", ...common, error });
  const problems: AlertSubject = {
    code: "JOB_HAD_PROBLEMS",
    ...common,
    problemCount: job.result?.problemCount ?? 0,
    firstPaths: problemPaths.slice(0, MAX_PATHS),
  };
  switch (job.state) {
    case "failed":
      if (job.error !== undefined) alerts.raise(failed(job.error), severityOfFailure(kind));
      break;
    case "done-with-problems":
      alerts.resolve(thingOf(failed(NO_ERROR)));
      alerts.raise(problems, kind === "check" ? "failed" : "warning");
      break;
    case "done":
      alerts.resolve(thingOf(failed(NO_ERROR)));
      alerts.resolve(thingOf(problems));
      break;
    case "interrupted":
      if (isGivenUp) alerts.raise(failed(INTERRUPTED), severityOfFailure(kind));
      break;
    default: // cancelled by a person
  }
}

const INTERRUPTED: WireError = { code: "JOB_CRASHED", details: { exit: "interrupted" } };
/** What an alert is about does not depend on its error. */
const NO_ERROR: WireError = { code: "CANCELLED", details: { reason: "person" } };

/** Work on what is stored already can be done later; what is not stored can be lost. */
function severityOfFailure(kind: string): Severity {
  return kind === "backup" ? "failing" : "warning";
}
