import { homedir } from "node:os";
import { Option } from "commander";
import { createReplica } from "../../core/failover/replicate/create-replica.ts";
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

import {
  accessOf,
  accessOfOriginal,
  addFromFlags,
  type FromFlags,
  withFromRepository,
} from "../options/from-repository.ts";
import { askNewPassword, readPassword } from "../options/read-password.ts";
import {
  FROM_ACCESS,
  findLocation,
  findPasswordSource,
  OWN_ACCESS,
  refusePassword,
} from "../options/repository-access.ts";

type Flags = FromFlags & {
  readonly repositoryVersion: "1" | "2" | "stable" | "latest";
  readonly copyChunkerParams?: boolean;
  readonly like?: string;
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
  addFromFlags(command, "repository to take the parameters from (default: $BACKSTAY_FROM_REPOSITORY)");
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
  const access = accessOf(flags);
  const location = await findLocation(access, FROM_ACCESS, context.env);
  const source = { location, access, names: FROM_ACCESS };
  return await withFromRepository(source, context, async ({ repository: { polynomial } }) => {
    const password = await newPassword(context);
    return await initRepository(store, { password, version, polynomial }, context.signal);
  });
}

/** With the key files of the original, so every password of the one opens the other. */
async function initReplica(
  store: Store,
  location: string,
  flags: Flags,
  context: CommandContext,
): Promise<Repository> {
  refusePassword(location);
  const source = { location, ...accessOfOriginal(flags, context) };
  return await withFromRepository(source, context, ({ repository }) =>
    createReplica(repository, store, context.signal),
  );
}

async function newPassword(context: CommandContext): Promise<string> {
  const source = findPasswordSource(context.flags, OWN_ACCESS, context.env);
  return source === undefined ? await askNewPassword(context) : await readPassword(source, context);
}
