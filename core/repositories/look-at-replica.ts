import { BackstayError, isBackstayError, toWire, type WireError } from "../../shared/errors.ts";
import type { ReplicaFinding, ReplicaRecord } from "../catalog/repository-store.ts";
import type { Clock } from "../clock.ts";
import { askPlace } from "../platform/ask-place.ts";
import { openRepository } from "../repository/open-repository.ts";
import { isLocal } from "../storage/open-store.ts";
import type { Store } from "../storage/store.ts";
import type { StoreVariables } from "../storage/variables.ts";
import { atPlace } from "./at-place.ts";
import { readConfigSum } from "./config-sum.ts";
import { type Space, spaceAt } from "./free-space.ts";
import { spaceAtStore } from "./space-at-store.ts";

/** How long a place may take to answer before it counts as out of reach. */
const LOOK_LIMIT_MS = 20_000;

export type Look = {
  readonly finding: ReplicaFinding;
  /** Why it is out of reach. */
  readonly error: WireError | undefined;
};

export type LookParts = {
  /** Fetched only when `config` is another than last time. */
  readonly password: () => Promise<string>;
  /** What the place is opened with. */
  readonly variables: () => Promise<StoreVariables>;
  readonly clock: Clock;
  /** How long it may take; a place that did not answer in time is not asked again until it has. */
  readonly limitMs?: number;
};

/**
 * Looks whether a replica is where it should be, and is the one it should be. Nothing is written there. Never rejects for what
 * it finds; an error that is ours passes.
 */
export async function lookAtReplica(replica: ReplicaRecord, parts: LookParts): Promise<Look> {
  const { location } = replica;
  const { password, clock, limitMs = LOOK_LIMIT_MS } = parts;
  try {
    const place = { location, variables: await parts.variables() };
    const { configSum, ...space } = await atPlace(
      place,
      limitMs,
      async (store, signal) => ({
        configSum: await confirmIdentity(replica, store, password, signal),
        ...(isLocal(location) ? {} : await spaceAtStore(store, signal)),
      }),
      limitMs,
    );
    const found = isLocal(location) ? await spaceInTime(location, limitMs) : { ...NO_SPACE, ...space };
    return {
      finding: { reach: "reachable", checkedMs: clock.nowMs(), configSum, ...found },
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

const NO_SPACE: Space = { freeBytes: null, totalBytes: null };

/** A file system that answers no more is one whose room is not known. */
async function spaceInTime(location: string, limitMs: number): Promise<Space> {
  const late = () => new Error("the file system did not answer");
  return await askPlace(location, limitMs, () => spaceAt(location), late).catch(() => NO_SPACE);
}

/**
 * @returns the sum of its `config`
 * @throws {BackstayError} REPOSITORY_CHANGED when another repository stands there
 */
async function confirmIdentity(
  { location, repositoryId, configSum }: ReplicaRecord,
  store: Store,
  password: () => Promise<string>,
  signal: AbortSignal,
): Promise<string> {
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
}

async function openForeign(store: Store, password: string, expected: string, signal: AbortSignal) {
  try {
    return await openRepository(store, password, signal);
  } catch (error) {
    if (!isBackstayError(error, "WRONG_PASSWORD")) throw error;
    // ours opens with our password; whose this is, nobody knows
    throw new BackstayError("REPOSITORY_CHANGED", { location: store.location, expected, found: "?" });
  }
}
