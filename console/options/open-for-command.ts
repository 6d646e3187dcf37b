import { join } from "node:path";
import { openCacheSomewhere, type RepositoryCache } from "../../core/catalog/repository-cache.ts";
import { dataFolder } from "../../core/platform/folders.ts";
import { acquireLock } from "../../core/repository/lock/lock.ts";
import { lockForReading } from "../../core/repository/lock/lock-for-reading.ts";
import { openRepository, requireRepository } from "../../core/repository/open-repository.ts";
import type { Repository } from "../../core/repository/repository.ts";
import { openStore } from "../../core/storage/open-store.ts";
import type { Store } from "../../core/storage/store.ts";
import { type BackstayError, isBackstayError, toWire } from "../../shared/errors.ts";
import { printable } from "../../shared/format/printable.ts";
import { shortId } from "../../shared/ids.ts";
import { describeError } from "../../shared/words/describe-error.ts";
import type { CommandContext } from "../context.ts";
import { variable } from "../environment.ts";
import { paceOf } from "./pace-flags.ts";
import { askPassword, readPassword } from "./read-password.ts";
import {
  type AccessFlags,
  type AccessNames,
  findLocation,
  findPasswordSource,
  OWN_ACCESS,
} from "./repository-access.ts";

/** Who types a password may mistype it. */
const ATTEMPTS = 3;

/** A repository that a command works on, with what this computer keeps about it. */
export type OpenedRepository = Repository & { readonly cache: RepositoryCache };

/**
 * Opens the repository the command line names, runs the work and closes everything, whatever happens.
 * @throws {BackstayError} what finding, opening and the work throw
 */
export async function withRepository<T>(
  context: CommandContext,
  work: (opened: OpenedRepository) => Promise<T>,
): Promise<T> {
  return await withRepositoryAt(await findLocation(context.flags, OWN_ACCESS, context.env), context, work);
}

/** The same of a repository that was found already. */
export async function withRepositoryAt<T>(
  location: string,
  context: CommandContext,
  work: (opened: OpenedRepository) => Promise<T>,
): Promise<T> {
  const store = openPlace(location, context);
  try {
    const { repository } = await openWithPassword(store, context.flags, OWN_ACCESS, context);
    const folder = cacheFolder(context);
    const { output, words } = context;
    if (output.verbosity > 0) output.note(words.opened(shortId(repository.id), repository.version, folder));
    const tell = (reason: BackstayError) => warnOfCache(reason, context);
    const cache = openCacheSomewhere(folder, repository.id, tell, store.location);
    try {
      return await work({ ...repository, cache });
    } finally {
      cache.close();
    }
  } finally {
    await store.close();
  }
}

/** The store of a place as a command uses it; it touches nothing yet. */
export function openPlace(location: string, context: CommandContext): Store {
  return openStore(location, context.env, (reason) => warnOfOutage(reason, context), paceOf(context.flags));
}

/** No error: what was asked for is done all the same, only slower. */
export function warnOfCache(reason: BackstayError, { output, words, language }: CommandContext): void {
  const message = words.withoutCache(describeError(toWire(reason, ""), language).message);
  output.complain(printable(message), { message_type: "warning", message });
}

/** No error yet: the store goes on by itself when its machine is back. */
function warnOfOutage(reason: BackstayError, { output, words, language }: CommandContext): void {
  const message = words.untilReachable(describeError(toWire(reason, ""), language).message);
  output.complain(printable(message), { message_type: "warning", message });
}

/** Where caches are kept; undefined after `--no-cache`. */
export function cacheFolder({ flags, env }: CommandContext): string | undefined {
  if (flags.cache === false) return undefined;
  return flags.cacheDir ?? variable("CACHE_DIR", env) ?? join(dataFolder(), "cache");
}

