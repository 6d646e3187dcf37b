/** What a store says of one file, and not of itself as a whole. */
import { type BackstayError, isBackstayError } from "../../../shared/errors.ts";

/**
 * What a medium says of a place that it cannot read any more, however often it is asked. Of other faults nobody knows whether they pass:
 * a refused permission, a share that is slow.
 */
export function isBadSpot(error: unknown): boolean {
  return isBackstayError(error, "STORE_FAILED") && BAD_SPOT.has(error.details.reason);
}

/** An unreadable sector; a checksum of the file system that does not fit; the same of a software RAID. */
const BAD_SPOT: ReadonlySet<string> = new Set(["EIO", "EBADMSG", "EUCLEAN", "EILSEQ"]);

/** Whether a file is gone, cut short, or lies on a bad spot: asking once more would bring nothing else. */
export function isLostForGood(error: unknown): boolean {
  return (
    isBackstayError(error, "OBJECT_MISSING") || isBackstayError(error, "OBJECT_CORRUPT") || isBadSpot(error)
  );
}

/** What the store says of one file or part of it, and not of the store as a whole. */
export function isUnreadable(error: unknown): error is BackstayError {
  return (
    isBackstayError(error, "STORE_FAILED") ||
    isBackstayError(error, "STORE_DENIED") ||
    isBackstayError(error, "OBJECT_CORRUPT")
  );
}
