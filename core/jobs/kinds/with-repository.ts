import { z } from "zod";
import { BackstayError, isBackstayError } from "../../../shared/errors.ts";
import { openCacheSomewhere, type RepositoryCache } from "../../catalog/repository-cache.ts";
import { openWithSecrets } from "../../places/job-secrets.ts";
import { openRepository } from "../../repository/open-repository.ts";
import type { Repository } from "../../repository/repository.ts";
import type { Pace } from "../../storage/pace.ts";
import { pausable } from "../../storage/pausable-store.ts";
import type { Store } from "../../storage/store.ts";
import type { JobContext } from "../define-job.ts";

/** Where a job finds its repository. Its password comes as the secret `password`, and with it how other machines are signed in to. */
export const RepositoryPlace = z.strictObject({
  /** What `--repo` takes. */
  location: z.string().min(1),
  /** Folder of the repository caches; without it the job uses a temporary one. */
  cacheFolder: z.string().optional(),
  /** The repository that must stand there; without it any will do. */
  expectedId: z.string().optional(),
});
export type RepositoryPlace = z.infer<typeof RepositoryPlace>;

/**
 * Opens a repository with its cache, and closes both whatever happens.
 * @throws {BackstayError} REPOSITORY_CHANGED before anything is done to another one; what opening and the work throw
 */
export async function withRepository<T>(
  place: RepositoryPlace,
  context: JobContext,
  work: (repository: Repository, cache: RepositoryCache) => Promise<T>,
): Promise<T> {
  const password = passwordOf(place.location, context);
  const store = openJobStore(place.location, context);
  try {
    const repository = await openRepository(store, password, context.signal);
    const { expectedId = repository.id, location } = place;
    if (repository.id !== expectedId)
      throw new BackstayError("REPOSITORY_CHANGED", { location, expected: expectedId, found: repository.id });
    return await withCacheOf(repository, place.cacheFolder, context, (cache) => work(repository, cache));
  } finally {
    await store.close();
  }
}

/** @throws {BackstayError} PASSWORD_MISSING */
export function passwordOf(where: string, { secrets: { password } }: JobContext): string {
  if (password === undefined) throw new BackstayError("PASSWORD_MISSING", { where });
  return password;
}

/** The store of a place that a job works on: it rests when the job is paused, and waits for machines that went away. */
export function openJobStore(location: string, context: JobContext, pace?: Pace): Store {
  const { secrets, pause } = context;
  return pausable(openWithSecrets(location, secrets, tellOutage(context), pace), pause);
}

/** Says in the job's log that a machine went away, and is waited for. */
export function tellOutage({ log }: JobContext): (reason: BackstayError) => void {
  return (reason) =>
    log({
      level: "warning",
      text: "the place cannot be reached, trying again",
      facts: { error: reason.code, ...(isBackstayError(reason, "STORE_UNREACHABLE") ? reason.details : {}) },
    });
}

/** Says in the job's log that its lock stays where it was, though the work is done. */
export function tellLockLeft({ log }: JobContext): (reason: unknown) => void {
  return (reason) =>
    log({
      level: "warning",
      text: "all is done, but the lock could not be removed; it counts for half an hour",
      facts: { reason: isBackstayError(reason) ? reason.code : `${reason}` },
    });
}

/** Opens the cache of a replica, and closes it. */
export async function withCacheOf<T>(
  { id, store }: Repository,
  cacheFolder: string | undefined,
  { log }: JobContext,
  work: (cache: RepositoryCache) => Promise<T>,
): Promise<T> {
  const tell = (reason: BackstayError) =>
    log({ level: "warning", text: "cache not usable, working without", facts: { reason: `${reason}` } });
  const cache = openCacheSomewhere(cacheFolder, id, tell, store.location);
  try {
    return await work(cache);
  } finally {
    cache.close();
  }
}