/** The same, and holds a lock against whoever would remove something meanwhile; for commands that only look. */
export async function withLockedRepository<T>(
  context: CommandContext,
  work: (opened: OpenedRepository) => Promise<T>,
): Promise<T> {
  return await withRepository(context, (opened) => withLock(opened, context, () => work(opened)));
}

/** What a lock is for: many may read at once, one may add beside them, and who removes something is alone. */
export type LockPurpose = "reading" | "adding" | "removing";

/**
 * Runs the work under a lock. For reading, `--no-lock` does without, and so does a repository in which nothing may be written, which
 * is said.
 */
export async function withLock<T>(
  repository: Repository,
  context: CommandContext,
  work: () => Promise<T>,
  purpose: LockPurpose = "reading",
): Promise<T> {
  if (context.flags.lock === false && purpose !== "removing") return await work();
  const done = new AbortController();
  const signal = AbortSignal.any([context.signal, done.signal]);
  const lock =
    purpose === "reading"
      ? await lockForReading(repository, signal, () => warnOfNoLock(context))
      : await acquireLock(repository, { exclusive: purpose === "removing" }, signal);
  try {
    if (purpose === "removing") await lock?.confirmed();
    return await work();
  } finally {
    done.abort(); // ends the wait for a confirmation nobody needs any more
    await lock?.release();
  }
}

/** Says that a command which only reads goes on where nothing may be written. */
export function warnOfNoLock({ output, words }: CommandContext): void {
  output.complain(words.withoutLock, { message_type: "warning", message: words.withoutLock });
}

/** Says that what a command did is done, though its lock stays where it was. */
export function warnOfLockLeft({ output, words, language }: CommandContext): (reason: unknown) => void {
  return (reason) => {
    const message = words.lockLeft(describeError(toWire(reason, ""), language).message);
    output.complain(printable(message), { message_type: "warning", message });
  };
}

/**
 * Opens a repository with the password that was said, or asks a person for it: up to three times at a terminal.
 * @throws {BackstayError} REPOSITORY_MISSING and CONFIG_MISSING before anybody is asked; WRONG_PASSWORD, PASSWORD_MISSING
 */
export async function openWithPassword(
  store: Store,
  flags: AccessFlags,
  names: AccessNames,
  context: CommandContext,
): Promise<{ readonly repository: Repository; readonly password: string }> {
  const { signal } = context;
  const { opened: repository, password } = await withPassword(
    store.location,
    context,
    (said) => openRepository(store, said, signal),
    { flags, names, beforeAsking: () => requireRepository(store, signal) },
  );
  return { repository, password };
}

/**
 * Opens something with the password that was said, or asks a person for it: up to three times at a terminal.
 * @param location of the repository, for the question
 * @param options.beforeAsking throws when there is nothing that a password would open
 * @throws {BackstayError} WRONG_PASSWORD, PASSWORD_MISSING; what opening throws
 */
export async function withPassword<T>(
  location: string,
  context: CommandContext,
  open: (password: string) => Promise<T>,
  options: {
    readonly flags?: AccessFlags;
    readonly names?: AccessNames;
    readonly beforeAsking?: () => Promise<void>;
  } = {},
): Promise<{ readonly opened: T; readonly password: string }> {
  const { env, words } = context;
  const { flags = context.flags, names = OWN_ACCESS, beforeAsking } = options;
  const source = findPasswordSource(flags, names, env);
  if (source !== undefined) {
    const password = await readPassword(source, context);
    return { opened: await open(password), password };
  }
  await beforeAsking?.();
  for (let attempt = 1; ; attempt++) {
    const password = await askPassword(words.password.ask(location), context);
    try {
      return { opened: await open(password), password };
    } catch (error) {
      const mayTryAgain = context.stdin().isTTY && attempt < ATTEMPTS;
      if (!mayTryAgain || !isBackstayError(error, "WRONG_PASSWORD")) throw error;
      context.stderr.write(`${words.password.wrong}\n`);
    }
  }
}
