/** How a command that only reads opens its repository: at all places in which this computer's Backstay knows it to be. */
import type { OpenedAny, ReadablePlace } from "../../core/failover/read/open-any.ts";
import { findSetAtLocation, hasCatalog, type SetAtLocation } from "../../core/replicas/set-at-location.ts";
import { loadIndex } from "../../core/repository/index/load-index.ts";
import type { IndexedRepository } from "../../core/repository/repository.ts";
import { openStore } from "../../core/storage/open-store.ts";
import { BackstayError, isBackstayError, toWire } from "../../shared/errors.ts";
import { formatBytes } from "../../shared/format/bytes.ts";
import { printable } from "../../shared/format/printable.ts";
import { shortId } from "../../shared/ids.ts";
import { describeError } from "../../shared/words/describe-error.ts";
import type { CommandContext } from "../context.ts";
import { headlessSecrets } from "../host/headless-secrets.ts";
import { dataFolderOf } from "../host-client/with-host.ts";
import { replicaReadingWords } from "../words/replica-reading-words.ts";
import {
  cacheFolder,
  type OpenedRepository,
  openPlace,
  warnOfCache,
  withLock,
  withPassword,
  withRepositoryAt,
} from "./open-for-command.ts";
import { paceOf } from "./pace-flags.ts";
import { findLocation, OWN_ACCESS } from "./repository-access.ts";

/**
 * Opens the repository the command line names for reading, runs the work and closes everything. When it is one of several replicas that
 * this computer's Backstay knows, what is read comes from whichever has it whole; lists, and the lock, are of the place that was named
 * as long as it can be opened.
 * @throws {BackstayError} what finding, opening and the work throw
 */
export async function withReadableRepository<T>(
  context: CommandContext,
  work: (opened: OpenedRepository) => Promise<T>,
): Promise<T> {
  const location = await findLocation(context.flags, OWN_ACCESS, context.env);
  const set = await findSet(location, context);
  if (set === undefined || set.others.length === 0) return await withRepositoryAt(location, context, work);
  const opened = await openSet(location, set, context);
  if (opened === undefined) return await withRepositoryAt(location, context, work);
  const { output, words } = context;
  const { repository } = opened;
  if (output.verbosity > 0)
    output.note(words.opened(shortId(repository.id), repository.version, cacheFolder(context)));
  try {
    return await work(repository);
  } finally {
    tellFrom(opened, set, context);
    await opened.close();
  }
}

/** The same, and holds a lock against whoever would remove something meanwhile. */
export async function withLockedReadable<T>(
  context: CommandContext,
  work: (opened: OpenedRepository) => Promise<T>,
): Promise<T> {
  return await withReadableRepository(context, (opened) => withLock(opened, context, () => work(opened)));
}

/** The same, with its index. */
export async function withIndexedRepository<T>(
  context: CommandContext,
  work: (repository: IndexedRepository) => Promise<T>,
): Promise<T> {
  return await withLockedReadable(context, async (opened) =>
    work(await loadIndex(opened, opened.cache, context.signal)),
  );
}

/** What Backstay knows of a place. That it knows nothing, or cannot be asked, is no reason not to read. */
async function findSet(location: string, context: CommandContext): Promise<SetAtLocation | undefined> {
  const { env, flags, language } = context;
  const folder = dataFolderOf(env);
  if (flags.onePlace === true || !hasCatalog(folder)) return undefined;
  const say = replicaReadingWords[language];
  try {
    const secrets = headlessSecrets(folder, () => undefined);
    const set = await findSetAtLocation(folder, location, secrets);
    // whoever lacks something would take it for lost everywhere
    for (const { name, error } of set?.leftOut ?? [])
      warn(say.leftOut(name, sentence(error, context)), context);
    return set;
  } catch (error) {
    if (isBackstayError(error, "STORE_LOCATION_INVALID")) throw error;
    warn(say.unknown(sentence(error, context)), context);
    return undefined;
  }
}

