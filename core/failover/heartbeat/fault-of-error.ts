import { BackstayError, type ErrorCode } from "../../../shared/errors.ts";
import type { UseFault } from "../state/event.ts";

/** What an error that a replica gave says of it. */
export type ErrorFault = { readonly fault: UseFault; readonly detail: ErrorCode };

/** What is not listed is neither the place's refusal nor its end: it does not do what it should. */
const FAULTS: Partial<Record<ErrorCode, UseFault>> = {
  STORE_VANISHED: "unreachable",
  STORE_UNREACHABLE: "unreachable",
  STORE_SIGN_IN_REFUSED: "unreachable",
  STORE_SIGN_IN_MISSING: "unreachable",
  STORE_CERTIFICATE_REFUSED: "unreachable",
  STORE_PROGRAM_FAILED: "unreachable",
  STORE_BUCKET_MISSING: "unreachable",
  STORE_CLOCK_WRONG: "unreachable",
  STORE_REGION_WRONG: "unreachable",
  HOST_UNREACHABLE: "unreachable",
  REMOTE_SILENT: "unreachable",
  REMOTE_KEY_UNKNOWN: "identity-mismatch",
  REMOTE_KEY_CHANGED: "identity-mismatch",
  REPOSITORY_MISSING: "identity-mismatch",
  REPOSITORY_CHANGED: "identity-mismatch",
  CONFIG_MISSING: "identity-mismatch",
  WRONG_PASSWORD: "identity-mismatch",
  STORE_READ_ONLY: "read-only",
  STORE_DENIED: "read-only",
  STORE_APPEND_ONLY: "read-only",
  STORE_FULL: "out-of-space",
  STORE_FAILED: "io-error",
  STORE_WRITE_REFUSED: "io-error",
  OBJECT_CORRUPT: "io-error",
  OBJECT_MISSING: "io-error",
};

/**
 * Whether an error is a fault of the replica that a job, or a heartbeat, met it on.
 * @returns undefined for errors that say nothing of the place, and for mistakes of ours
 */
export function faultOfError(error: unknown): ErrorFault | undefined {
  if (!(error instanceof BackstayError)) return undefined;
  const detail: ErrorCode = error.code;
  const fault = FAULTS[detail] ?? (/^(?:REMOTE|SSH)_/.test(detail) ? "unreachable" : undefined);
  return fault === undefined ? undefined : { fault, detail };
}
