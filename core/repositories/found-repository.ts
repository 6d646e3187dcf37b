/** A repository at a place that is open: whether it is the right one, what is noted of it, and how one that was made in vain goes again. */
import { BackstayError, isBackstayError } from "../../shared/errors.ts";
import type { RepositoryId } from "../../shared/ids.ts";
import { openRepository } from "../repository/open-repository.ts";
import type { Repository } from "../repository/repository.ts";
import type { Store } from "../storage/store.ts";
import { ANSWER_LIMIT_MS } from "./at-place.ts";
import { readConfigSum } from "./config-sum.ts";
import type { Space } from "./free-space.ts";
import { spaceAtStore } from "./space-at-store.ts";

/** What is noted of a place where a repository was found. */
export type Found = { readonly configSum: string; readonly space: Space };

export async function findingAt(opened: Store, signal: AbortSignal): Promise<Found> {
  return { configSum: await readConfigSum(opened, signal), space: await spaceAtStore(opened, signal) };
}

/** @throws {BackstayError} REPOSITORY_CHANGED when another one stands there; what opening it throws */
export async function openExpected(
  opened: Store,
  password: string,
  expected: RepositoryId,
  signal: AbortSignal,
): Promise<Repository> {
  const repository = await openRepository(opened, password, signal);
  if (repository.id === expected) return repository;
  const { location } = opened;
  throw new BackstayError("REPOSITORY_CHANGED", { location, expected, found: repository.id });
}

/**
 * Takes back a repository that was made just now: without these two files it is none. What the place does not let go, or does not
 * answer about, stays.
 */
export async function unmake({ store, keyId }: Repository): Promise<void> {
  const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
  const removeIfPossible = async (kind: "config" | "key", name: string) => {
    try {
      await store.remove(kind, name, signal);
    } catch (error) {
      if (!isBackstayError(error) && error !== signal.reason) throw error;
    }
  };
  await removeIfPossible("config", "config");
  await removeIfPossible("key", keyId);
}
