import type { ErrorCode } from "../../shared/errors.ts";

/** Errors by which it is told that a repository is not where it should be, does not answer, or lets nobody in. */
export const OUT_OF_REACH: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(["REPOSITORY_MISSING", "REPOSITORY_CHANGED", "CONFIG_MISSING"] as const),
  ...(["STORE_VANISHED", "STORE_FAILED", "STORE_DENIED", "STORE_UNREACHABLE"] as const),
  ...(["STORE_SIGN_IN_REFUSED", "STORE_SIGN_IN_MISSING", "STORE_CERTIFICATE_REFUSED"] as const),
  ...(["STORE_PROGRAM_FAILED", "SSH_SETTINGS_UNUSABLE", "REMOTE_SILENT"] as const),
  ...(["STORE_BUCKET_MISSING", "STORE_CLOCK_WRONG", "STORE_REGION_WRONG"] as const),
  ...(["REMOTE_KEY_UNKNOWN", "REMOTE_KEY_CHANGED"] as const),
  ...(["REMOTE_SIGN_IN_REFUSED", "REMOTE_SIGN_IN_UNUSABLE"] as const),
]);
