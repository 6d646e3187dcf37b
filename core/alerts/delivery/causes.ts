import type { Alert, AlertCode, AlertSubject } from "../../../shared/model/alert.ts";

type IsBehind = (subject: AlertSubject, cause: AlertSubject) => boolean;

/** By what is hidden: what stands behind another alert need not be told as long as that lasts. */
const BEHIND: Partial<Record<AlertCode, IsBehind>> = {
  JOB_FAILED: (subject, cause) =>
    subject.code === "JOB_FAILED" &&
    cause.code === "REPOSITORY_UNREACHABLE" &&
    OUT_OF_REACH.has(subject.error.code) &&
    locationOf(subject.error) === locationOf(cause.error),
  DISK_TROUBLE: isBehindController,
  ARRAY_TROUBLE: isBehindController,
};

/** One controller that is gone or broken takes ten disks along, of which each would be told. */
function isBehindController(subject: AlertSubject, cause: AlertSubject): boolean {
  return (
    cause.code === "CONTROLLER_TROUBLE" &&
    (cause.verdict === "failed" || cause.finding.code === "CONTROLLER_VANISHED") &&
    (subject.code === "DISK_TROUBLE" || subject.code === "ARRAY_TROUBLE") &&
    subject.hostId === cause.hostId &&
    subject.controller === cause.about
  );
}

const OUT_OF_REACH: ReadonlySet<string> = new Set([
  ...["REPOSITORY_MISSING", "REPOSITORY_CHANGED", "CONFIG_MISSING"],
  ...["STORE_VANISHED", "STORE_FAILED", "STORE_DENIED"],
]);

/** @returns the alert that an alert follows from, among those whose cause lasts */
export function causeOf<A extends Pick<Alert, "id" | "subject">>(
  alert: A,
  lasting: readonly A[],
): A | undefined {
  const isBehind = BEHIND[alert.subject.code];
  return lasting.find(({ id, subject }) => id !== alert.id && isBehind?.(alert.subject, subject));
}

function locationOf({ details }: { readonly details: object }): unknown {
  return "location" in details ? details.location : details; // objects without one are never the same
}
