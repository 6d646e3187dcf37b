import { type BackstayError, isBackstayError } from "../../shared/errors.ts";
import { orAborted } from "../platform/or-aborted.ts";
import type { Store } from "./store.ts";

export type AddressOptions = {
  /**
   * Throws unless a store is the replica that is meant. Asked of each address before anything else is: behind the same address in
   * another network there is another machine.
   */
  readonly prove: (store: Store, signal: AbortSignal) => Promise<void>;
  /** Told the location that is used from now on, whenever it is another one. */
  readonly onMove?: (location: string) => void;
};

/**
 * One replica that can be reached at several addresses, such as in the office and through the VPN. The first that answers and proves to
 * be the replica is used, until it cannot be reached any more; then the others are tried, from the first on. What failed on the way is
 * done again, which all of a store may be.
 *
 * @param addresses stores that touch nothing yet, and do not try again by themselves; this one closes them
 */
export function withAddresses(addresses: readonly [Store, ...Store[]], options: AddressOptions): Store {
  const closing = new AbortController();
  let current: Store | undefined;
  let told: Store | undefined;
  let choosing: Promise<Store> | undefined;

  /** Calls that come meanwhile wait for the same choice, so none of them may call it off alone. */
  async function chosen(signal: AbortSignal | undefined, failed?: Store): Promise<Store> {
    signal?.throwIfAborted();
    if (current === failed) current = undefined;
    if (current !== undefined) return current;
    choosing ??= choose(failed).finally(() => {
      choosing = undefined;
    });
    choosing.catch(() => undefined); // told to whoever waits
    return await orAborted(choosing, signal);
  }

  async function choose(failed: Store | undefined): Promise<Store> {
    const errors: unknown[] = [];
    // the one that just failed may answer again, but is not worth waiting for before the others
    const order = [...addresses.filter((each) => each !== failed), ...(failed === undefined ? [] : [failed])];
    for (const store of order) {
      try {
        await options.prove(store, closing.signal);
        current = store;
        if (told !== store) options.onMove?.(store.location);
        told = store;
        return store;
      } catch (error) {
        closing.signal.throwIfAborted();
        errors.push(error);
      }
    }
    // that a place does not answer is told only when none says more
    throw errors.find((error) => !isUnreachable(error)) ?? errors[0];
  }

  async function work<T>(run: (store: Store) => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    const store = await chosen(signal);
    try {
      return await run(store);
    } catch (error) {
      signal?.throwIfAborted();
      if (!isUnreachable(error)) throw error;
      return await run(await chosen(signal, store));
    }
  }

  return {
    get location() {
      return (current ?? told ?? addresses[0]).location;
    },
    cheapSeeks: addresses.every(({ cheapSeeks }) => cheapSeeks),
    keepsManifests: addresses.every(({ keepsManifests }) => keepsManifests),

    /** There is nothing to be proven yet. */
    async create(signal) {
      const [first, ...others] = addresses;
      try {
        await first.create(signal);
      } catch (error) {
        signal?.throwIfAborted();
        const [second, ...more] = others;
        if (!isUnreachable(error) || second === undefined) throw error;
        await withAddresses([second, ...more], options).create(signal);
      }
    },

    async *list(kind, signal) {
      const listed = new Set<string>(); // a list that broke off begins anew, in any order
      let failed: Store | undefined;
      for (let attempt = 0; ; attempt++) {
        const store = await chosen(signal, failed);
        try {
          for await (const file of store.list(kind, signal)) {
            if (listed.has(file.name)) continue;
            listed.add(file.name);
            yield file;
          }
          return;
        } catch (error) {
          signal?.throwIfAborted();
          if (!isUnreachable(error) || attempt > 0) throw error;
          failed = store;
        }
      }
    },

    size: (kind, name, signal) => work((store) => store.size(kind, name, signal), signal),
    read: (kind, name, range, signal) => work((store) => store.read(kind, name, range, signal), signal),
    write: (kind, name, bytes, signal) => work((store) => store.write(kind, name, bytes, signal), signal),
    remove: (kind, name, signal) => work((store) => store.remove(kind, name, signal), signal),

    async close() {
      closing.abort(new Error("closed"));
      await Promise.all(addresses.map((store) => store.close()));
    },
  };
}

function isUnreachable(error: unknown): error is BackstayError<"STORE_UNREACHABLE"> {
  return isBackstayError(error, "STORE_UNREACHABLE");
}
