import { resolve } from "node:path";
import { Argument } from "commander";
import { systemClock } from "../../core/clock.ts";
import type { HostConnection } from "../../core/host-socket/connect-to-host.ts";
import { parseSftpLocation } from "../../core/storage/sftp/place.ts";
import { BackstayError } from "../../shared/errors.ts";
import { printable } from "../../shared/format/printable.ts";
import type { RemotePlaceDraft } from "../../shared/model/remote-place.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { withHost } from "../host-client/with-host.ts";
import { findReplica, findRepository, required } from "../options/named-repository.ts";
import { readTextFile } from "../options/read-text-file.ts";
import { matrixJson, matrixTable } from "../output/failover-metrics.ts";
import { replicaJson, replicaTable } from "../output/replica-table.ts";
import { failoverConsoleWords } from "../words/failover-words.ts";

const ACTIONS = ["list", "add", "adopt", "remove", "priority", "copy", "require", "exempt"] as const;
type Action = (typeof ACTIONS)[number];
type Flags = { readonly key?: string; readonly hostKey?: string };
type Given = {
  readonly repository: string | undefined;
  readonly name: string | undefined;
  readonly value: string | undefined;
};

export const defineReplicas: DefineCommand = (command, run) => {
  command
    .description(
      "Lists the replicas of a repository with how they are, what they lack and which source has to be where, makes a further one and fills it, adopts a copy that is there already, removes one, says in which order they take over or whether a source has to be on one, or copies to one now. All of a repository is copied in any case: a source that need not be on a replica is not missed there, and is not counted as a copy. It is done by the Backstay that runs on this computer.",
    )
    .addArgument(new Argument("[action]", "what to do").choices(ACTIONS).default("list"))
    .argument("[repository]", "name of the repository, or its id")
    .argument("[name]", "what the replica is called")
    .argument(
      "[value]",
      "for add and adopt, where it is: a folder, or sftp:user@host:folder; for priority, a number: the lowest takes over first; for require and exempt, the source",
    )
    .option(
      "--key <file>",
      "private key that signs in to an SFTP server; without it $BACKSTAY_SFTP_PASSWORD or the agent does",
    )
    .option("--host-key <key>", "key that the SFTP server must show, as `ssh-keygen -l` prints it")
    .addHelpText(
      "after",
      formatExamples([
        ["How are the copies of NAS?", "backstay replicas list NAS"],
        ["Keep a second copy on another disk", "backstay replicas add NAS 'NAS 2' /mnt/second"],
        ["Photos need not be on the small one", "backstay replicas exempt NAS 'NAS 2' Photos"],
        ["A copy was made by hand", "backstay replicas adopt NAS 'NAS 2' /mnt/second"],
      ]),
    )
    .action(
      (
        action: Action,
        repository: string | undefined,
        name: string | undefined,
        value: string | undefined,
        flags: Flags,
      ) => run(command, (context) => work(action, { repository, name, value }, flags, context)),
    );
};

async function work(action: Action, given: Given, flags: Flags, context: CommandContext): Promise<ExitCode> {
  return await withHost(context, async (host) => {
    if (action === "list") return await list(host, given, context);
    const repository = await findRepository(host, required(given.repository, "repository"));
    const repositoryId = repository.id;
    const name = required(given.name, "name");
    const { output, language } = context;
    const say = failoverConsoleWords[language];
    if (action === "add" || action === "adopt") {
      const location = await placeOf(required(given.value, "value"), flags, context);
      const { replica, jobId } = await host.call(`replicas.${action}`, { repositoryId, name, location });
      output.json({ message_type: "replica_added", ...replicaJson(replica), job_id: jobId });
      output.line(say.added(printable(name)));
      return EXIT.done;
    }
    const { id: replicaId } = await findReplica(host, repository, name);
    if (action === "remove") {
      await host.call("replicas.remove", { repositoryId, replicaId });
      output.json({ message_type: "replica_removed", id: replicaId, name });
      output.line(say.removed(printable(name)));
    } else if (action === "priority") {
      const priority = Number(required(given.value, "value"));
      await host.call("replicas.setPriority", { repositoryId, replicaId, priority });
      return await list(host, given, context);
    } else if (action === "require" || action === "exempt") {
      const wanted = required(given.value, "value");
      const { sources } = await host.call("sources.list", {});
      const source = sources.find((one) => one.name === wanted || one.id === wanted);
      if (source === undefined) throw new BackstayError("SOURCE_NOT_FOUND", {});
      const isNeeded = action === "require";
      await host.call("failover.setPlacement", { repositoryId, replicaId, sourceId: source.id, isNeeded });
      return await list(host, given, context);
    } else {
      const { jobId } = await host.call("replicas.replicate", { repositoryId, replicaId });
      output.json({ message_type: "replication_asked", job_id: jobId });
      output.line(say.asked);
    }
    return EXIT.done;
  });
}

/** Of one repository, or of all. */
async function list(host: HostConnection, { repository }: Given, context: CommandContext): Promise<ExitCode> {
  const { output, language } = context;
  const all =
    repository === undefined
      ? (await host.call("repositories.list", {})).repositories
      : [await findRepository(host, repository)];
  const found = [];
  for (const { id, name } of all) {
    const { replicas } = await host.call("replicas.list", { repositoryId: id });
    const { matrix } = await host.call("failover.matrix", { repositoryId: id });
    found.push({ id, name, replicas: replicas.map(replicaJson), placement: matrixJson(matrix).sources });
    if (all.length > 1) output.line(`${printable(name)}:`);
    for (const line of replicaTable(replicas, systemClock.nowMs(), language)) output.line(line);
    if (replicas.length < 2 || matrix.rows.length === 0) continue;
    output.line("");
    for (const line of matrixTable(matrix, language)) output.line(line);
  }
  output.json(found);
  return EXIT.done;
}

async function placeOf(
  where: string,
  { key, hostKey }: Flags,
  { env }: CommandContext,
): Promise<string | RemotePlaceDraft> {
  if (!where.startsWith("sftp:")) {
    if (/^[a-z0-9]+:/.test(where) && !where.startsWith("local:"))
      throw new BackstayError("STORE_LOCATION_INVALID", {
        location: `${where.split(":")[0]}:…`,
        reason: "not-a-folder",
      });
    return where.startsWith("local:") ? where : resolve(where);
  }
  const { host, port = 22, user, folder } = parseSftpLocation(where);
  const password = env.BACKSTAY_SFTP_PASSWORD;
  const signIn = key !== undefined ? "key" : password !== undefined ? "password" : "agent";
  const secrets =
    key !== undefined ? { privateKey: await readTextFile(key) } : password === undefined ? {} : { password };
  return {
    place: { kind: "sftp", address: host, port, user: user ?? "", folder, signIn, hostKey: hostKey ?? null },
    secrets,
  };
}
