import type { BackstayError } from "../../shared/errors.ts";
import { orAborted } from "../platform/or-aborted.ts";
import type { Store } from "./store.ts";

/**
 * A store that may be used for so long from now on, whatever the place below does: a server that never answers holds up nobody.
 * @param late what is thrown then
 */
export function untilLate(store: Store, limitMs: number, late: () => BackstayError): Store {
  const limit = AbortSignal.timeout(limitMs);
  const both = (signal: AbortSignal | undefined) =>
    signal === undefined ? limit : AbortSignal.any([signal, limit]);

  async function inTime<T>(
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const until = both(signal);
    try {
      return await orAborted(work(until), until);
    } catch (error) {
      signal?.throwIfAborted();
      throw limit.aborted ? late() : error;
    }
  }

  const within =
    <T>(ask: (signal: AbortSignal) => Promise<T>) =>
    (signal?: AbortSignal) =>
      inTime(signal, ask);

  return {
    ...store,
    create: (signal) => inTime(signal, (until) => store.create(until)),
    async *list(kind, signal) {
      const files = await inTime(signal, async (until) => {
        const found = [];
        for await (const file of store.list(kind, until)) found.push(file);
        return found;
      });
      yield* files;
    },
    size: (kind, name, signal) => inTime(signal, (until) => store.size(kind, name, until)),
    read: (kind, name, range, signal) => inTime(signal, (until) => store.read(kind, name, range, until)),
    write: (kind, name, bytes, signal) => inTime(signal, (until) => store.write(kind, name, bytes, until)),
    remove: (kind, name, signal) => inTime(signal, (until) => store.remove(kind, name, until)),
    ...(store.entries === undefined ? {} : { entries: within(store.entries) }),
    ...(store.space === undefined ? {} : { space: within(store.space) }),
  };
}
