import { BackstayError, type ErrorCode, isBackstayError } from "../../../shared/errors.ts";
import { isBadSpot } from "../../repository/inventory/unreadable.ts";

const DAMAGE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "OBJECT_MISSING",
  "OBJECT_CORRUPT",
  "BLOB_MISSING",
  "BLOB_CORRUPT",
]);

/** Whether an error says that one object is damaged or gone, and not that the place as a whole is in trouble. */
export function isDamage(error: unknown): error is BackstayError {
  return error instanceof BackstayError && (DAMAGE.has(error.code) || isBadSpot(error));
}

/** The same for the listing of a folder: one that is not valid counts as one that needs nothing. */
export function isBrokenTree(error: unknown): error is BackstayError<"TREE_BROKEN"> {
  return isBackstayError(error, "TREE_BROKEN");
}
