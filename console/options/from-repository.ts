import type { Command } from "commander";
import { openCacheSomewhere } from "../../core/catalog/repository-cache.ts";
import { openReplica } from "../../core/failover/replicate/open-replica.ts";
import type { Repository } from "../../core/repository/repository.ts";
import type { BackstayError } from "../../shared/errors.ts";
import type { CommandContext } from "../context.ts";
import {
  cacheFolder,
  type OpenedRepository,
  openPlace,
  openWithPassword,
  warnOfCache,
} from "./open-for-command.ts";
import {
  type AccessFlags,
  type AccessNames,
  FROM_ACCESS,
  findLocation,
  findPasswordSource,
  OWN_ACCESS,
} from "./repository-access.ts";

/** The other repository of a command that works on two. The names are restic's. */
export type FromFlags = {
  readonly fromRepo?: string;
  readonly fromRepositoryFile?: string;
  readonly fromPasswordFile?: string;
  readonly fromPasswordCommand?: string;
};

/** @param about what the repository is for, as the help says it */
export function addFromFlags(command: Command, about: string): void {
  command
    .option("--from-repo <location>", about)
    .option("--from-repository-file <file>", "file that says where it is")
    .option(
      "--from-password-file <file>",
      "file that holds its password (default: $BACKSTAY_FROM_PASSWORD_FILE)",
    )
    .option("--from-password-command <command>", "program that prints its password");
}

/** The flags as those of any repository. */
export function accessOf(flags: FromFlags): AccessFlags {
  return {
    repo: flags.fromRepo,
    repositoryFile: flags.fromRepositoryFile,
    passwordFile: flags.fromPasswordFile,
    passwordCommand: flags.fromPasswordCommand,
  };
}

export type FromRepository = {
  readonly location: string;
  readonly access: AccessFlags;
  readonly names: AccessNames;
};

/** A replica has the passwords of its original, so the one that is said for it will do. */
export function accessOfOriginal(
  flags: FromFlags,
  { flags: own, env }: CommandContext,
): Pick<FromRepository, "access" | "names"> {
  const from = accessOf(flags);
  const hasOwn = findPasswordSource(from, FROM_ACCESS, env) !== undefined;
  return hasOwn ? { access: from, names: FROM_ACCESS } : { access: own, names: OWN_ACCESS };
}

/** Opens the other repository, runs the work and closes it. */
export async function withFromRepository<T>(
  { location, access, names }: FromRepository,
  context: CommandContext,
  work: (source: { readonly repository: Repository; readonly password: string }) => Promise<T>,
): Promise<T> {
  const store = openPlace(location, context);
  try {
    return await work(await openWithPassword(store, access, names, context));
  } finally {
    await store.close();
  }
}

/**
 * Opens two replicas of one repository, each with its cache: the other with its password, and with that the one the command
 * works on.
 *
 * @param open opens a place as a replica of the other
 * @throws {BackstayError} REPLICA_DIFFERS, and what finding, opening and the work throw
 */
export async function withReplicas<T>(
  flags: FromFlags,
  context: CommandContext,
  work: (from: OpenedRepository, to: OpenedRepository) => Promise<T>,
  open: typeof openReplica = openReplica,
): Promise<T> {
  const location = await findLocation(accessOf(flags), FROM_ACCESS, context.env);
  const target = await findLocation(context.flags, OWN_ACCESS, context.env);
  const original = { location, ...accessOfOriginal(flags, context) };
  return await withFromRepository(original, context, async ({ repository }) => {
    const store = openPlace(target, context);
    try {
      const replica = await open(repository, store, context.signal);
      return await withCache(repository, context, (from) =>
        withCache(replica, context, (to) => work(from, to)),
      );
    } finally {
      await store.close();
    }
  });
}

async function withCache<T>(
  repository: Repository,
  context: CommandContext,
  work: (opened: OpenedRepository) => Promise<T>,
): Promise<T> {
  const tell = (reason: BackstayError) => warnOfCache(reason, context);
  const { id, store } = repository;
  const cache = openCacheSomewhere(cacheFolder(context), id, tell, store.location);
  try {
    return await work({ ...repository, cache });
  } finally {
    cache.close();
  }
}