/** @returns undefined when another repository stands at the place that was named: then it is none of the replicas */
async function openSet(
  location: string,
  { repositoryId, name, strategy, others }: SetAtLocation,
  context: CommandContext,
): Promise<OpenedAny | undefined> {
  const { openAny } = await import("../../core/failover/read/open-any.ts");
  const named = openPlace(location, context);
  const own: ReadablePlace = { location: named.location, open: () => openPlace(location, context) };
  await named.close();
  const [second, ...rest] = others.map(
    (other): ReadablePlace => ({
      location: other.location,
      open: (onOutage) => openStore(other.location, other.variables, onOutage, paceOf(context.flags)),
    }),
  );
  if (second === undefined) return undefined;
  const nameOf = (at: string) => (at === own.location ? name : nameAmong(others, at));
  const say = replicaReadingWords[context.language];
  const open = async (password: string) => {
    const wrong: BackstayError[] = [];
    try {
      return await openAny([own, second, ...rest], {
        ...{ password, expectedId: repositoryId, cacheFolder: cacheFolder(context), strategy },
        signal: context.signal,
        onUnusableCache: (reason) => warnOfCache(reason, context),
        onOutage: () => undefined, // another one is read
        onPassedOver(at, error) {
          if (isBackstayError(error, "REPOSITORY_CHANGED") && at === own.location) throw error;
          if (isBackstayError(error, "WRONG_PASSWORD")) wrong.push(error);
          else warn(say.passedOver(nameOf(at), sentence(error, context)), context);
        },
      });
    } catch (error) {
      context.signal.throwIfAborted();
      // who mistyped it may say it again, even if the place that was named is away
      throw error instanceof BackstayError && error.code !== "REPOSITORY_CHANGED"
        ? (wrong[0] ?? error)
        : error;
    }
  };
  try {
    return (await withPassword(own.location, context, open)).opened;
  } catch (error) {
    if (isBackstayError(error, "REPOSITORY_CHANGED") && error.details.location === own.location)
      return undefined;
    throw error;
  }
}

function nameAmong(others: SetAtLocation["others"], location: string): string {
  return others.find((other) => other.location === location)?.name ?? location;
}

/** Files that are named one by one. */
const MAX_NAMED = 20;

/** Says which files a replica should have whole and has not, and with `-v` from where was read. */
function tellFrom(opened: OpenedAny, set: SetAtLocation, context: CommandContext): void {
  const { output, language } = context;
  const say = replicaReadingWords[language];
  const { replicas, bad } = opened.report();
  const nameOf = (at: string) =>
    printable(set.others.find((other) => other.location === at)?.name ?? set.name);
  if (output.verbosity > 0)
    for (const { location: at, reads, bytes } of replicas)
      output.complain(say.readFrom(nameOf(at), printable(at), reads, formatBytes(bytes)), {
        ...{ message_type: "read_from", location: at, reads, bytes },
      });
  for (const [at, objects = []] of Object.entries(Object.groupBy(bad, (object) => object.location))) {
    // on standard error: where the output is a file of a snapshot, there must be nothing else in it
    warn(`${say.bad(nameOf(at), objects.length)} ${say.badAdvice}`, context, {
      location: at,
      objects: objects.map(({ kind, name, fault }) => ({ kind, name, fault })),
    });
    if (output.verbosity > 0 && !output.isJson)
      for (const { kind, name, fault } of objects.slice(0, MAX_NAMED))
        output.complain(say.badFile(nameOf(at), kind, name, fault === "missing"), {});
  }
}

function sentence(error: unknown, { language }: CommandContext): string {
  return describeError(toWire(error, ""), language).message;
}

function warn(text: string, { output }: CommandContext, facts: object = {}): void {
  const message = printable(text);
  output.complain(message, { message_type: "warning", message, ...facts });
}
