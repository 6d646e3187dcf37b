import type { WireError } from "../../../shared/errors.ts";
import type { Alert, AlertCode, AlertSubject } from "../../../shared/model/alert.ts";
import { OUT_OF_REACH } from "../../places/out-of-reach.ts";

type IsBehind = (subject: AlertSubject, cause: AlertSubject) => boolean;

/** By what is hidden: what stands behind another alert need not be told as long as that lasts. */
const BEHIND: Partial<Record<AlertCode, IsBehind>> = {
  JOB_FAILED: (subject, cause) =>
    subject.code === "JOB_FAILED" &&
    cause.code === "REPOSITORY_UNREACHABLE" &&
    OUT_OF_REACH.has(subject.error.code) &&
    isOfSamePlace(subject.error, cause.error),
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

/** @returns the alert that an alert follows from, among those whose cause lasts */
export function causeOf<A extends Pick<Alert, "id" | "subject">>(
  alert: A,
  lasting: readonly A[],
): A | undefined {
  const isBehind = BEHIND[alert.subject.code];
  return lasting.find(({ id, subject }) => id !== alert.id && isBehind?.(alert.subject, subject));
}

/** Those of a connection over SSH name the machine, all others the place. */
function isOfSamePlace(a: WireError, b: WireError): boolean {
  const isSame = (field: string) => {
    const value = fieldOf(a, field);
    return value !== undefined && value === fieldOf(b, field);
  };
  return isSame("location") || isSame("address");
}

function fieldOf({ details }: WireError, field: string): unknown {
  return (details as Readonly<Record<string, unknown>>)[field];
}
