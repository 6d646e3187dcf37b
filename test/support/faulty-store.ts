/** Stores that fail on purpose, to stop a job at each of its writes in turn. */
import type { MemoryStore } from "../../core/storage/memory.ts";
import type { FileKind, Store } from "../../core/storage/store.ts";
import { BackstayError } from "../../shared/errors.ts";

/**
 * When the fatal operation stops: `before` anything happened; `torn`, with half of the bytes left under a temporary name
 * (for a removal the same as `before`); `after` it was done, but before anybody was told.
 */
export type FaultMoment = "before" | "torn" | "after";

export type FaultPlan = {
  readonly moment?: FaultMoment;
  /** Leaves a half-written temporary file, in a store that has such files; without it `torn` is like `before`. */
  readonly leaveTorn?: (kind: FileKind, name: string, half: Uint8Array) => Promise<void>;
};

/**
 * Lets `writes` writes and removals pass and fails the next and, as the process counts as dead from then on, everything
 * else after it, reading too. What was already under way when it failed still completes.
 *
 * @returns a store that fails with STORE_FAILED, reason `stopped by the test`
 */
export function failAfter(writes: number, store: MemoryStore, plan?: FaultPlan): MemoryStore;
export function failAfter(writes: number, store: Store, plan?: FaultPlan): Store;
export function failAfter(writes: number, store: Store, plan: FaultPlan = {}): Store {
  const { moment = "before", leaveTorn } = plan;
  let left = writes;
  let isDead = false;
  const stopped = (operation: string): BackstayError =>
    new BackstayError("STORE_FAILED", { location: store.location, operation, reason: "stopped by the test" });
  const alive = (operation: string): void => {
    if (isDead) throw stopped(operation);
  };
  const counted = async (
    operation: string,
    run: () => Promise<void>,
    tear: () => Promise<void>,
  ): Promise<void> => {
    alive(operation);
    if (left-- > 0) return run();
    isDead = true;
    if (moment === "torn") await tear();
    if (moment === "after") await run();
    throw stopped(operation);
  };

  return {
    ...store, // `copy` and `asAfterPowerCut` of a memory store go to what lies below, and live on
    create: async (signal) => {
      alive("create");
      await store.create(signal);
    },
    async *list(kind, signal) {
      alive("list");
      for await (const file of store.list(kind, signal)) {
        yield file;
        alive("list");
      }
    },
    size: async (kind, name, signal) => {
      alive("size");
      return store.size(kind, name, signal);
    },
    read: async (kind, name, range, signal) => {
      alive("read");
      return store.read(kind, name, range, signal);
    },
    write: (kind, name, bytes, signal) =>
      counted(
        "write",
        () => store.write(kind, name, bytes, signal),
        async () => leaveTorn?.(kind, name, bytes.subarray(0, bytes.length >> 1)),
      ),
    remove: (kind, name, signal) =>
      counted(
        "remove",
        () => store.remove(kind, name, signal),
        async () => {},
      ),
  };
}

/** Counts the writes and removals that `work` does, to know how often it can be stopped. */
export async function countWrites<S extends Store>(
  store: S,
  work: (store: S) => Promise<unknown>,
): Promise<number> {
  let writes = 0;
  await work({
    ...store,
    write: (kind, name, bytes, signal) => {
      writes++;
      return store.write(kind, name, bytes, signal);
    },
    remove: (kind, name, signal) => {
      writes++;
      return store.remove(kind, name, signal);
    },
  } satisfies Store as S);
  return writes;
}
