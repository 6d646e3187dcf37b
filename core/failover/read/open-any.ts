import { BackstayError, isBackstayError } from "../../../shared/errors.ts";
import type { ReadStrategy } from "../../../shared/model/read-strategy.ts";
import { openCacheSomewhere, type RepositoryCache } from "../../catalog/repository-cache.ts";
import { orAborted } from "../../platform/or-aborted.ts";
import { loadIndex } from "../../repository/index/load-index.ts";
import { openRepository } from "../../repository/open-repository.ts";
import type { IndexedRepository, Repository } from "../../repository/repository.ts";
import type { Store } from "../../storage/store.ts";
import type { BadObject } from "./bad-object.ts";
import { type ReadingLimits, type ReadReport, readingAny } from "./reading-any.ts";

/** A replica that can be read from. */
export type ReadablePlace = {
  readonly location: string;
  /**
   * Its store, which touches nothing yet.
   * @param onOutage to be told when its machine went away, and is waited for
   */
  open(onOutage: (error: BackstayError) => void): Store;
};

export type OpenAnyOptions = {
  readonly password: string;
  /** The repository that must stand there; without it, whatever the first one is. */
  readonly expectedId?: string | undefined;
  readonly cacheFolder: string | undefined;
  readonly strategy?: ReadStrategy | undefined;
  readonly limits?: Partial<ReadingLimits> | undefined;
  /** How long a replica may take to open when there is another one; also one that asks for an expensive key. */
  readonly openLimitMs?: number;
  /** Puts around the store what all reading goes through. */
  readonly wrap?: ((store: Store) => Store) | undefined;
  readonly signal: AbortSignal;
  onUnusableCache(reason: BackstayError): void;
  /** Told of each damaged file once, as soon as it is met. */
  onBad?(object: BadObject): void;
  /** Told of a replica that cannot be opened, or whose index cannot be read: it is read from only when the others lack something. */
  onPassedOver(location: string, error: BackstayError): void;
  onOutage(error: BackstayError): void;
};

/** A repository that is read from whichever replica has what is wanted. */
export type OpenedAny = {
  readonly repository: IndexedRepository;
  report(): ReadReport;
  /** May be called twice. */
  close(): Promise<void>;
};

const OPEN_LIMIT_MS = 20_000;
const INDEX_LIMIT_MS = 120_000;

/**
 * Opens a repository at the first of its replicas that is what it should be and has a whole index; what is read then may come from any
 * of them.
 *
 * @param places the active one first
 * @throws {BackstayError} what opening the first one threw, when none can be opened
 */
export async function openAny(
  places: readonly [ReadablePlace, ReadablePlace, ...ReadablePlace[]],
  options: OpenAnyOptions,
): Promise<OpenedAny> {
  const failures = new Map<ReadablePlace, BackstayError>();
  for (const place of places) {
    try {
      return await openAt(place, places, [...failures.keys()], options, options.openLimitMs ?? OPEN_LIMIT_MS);
    } catch (error) {
      options.signal.throwIfAborted();
      if (!(error instanceof BackstayError)) throw error;
      failures.set(place, error);
      options.onPassedOver(place.location, error);
    }
  }
  const [first] = places;
  const error = failures.get(first);
  // it only took longer than one waits for when there is another one
  const isLate = isBackstayError(error, "STORE_UNREACHABLE") && error.details.reason === "timed-out";
  if (isLate) return await openAt(first, places, [], options, undefined);
  throw error;
}

async function openAt(
  first: ReadablePlace,
  all: readonly ReadablePlace[],
  passedOver: readonly ReadablePlace[],
  options: OpenAnyOptions,
  limitMs: number | undefined,
): Promise<OpenedAny> {
  const { password, expectedId, cacheFolder, strategy, limits, wrap = (store) => store } = options;
  const [second, ...others] = all.filter((place) => place !== first);
  if (second === undefined) throw new Error("there is one replica only");
  const open = (place: ReadablePlace) =>
    place.open((error) => {
      any.noteOutage(place.location);
      options.onOutage(error);
    });
  const stores: [Store, Store, ...Store[]] = [open(first), open(second), ...others.map(open)];
  const any = readingAny(stores, { strategy, limits, onBad: options.onBad });
  for (const { location } of passedOver) any.noteOutage(location);
  const closing: (() => void)[] = [];
  const close = async () => {
    for (const closeCache of closing.splice(0)) closeCache();
    await any.close();
  };
  try {
    const signal = limitMs === undefined ? options.signal : within(limitMs, options.signal);
    const opened = await inTime(first, signal, openRepository(wrap(any), password, signal));
    const { id } = opened;
    if (expectedId !== undefined && id !== expectedId) {
      const details = { location: first.location, expected: expectedId, found: id };
      throw new BackstayError("REPOSITORY_CHANGED", details);
    }
    const cache = openCacheSomewhere(cacheFolder, id, options.onUnusableCache, first.location);
    closing.push(() => cache.close());
    const until = within(INDEX_LIMIT_MS, options.signal);
    let reading: Promise<readonly RepositoryCache[]> | undefined;
    const otherIndexes = () => {
      reading ??= readIndexes(opened, stores.slice(1), options, closing);
      return reading;
    };
    const repository = await inTime(first, until, loadIndex({ ...opened, otherIndexes }, cache, until));
    return { repository, report: any.report, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Those that can be read; the others are passed over. */
async function readIndexes(
  repository: Repository,
  stores: readonly Store[],
  { cacheFolder, signal, onUnusableCache, onPassedOver }: OpenAnyOptions,
  closing: (() => void)[],
): Promise<readonly RepositoryCache[]> {
  const caches: RepositoryCache[] = [];
  for (const store of stores) {
    const cache = openCacheSomewhere(cacheFolder, repository.id, onUnusableCache, store.location);
    closing.push(() => cache.close());
    const until = within(INDEX_LIMIT_MS, signal);
    try {
      // what is damaged of it names nothing
      await inTime(
        store,
        until,
        loadIndex({ ...repository, store }, cache, until, () => undefined),
      );
      caches.push(cache);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof BackstayError)) throw error;
      onPassedOver(store.location, error);
    }
  }
  return caches;
}

function within(limitMs: number, signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
}

/** @throws {BackstayError} STORE_UNREACHABLE when the time is over; nobody waits for the work any more then */
async function inTime<T>(
  { location }: { readonly location: string },
  signal: AbortSignal,
  work: Promise<T>,
): Promise<T> {
  try {
    return await orAborted(work, signal);
  } catch (error) {
    if (!signal.aborted || !isTimeout(signal.reason)) throw error;
    throw new BackstayError("STORE_UNREACHABLE", { location, reason: "timed-out" }, { cause: error });
  }
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === "TimeoutError";
}
