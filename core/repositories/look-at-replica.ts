import { BackstayError, isBackstayError, toWire, type WireError } from "../../shared/errors.ts";
import type { ReplicaFinding, ReplicaRecord } from "../catalog/repository-store.ts";
import type { Clock } from "../clock.ts";
import { askPlace, requireAnswer } from "../platform/ask-place.ts";
import { openRepository } from "../repository/open-repository.ts";
import { openStore } from "../storage/open-store.ts";
import { readConfigSum } from "./config-sum.ts";
import { spaceAt } from "./free-space.ts";

/** How long a share may take to answer before it counts as out of reach. */
const LOOK_LIMIT_MS = 20_000;

export type Look = {
  readonly finding: ReplicaFinding;
  /** Why it is out of reach. */
  readonly error: WireError | undefined;
};

/**
 * Looks whether a replica is where it should be, and is the one it should be. Nothing is written there. Never rejects for what
 * it finds; an error that is ours passes.
 *
 * @param password fetched only when `config` is another than last time
 * @param limitMs how long it may take; a place that did not answer in time is not asked again until it has
 */
export async function lookAtReplica(
  replica: ReplicaRecord,
  password: () => Promise<string>,
  clock: Clock,
  limitMs = LOOK_LIMIT_MS,
): Promise<Look> {
  const { location } = replica;
  const late = () => new BackstayError("STORE_VANISHED", { location });
  try {
    await requireAnswer(location, limitMs, late);
    const look = (signal: AbortSignal) => confirmIdentity(replica, password, signal);
    const configSum = await askPlace(location, limitMs, look, late);
    const space = await askPlace(location, limitMs, () => spaceAt(location), lateAnswer).catch(
      () => NO_SPACE,
    );
    return {
      finding: { reach: "reachable", checkedMs: clock.nowMs(), configSum, ...space },
      error: undefined,
    };
  } catch (error) {
    if (!isBackstayError(error)) throw error;
    const { configSum } = replica;
    return {
      finding: { reach: "unreachable", checkedMs: clock.nowMs(), configSum, ...NO_SPACE },
      error: toWire(error, ""),
    };
  }
}

const NO_SPACE = { freeBytes: null, totalBytes: null };
const lateAnswer = () => new Error("the file system did not answer");

/**
 * @returns the sum of its `config`
 * @throws {BackstayError} REPOSITORY_CHANGED when another repository stands there
 */
async function confirmIdentity(
  { location, repositoryId, configSum }: ReplicaRecord,
  password: () => Promise<string>,
  signal: AbortSignal,
): Promise<string> {
  const store = openStore(location);
  try {
    const found = await readConfigSum(store, signal);
    if (found === configSum) return found;
    // rewritten by an upgrade of its format, or not the same repository at all: only its password can tell
    const repository = await openForeign(store, await password(), repositoryId, signal);
    if (repository.id === repositoryId) return found;
    throw new BackstayError("REPOSITORY_CHANGED", {
      location,
      expected: repositoryId,
      found: repository.id,
    });
  } finally {
    await store.close();
  }
}

async function openForeign(
  store: ReturnType<typeof openStore>,
  password: string,
  expected: string,
  signal: AbortSignal,
) {
  try {
    return await openRepository(store, password, signal);
  } catch (error) {
    if (!isBackstayError(error, "WRONG_PASSWORD")) throw error;
    // ours opens with our password; whose this is, nobody knows
    throw new BackstayError("REPOSITORY_CHANGED", { location: store.location, expected, found: "?" });
  }
}
