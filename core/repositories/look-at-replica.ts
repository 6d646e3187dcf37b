import { BackstayError, isBackstayError, toWire, type WireError } from "../../shared/errors.ts";
import type { ReplicaFinding, ReplicaRecord } from "../catalog/repository-store.ts";
import type { Clock } from "../clock.ts";
import { openRepository } from "../repository/open-repository.ts";
import { openStore } from "../storage/open-store.ts";
import { readConfigSum } from "./config-sum.ts";
import { spaceAt } from "./free-space.ts";
import { withinTime } from "./within-time.ts";

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
 */
export async function lookAtReplica(
  replica: ReplicaRecord,
  password: () => Promise<string>,
  clock: Clock,
): Promise<Look> {
  try {
    const configSum = await withinTime(
      LOOK_LIMIT_MS,
      (signal) => confirmIdentity(replica, password, signal),
      () => new BackstayError("STORE_VANISHED", { location: replica.location }),
    );
    const space = await withinTime(LOOK_LIMIT_MS, () => spaceAt(replica.location), lateAnswer).catch(
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
