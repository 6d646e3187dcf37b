/** The part of the backup job that saves what programs write: databases, and the output of commands. */
import { z } from "zod";
import { DumpSource } from "../../databases/dump-source.ts";
import { rawPathToText } from "../../platform/raw-path.ts";
import type { JobContext } from "../define-job.ts";
import type { JobResult } from "../job.ts";
import { machineSecretsAmong } from "./machine-secrets.ts";
import { RepositoryPlace, tellLockLeft, withRepository } from "./with-repository.ts";

/** What signs in to the source comes as the secret `sourcePassword`. */
export const DumpInput = z.strictObject({
  repository: RepositoryPlace,
  dump: DumpSource,
  mode: z.enum(["incremental", "differential", "full"]),
  hostname: z.string().min(1),
  tags: z.array(z.string()),
  compression: z.enum(["auto", "max", "off"]),
});

const MAX_SAID_LINES = 500;

export async function backUpDump(input: z.infer<typeof DumpInput>, context: JobContext): Promise<JobResult> {
  const { withDumpStreams } = await import("../../databases/dump-source.ts");
  const { runStreamBackup } = await import("../../backup/streams/run-stream-backup.ts");
  const { mode, hostname, tags, compression } = input;
  const { signal, secrets } = context;
  const machineSecrets = machineSecretsAmong(secrets);
  const parts = { password: secrets.sourcePassword, machineSecrets, signal, onSaid: logLines(context) };
  return await withDumpStreams(input.dump, parts, async ({ paths, streams, loose }) => {
    for (const name of loose)
      context.log({
        level: "warning",
        text: "has tables without transactions, which may change while they are saved",
        facts: { database: name },
      });
    const options = { mode, hostname, tags, compression, paths, keepsIncomplete: true };
    const result = await withRepository(input.repository, context, (repository, cache) =>
      runStreamBackup(repository, cache, streams, options, {
        signal,
        onLockLeft: tellLockLeft(context),
        reportProgress: ({ filesDone, bytesDone, path }, totals) =>
          context.reportProgress({
            phase: "save",
            ...{ filesDone, bytesDone, ...totals },
            ...(path === undefined ? {} : { currentPath: rawPathToText(path) }),
          }),
      }),
    );
    const { snapshotId, parent, isComplete, problems, furtherProblems } = result;
    return {
      problemCount: problems.length + furtherProblems,
      summary: {
        ...{ snapshotId: snapshotId ?? null, parent: parent ?? null, mode: result.mode, isComplete },
        counts: { ...result.tally },
        bytesStored: result.bytesStored,
        ...(result.filesGone === undefined ? {} : { filesGone: result.filesGone }),
        problems: problems.map(({ path, reason, systemCode, error }) => ({
          ...{ path: rawPathToText(path), reason, systemCode },
          ...(error === undefined ? {} : { error: z.json().parse(error) }),
        })),
      },
    };
  });
}

/** Lines as they become whole; a program that says the same for ever fills no disk. */
function logLines({ log }: JobContext): (text: string) => void {
  let rest = "";
  let count = 0;
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = (lines.pop() ?? "").slice(-2000);
    for (const line of lines) {
      if (line.trim() === "" || count >= MAX_SAID_LINES) continue;
      count += 1;
      log({ level: "info", text: line.slice(0, 2000) });
    }
  };
}
