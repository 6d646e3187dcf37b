import { isAbsolute } from "node:path";
import type { CheckedInput } from "../../shared/api/methods.ts";
import { BackstayError } from "../../shared/errors.ts";
import type { JobRequest } from "../jobs/job-queue.ts";
import type { ReadPlace } from "../jobs/kinds/with-readable.ts";

/**
 * What a restore is asked for with. Into another folder, entries go as they stand in the smallest folder that holds them all.
 * @throws {BackstayError} TARGET_UNUSABLE
 */
export function restoreRequest(input: CheckedInput<"restore.start">, place: ReadPlace): JobRequest {
  const { repositoryId, snapshotId, target, conflict, verify } = input;
  const isOriginalPlace = target.kind === "original-place";
  if (!isOriginalPlace && !isAbsolute(target.folder))
    throw new BackstayError("TARGET_UNUSABLE", { path: target.folder, reason: "EINVAL" });
  const paths = [...new Set(input.paths.map(withoutLastSlash))];
  const folder = isOriginalPlace || paths.includes("") ? "" : commonFolder(paths);
  return {
    kind: "restore",
    input: {
      repository: place,
      snapshot: snapshotId,
      ...(isOriginalPlace ? {} : { targetFolder: target.folder }),
      ...(folder === "" ? {} : { folder }),
      includes: [],
      excludes: [],
      ...(paths.includes("") ? {} : { paths: paths.map((path) => path.slice(folder.length)) }),
      conflict,
      verify,
    },
    origin: { repositoryId },
    priority: "urgent",
  };
}

function withoutLastSlash(path: string): string {
  return path.replace(/\/+$/, "");
}

/**
 * @param paths beginning with `/`, none with one at its end
 * @returns the smallest folder that holds them all, without a slash at its end: empty for the root
 */
export function commonFolder(paths: readonly string[]): string {
  const folders = paths.map((path) => path.slice(0, path.lastIndexOf("/")).split("/"));
  const [first = []] = folders;
  let shared = first.length;
  for (const folder of folders) {
    while (shared > 0 && !first.slice(0, shared).every((name, n) => name === folder[n])) shared -= 1;
  }
  return first.slice(0, shared).join("/");
}
