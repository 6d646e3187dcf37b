/** How a job reads a repository that may have several replicas: from whichever of them has what it needs. */
import { z } from "zod";
import { ReadStrategy } from "../../../shared/model/read-strategy.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import { type BadObject, damageOf } from "../../failover/read/bad-object.ts";
import type { ReadablePlace } from "../../failover/read/open-any.ts";
import type { ReadReport } from "../../failover/read/reading-any.ts";
import { openWithSecrets } from "../../places/job-secrets.ts";
import type { Repository } from "../../repository/repository.ts";
import { pausable } from "../../storage/pausable-store.ts";
import type { JobContext } from "../define-job.ts";
import { passwordOf, RepositoryPlace, tellOutage, withRepository } from "./with-repository.ts";

/** Where a job that only reads finds its repository. How each place is signed in to comes among the secrets of the job. */
export const ReadPlace = RepositoryPlace.extend({
  /** Its other replicas, in the order in which they would take over. */
  others: z.array(z.string().min(1)).optional(),
  strategy: ReadStrategy.optional(),
});
export type ReadPlace = z.infer<typeof ReadPlace>;

/**
 * From where a job read, for its result. What each was asked for is counted in pieces; `badObjects` are files that one of them should
 * have whole and has not.
 */
export type ReadFrom = {
  /** The active one first. */
  readonly replicas: ReadReport["replicas"];
  readonly badObjects: readonly BadObject[];
  readonly badCount: number;
};

/** Files that a result names, for whoever mends them. */
const MAX_NAMED_OBJECTS = 1_000;

/**
 * Opens a repository for reading, with its cache, and closes both whatever happens. With one replica it is as `withRepository`; with
 * several the first that is what it should be is opened, and all that is read may come from any.
 *
 * @returns what the work returned, and from where it read when there was a choice
 * @throws {BackstayError} what opening and the work throw
 */
export async function withReadable<T>(
  place: ReadPlace,
  context: JobContext,
  work: (repository: Repository, cache: RepositoryCache) => Promise<T>,
): Promise<{ readonly result: T; readonly readFrom: ReadFrom | undefined }> {
  const { others: [second, ...others] = [], strategy, location, cacheFolder, expectedId } = place;
  if (second === undefined) {
    const result = await withRepository({ location, cacheFolder, expectedId }, context, work);
    return { result, readFrom: undefined };
  }
  const { openAny } = await import("../../failover/read/open-any.ts");
  const { secrets, signal, log, pause } = context;
  const readable = (at: string): ReadablePlace => ({
    location: at,
    open: (onOutage) => openWithSecrets(at, secrets, onOutage),
  });
  const passedOver: BadObject[] = [];
  const opened = await openAny([readable(location), readable(second), ...others.map(readable)], {
    password: passwordOf(location, context),
    ...{ expectedId, cacheFolder, strategy, signal },
    wrap: (store) => pausable(store, pause),
    onOutage: tellOutage(context),
    onUnusableCache: (reason) =>
      log({ level: "warning", text: "cache not usable, working without", facts: { reason: `${reason}` } }),
    onPassedOver(at, error) {
      passedOver.push(...damageOf(at, error));
      log({ level: "warning", text: "replica passed over", facts: { location: at, error: error.code } });
    },
  });
  try {
    const result = await work(opened.repository, opened.repository.cache);
    const { replicas, bad, badCount } = opened.report();
    const badObjects = [...passedOver, ...bad].slice(0, MAX_NAMED_OBJECTS);
    for (const object of badObjects.slice(0, MAX_LOGGED))
      log({ level: "warning", text: "read from elsewhere", facts: { ...object } });
    const activeFirst = replicas.toSorted(
      (a, b) => Number(b.location === location) - Number(a.location === location),
    );
    for (const replica of activeFirst) log({ level: "info", text: "read from", facts: { ...replica } });
    const readFrom = { replicas: activeFirst, badObjects, badCount: badCount + passedOver.length };
    return { result, readFrom };
  } finally {
    await opened.close();
  }
}

const MAX_LOGGED = 20;

/** What the summary of a job says of it, and the numbers among it that are shown; nothing when there was no choice. */
export function describeReading(readFrom: ReadFrom | undefined) {
  if (readFrom === undefined) return { counts: {}, summary: {} };
  const { replicas, badObjects, badCount } = readFrom;
  const [active, ...standbys] = replicas;
  return {
    counts: {
      readsFromActive: active?.reads ?? 0,
      readsFromStandbys: standbys.reduce((sum, { reads }) => sum + reads, 0),
      badObjects: badCount,
    },
    summary: {
      readFrom: {
        replicas: replicas.map((replica) => ({ ...replica })),
        badObjects: badObjects.map((object) => ({ ...object })),
        badCount,
      },
    },
  };
}
