import type { CheckedInput } from "../../shared/api/methods.ts";
import { BackstayError } from "../../shared/errors.ts";
import { isDatabase, type Source } from "../../shared/model/source.ts";
import type { JobRequest } from "../jobs/job-queue.ts";
import type { ReadPlace } from "../jobs/kinds/with-readable.ts";

/**
 * What making a database of a dump again is asked for with.
 *
 * @param source whose server it goes into
 * @throws {BackstayError} SOURCE_NOT_FOUND when that is no database
 */
export function databaseRequest(
  { repositoryId, snapshotId, path, name, typedName }: CheckedInput<"restore.database">,
  place: ReadPlace,
  source: Source,
): JobRequest {
  if (!isDatabase(source)) throw new BackstayError("SOURCE_NOT_FOUND", {});
  const { kind, server, through, user, tls, caFile, programFolder } = source;
  return {
    kind: "restore",
    input: {
      ...{ repository: place, snapshot: snapshotId, path },
      database: {
        sourceId: source.id,
        access: { kind, server, user, tls, caFile, programFolder, ...(through == null ? {} : { through }) },
        ...{ name, replaces: typedName === name },
      },
    },
    origin: { repositoryId },
    priority: "urgent",
  };
}
