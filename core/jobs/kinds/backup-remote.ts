/** The part of the backup job that reads folders of another machine over SFTP. */
import { z } from "zod";
import { isBackstayError } from "../../../shared/errors.ts";
import { SftpDraft } from "../../../shared/model/source.ts";
import { machineText } from "../../../shared/model/ssh-machine.ts";
import { machineTag } from "../../backup/source-tag.ts";
import { ChangeGuard } from "../../guard/change-guard.ts";
import type { Watched } from "../../guard/watch-change.ts";
import type { JobContext } from "../define-job.ts";
import type { JobResult } from "../job.ts";
import { lookAtChange } from "./look-at-change.ts";
import { machineSecretsAmong } from "./machine-secrets.ts";
import { namedProblems } from "./named-problems.ts";
import { reportSaving } from "./report-saving.ts";
import { RepositoryPlace, tellLockLeft, withRepository } from "./with-repository.ts";

/** What signs in to the machine comes as {@link machineSecretsAmong} reads it. */
export const RemoteInput = z.strictObject({
  repository: RepositoryPlace,
  remote: SftpDraft.pick({
    ...{ machine: true, paths: true, excludes: true, excludeCaches: true, bytesPerSecond: true },
  }),
  mode: z.enum(["incremental", "differential", "full"]),
  /** What snapshots call the machine. */
  hostname: z.string().min(1),
  tags: z.array(z.string()),
  compression: z.enum(["auto", "max", "off"]),
  guard: ChangeGuard.optional(),
});

export async function backUpMachine(
  input: z.infer<typeof RemoteInput>,
  context: JobContext,
): Promise<JobResult> {
  const { runMachineBackup } = await import("../../backup/remote/run-machine-backup.ts");
  const { openMachineSession } = await import("../../remote/open-machine-session.ts");
  const { mode, hostname, tags, compression, guard, remote } = input;
  const { machine, paths, excludes, excludeCaches, bytesPerSecond } = remote;
  const { signal, log } = context;
  const secrets = machineSecretsAmong(context.secrets);
  const parentTag = machineTag(machine);
  let watched: Watched | undefined;
  const result = await withRepository(input.repository, context, (repository, cache) =>
    runMachineBackup(
      repository,
      cache,
      {
        ...{ mode, hostname, compression, paths, excludes, excludeCaches },
        ...{ tags: [...tags, parentTag], parentTag },
        bytesPerSecond: bytesPerSecond ?? undefined,
        machine: machineText(machine),
        connect: (until) => openMachineSession(machine, secrets, until),
      },
      {
        signal,
        onLockLeft: tellLockLeft(context),
        onOutage: (error) =>
          log({
            level: "warning",
            text: "the machine went away; what was being read goes on when it is back",
            facts: {
              machine: machineText(machine),
              reason: isBackstayError(error) ? error.code : `${error}`,
            },
          }),
        onMade: async (made) => {
          watched =
            guard === undefined ? undefined : await lookAtChange(made, tags, guard, context, "stored");
        },
        reportProgress: reportSaving(context),
      },
    ),
  );
  const { snapshotId, parent, problems, furtherProblems } = result;
  const { change, rot } = watched ?? {};
  return {
    problemCount: problems.length + furtherProblems,
    summary: {
      ...{ snapshotId: snapshotId ?? null, parent: parent ?? null, mode: result.mode },
      counts: { ...result.tally },
      bytesStored: result.bytesStored,
      ...(change === undefined ? {} : { change }),
      ...(rot === undefined ? {} : { rot }),
      ...(result.filesGone === undefined ? {} : { filesGone: result.filesGone }),
      problems: namedProblems(problems, context),
    },
  };
}
