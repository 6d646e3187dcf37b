/** Makes a database of a dump in a snapshot again, for `backstay databases restore`. */
import type { HostConnection } from "../../core/host-socket/connect-to-host.ts";
import { BackstayError, fromWire } from "../../shared/errors.ts";
import { formatCount } from "../../shared/format/count.ts";
import { formatDuration } from "../../shared/format/duration.ts";
import { printable } from "../../shared/format/printable.ts";
import { shortId } from "../../shared/ids.ts";
import type { JobView } from "../../shared/model/job.ts";
import { DatabaseName, type DatabaseSource, whereText } from "../../shared/model/source.ts";
import type { CommandContext } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { followJob } from "../host-client/follow-job.ts";
import { findDump } from "../options/dumped-database.ts";
import { findRepository, required } from "../options/named-repository.ts";
import { createJobReporter } from "../output/job-progress.ts";
import { databaseConsoleWords } from "../words/database-words.ts";

export type RestoreFlags = {
  readonly source?: string;
  readonly as?: string;
  readonly replace?: string;
};

/** @param what repository, snapshot and database */
export async function restoreDatabase(
  host: HostConnection,
  [repositoryName, snapshotName, databaseName, needless]: readonly string[],
  { source: sourceName, as, replace }: RestoreFlags,
  context: CommandContext,
): Promise<ExitCode> {
  const wanted = required(repositoryName, "repository");
  const snapshot = required(snapshotName, "snapshot");
  const database = required(databaseName, "database");
  if (needless !== undefined) throw usage("too-many", needless);
  const name = as ?? database;
  if (!DatabaseName.safeParse(name).success) throw usage("value-invalid", name, "--as", "");
  if (replace !== undefined && replace !== name) throw usage("value-invalid", replace, "--replace", name);
  const { id: repositoryId } = await findRepository(host, wanted);
  const found = await findDump(host, { repositoryId, snapshot, database, source: sourceName });
  const { output, language, signal } = context;
  const { snapshotId, path, source } = found;
  const { jobId } = await host.call("restore.database", {
    ...{ repositoryId, snapshotId, path, sourceId: source.id, name, typedName: replace ?? null },
  });
  const server = printable(whereText(source));
  output.note(
    databaseConsoleWords[language].started(printable(database), shortId(snapshotId), printable(name), server),
  );
  output.json({ message_type: "restore_started", job_id: jobId, snapshot_id: snapshotId, database, name });
  output.flush();
  const reporter = createJobReporter(context, { filesDone: "files_restored", bytesDone: "bytes_restored" });
  try {
    const job = await followJob(
      host,
      jobId,
      ({ filesDone, filesTotal, bytesDone, bytesTotal, currentPath }) =>
        reporter.report(() => ({
          ...{ filesDone, bytesDone, item: currentPath ?? undefined, isTotalKnown: bytesTotal !== null },
          ...{ filesTotal: filesTotal ?? filesDone, bytesTotal: bytesTotal ?? bytesDone },
        })),
      signal,
    );
    return showEnd(job, source, context);
  } catch (error) {
    if (signal.aborted) await host.call("jobs.cancel", { jobId });
    throw error;
  }
}

function showEnd(job: JobView, source: DatabaseSource, { output, language }: CommandContext): ExitCode {
  const { tables = 0, rows = 0, bytesRestored = 0 } = job.counts ?? {};
  const { database } = job;
  const durationMs = Math.max(0, (job.endedMs ?? 0) - (job.startedMs ?? job.endedMs ?? 0));
  const server = whereText(source);
  output.json({
    ...{ message_type: "summary", job_id: job.id, state: job.state, server },
    ...{ name: database?.name, replaced_as: database?.replacedAs, kept_owners: database?.keptOwners },
    ...{ tables, rows, bytes_restored: bytesRestored, total_duration: durationMs / 1000 },
  });
  if (job.error !== null) throw fromWire(job.error);
  const say = databaseConsoleWords[language];
  if (database === undefined) {
    output.line(job.state === "cancelled" ? say.cancelled : say.interrupted);
    return EXIT.failed;
  }
  const name = printable(database.name);
  const duration = formatDuration(durationMs, language);
  output.line(say.restored(name, printable(server), tables, formatCount(rows, language), duration));
  if (database.replacedAs !== null) output.line(say.replaced(name, printable(database.replacedAs)));
  output.line(database.keptOwners ? say.ownersKept : say.ownersLost(printable(source.user)));
  return EXIT.done;
}

function usage(problem: "too-many" | "value-invalid", ...about: readonly string[]) {
  return new BackstayError("USAGE", { problem, about });
}
