import { homedir } from "node:os";
import { type Command, Option } from "commander";
import { dataFolder } from "../../core/platform/folders.ts";
import { requireOwnPlace } from "../../core/repositories/require-own-place.ts";
import { initRepository } from "../../core/repository/open-repository.ts";
import type { Repository } from "../../core/repository/repository.ts";
import { isLocal, openStore } from "../../core/storage/open-store.ts";
import type { Store } from "../../core/storage/store.ts";
import { BackstayError } from "../../shared/errors.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";

import { openWithPassword } from "../options/open-for-command.ts";
import { askNewPassword, readPassword } from "../options/read-password.ts";
import {
  type AccessFlags,
  type AccessNames,
  FROM_ACCESS,
  findLocation,
  findPasswordSource,
  OWN_ACCESS,
  refusePassword,
} from "../options/repository-access.ts";

type Flags = {
  readonly repositoryVersion: "1" | "2" | "stable" | "latest";
  readonly copyChunkerParams?: boolean;
  readonly like?: string;
  readonly fromRepo?: string;
  readonly fromRepositoryFile?: string;
  readonly fromPasswordFile?: string;
  readonly fromPasswordCommand?: string;
};

export const defineInit: DefineCommand = (command, run) => {
  command
    .description("Makes a repository. Its folder is made too, and nothing that is there is touched.")
    .addOption(
      new Option("--repository-version <version>", "format of the repository; 1 knows no compression")
        .choices(["1", "2", "stable", "latest"])
        .default("stable", "2"),
    )
    .option(
      "--like <location>",
      "make a replica of that repository: the same id, the same way of cutting files, the same keys and so passwords",
    )
    .option(
      "--copy-chunker-params",
      "cut files as the repository of --from-repo does, but be one of its own",
    );
  addFromFlags(command);
  command
    .addHelpText(
      "after",
      formatExamples([
        ["On a disk; the password is asked for", "backstay init --repo /mnt/backup"],
        ["On a NAS, over SFTP", "backstay init --repo sftp:backup@nas:/volume1/office"],
        [
          "A second copy of it on another disk, to be filled by replication",
          "backstay init --repo /mnt/second --like /mnt/backup",
        ],
      ]),
    )
    .action((flags: Flags) => run(command, (context) => init(flags, context)));
};

function addFromFlags(command: Command): void {
  command
    .option(
      "--from-repo <location>",
      "repository to take the parameters from (default: $BACKSTAY_FROM_REPOSITORY)",
    )
    .option("--from-repository-file <file>", "file that says where it is")
    .option(
      "--from-password-file <file>",
      "file that holds its password (default: $BACKSTAY_FROM_PASSWORD_FILE)",
    )
    .option("--from-password-command <command>", "program that prints its password");
}

async function init(flags: Flags, context: CommandContext): Promise<ExitCode> {
  if (flags.like !== undefined && flags.copyChunkerParams === true) {
    throw new BackstayError("USAGE", { problem: "replica-with-parameters", about: [] });
  }
  const isFromNamed = flags.fromRepo !== undefined || flags.fromRepositoryFile !== undefined;
  if (isFromNamed && flags.copyChunkerParams !== true) {
    throw new BackstayError("USAGE", { problem: "from-without-parameters", about: [] });
  }
  const location = await findLocation(context.flags, OWN_ACCESS, context.env);
  const store = openStore(location, context.env);
  try {
    if (isLocal(location)) await requireOwnPlace(store.location, ownFolder(context));
    const { id } = await initStore(store, flags, context);
    const { output, words } = context;
    output.json({ message_type: "initialized", id, repository: store.location });
    output.line(words.init.made(id.slice(0, 10), store.location));
    output.note(flags.like === undefined ? words.init.keepPassword : words.init.alike(id.slice(0, 10)));
    return EXIT.done;
  } finally {
    await store.close();
  }
}

function ownFolder({ env }: CommandContext): string {
  return dataFolder({ env, platform: process.platform, home: env.HOME || homedir() });
}

async function initStore(store: Store, flags: Flags, context: CommandContext): Promise<Repository> {
  if (flags.like !== undefined) return await initReplica(store, flags.like, flags, context);
  const version = flags.repositoryVersion === "1" ? 1 : 2;
  if (flags.copyChunkerParams !== true) {
    return await initRepository(store, { password: await newPassword(context), version }, context.signal);
  }
  const access = accessFlags(flags);
  const location = await findLocation(access, FROM_ACCESS, context.env);
  const source = { location, access, names: FROM_ACCESS };
  return await withSource(source, context, async ({ repository: { polynomial } }) => {
    const password = await newPassword(context);
    return await initRepository(store, { password, version, polynomial }, context.signal);
  });
}

/** Copies the key files as well, so that every password of the one opens the other. */
async function initReplica(
  store: Store,
  location: string,
  flags: Flags,
  context: CommandContext,
): Promise<Repository> {
  const { signal } = context;
  refusePassword(location);
  const source = { location, ...accessOfOriginal(flags, context) };
  return await withSource(source, context, async ({ repository, password }) => {
    const replica = await initRepository(store, { password, like: repository }, signal);
    for await (const { name } of repository.store.list("key", signal)) {
      await store.write("key", name, await repository.store.read("key", name, undefined, signal), signal);
    }
    await store.remove("key", replica.keyId, signal); // the original's own key does the same
    return { ...replica, keyId: repository.keyId };
  });
}

/** A replica has the passwords of its original, so the one that is said for it will do. */
function accessOfOriginal(
  flags: Flags,
  { flags: own, env }: CommandContext,
): Pick<Source, "access" | "names"> {
  const from = accessFlags(flags);
  const hasOwn = findPasswordSource(from, FROM_ACCESS, env) !== undefined;
  return hasOwn ? { access: from, names: FROM_ACCESS } : { access: own, names: OWN_ACCESS };
}

type Source = { readonly location: string; readonly access: AccessFlags; readonly names: AccessNames };

async function withSource<T>(
  { location, access, names }: Source,
  context: CommandContext,
  work: (source: { readonly repository: Repository; readonly password: string }) => Promise<T>,
): Promise<T> {
  const store = openStore(location, context.env);
  try {
    return await work(await openWithPassword(store, access, names, context));
  } finally {
    await store.close();
  }
}

function accessFlags(flags: Flags): AccessFlags {
  return {
    repo: flags.fromRepo,
    repositoryFile: flags.fromRepositoryFile,
    passwordFile: flags.fromPasswordFile,
    passwordCommand: flags.fromPasswordCommand,
  };
}

async function newPassword(context: CommandContext): Promise<string> {
  const source = findPasswordSource(context.flags, OWN_ACCESS, context.env);
  return source === undefined ? await askNewPassword(context) : await readPassword(source, context);
}
