import { BackstayError, type ErrorCode } from "../../../shared/errors.ts";
import { joinRawPath, type RawPath, rawPathFromBytes, rawPathToText } from "../../platform/raw-path.ts";
import type { OddEntry } from "../../repository/format/tree-decode.ts";

/** Something in a snapshot that could not be shown or taken, while the rest could. */
export type BrowseProblem = {
  /** Path in the snapshot of the entry it concerns; `/` for the root. */
  readonly path: RawPath;
  readonly error: BackstayError;
};

/** What reading hostile or damaged repositories has in common. */
export type BrowseOptions = {
  /** Told of each part that has to be left out; the rest goes on. Without this, the first such error is thrown. */
  readonly onProblem?: ((problem: BrowseProblem) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** Errors that concern one entry, blob or tree; any other ends the work. */
const REPORTABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "NAME_UNSAFE",
  "ENTRY_TYPE_WRONG",
  "TREE_BROKEN",
  "ENTRY_BROKEN",
  "BLOB_MISSING",
  "BLOB_CORRUPT",
  "OBJECT_MISSING",
  "OBJECT_CORRUPT",
]);

/** @throws the error again, unless it concerns one entry only and somebody wants to be told of it */
export function reportProblem(error: unknown, path: RawPath, options: BrowseOptions): void {
  const isReportable = error instanceof BackstayError && REPORTABLE.has(error.code);
  if (!isReportable || options.onProblem === undefined) throw error;
  options.onProblem({ path, error });
}

/** @param folder the path of the folder they stand in, in the snapshot; one without a name is said of the folder */
export function reportOdd(odd: readonly OddEntry[], folder: RawPath, options: BrowseOptions): void {
  for (const entry of odd) {
    const path = entry.name.length === 0 ? folder : joinRawPath(folder, rawPathFromBytes(entry.name));
    reportProblem(oddError(entry, path), path, options);
  }
}

export function oddError({ fault }: OddEntry, path: RawPath): BackstayError<"ENTRY_BROKEN"> {
  return new BackstayError("ENTRY_BROKEN", { path: rawPathToText(path), fault });
}
