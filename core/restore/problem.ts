import type { EntryFault } from "../../shared/entry-faults.ts";
import { hasSystemCode, isBackstayError } from "../../shared/errors.ts";
import type { RawPath } from "../platform/raw-path.ts";

/** Why an entry is not, or not fully, restored. */
export type RestoreProblemReason =
  /** Content or listing cannot be read from the repository. What was written of the file is removed. */
  | "damaged"
  /** Read back from the target, the file did not hold what was written. It is removed. */
  | "verify-failed"
  /** What is there could not be read, so nobody compared it; it stays. */
  | "not-compared"
  | "unsafe-name"
  /** The entry contradicts itself: a file without content, a folder without a tree or within itself. */
  | "broken-tree"
  /** What the snapshot says of the entry cannot be believed, so nothing of it was restored. */
  | `odd-${EntryFault}`
  /** A file that is restored, though its entry gives it another size than its content has. */
  | "size-differs"
  /** A symbolic link to nothing that a link can hold. */
  | "no-link-target"
  /** Folders within folders beyond any sense. */
  | "too-deep"
  /** Folders that hold the same folders again and again, so that they come to more entries than anybody has. */
  | "endless"
  /** Something of another type stands in its place and was left there. */
  | "in-the-way"
  /** The same for a folder: what is in it has no place either. */
  | "folder-in-the-way"
  | "denied"
  /** The entry is there, but not all of its owner, attributes or times. */
  | "attributes"
  /** Not a type of entry that this platform has. */
  | "unsupported"
  /** The system refused for the reason in `systemCode`. */
  | "failed";

export type EntryProblem = {
  readonly reason: RestoreProblemReason;
  /** The system's code, like `EIO`; empty when there is none. */
  readonly systemCode: string;
};

/** `path` is the entry's in the snapshot. */
export type RestoreProblem = EntryProblem & { readonly path: RawPath };

export function problemFor(reason: RestoreProblemReason): EntryProblem {
  return { reason, systemCode: "" };
}

/**
 * Turns what the system said about one entry into a problem of the job's result.
 * @throws what is not an error of the system's: that is a mistake of ours, not of the entry
 */
export function problemOf(error: unknown): EntryProblem {
  if (isBackstayError(error, "PLATFORM_UNSUPPORTED")) return problemFor("unsupported");
  const systemCode = systemCodeOf(error);
  if (hasSystemCode(error, "EACCES", "EPERM")) return { reason: "denied", systemCode };
  // ELOOP is what O_NOFOLLOW says to a symbolic link
  if (hasSystemCode(error, "EEXIST", "EISDIR", "ENOTDIR", "ENOTEMPTY", "ELOOP", "ENXIO"))
    return { reason: "in-the-way", systemCode };
  return { reason: "failed", systemCode };
}

/** The same for owner, attributes and times of an entry that is there. */
export function attributesProblemOf(error: unknown): EntryProblem {
  if (isBackstayError(error, "PLATFORM_UNSUPPORTED")) return problemFor("attributes");
  return { reason: "attributes", systemCode: systemCodeOf(error) };
}

function systemCodeOf(error: unknown): string {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") throw error;
  return error.code;
}
