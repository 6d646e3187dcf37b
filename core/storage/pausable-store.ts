import type { PauseGate } from "../jobs/pause.ts";
import type { FileKind, Store } from "./store.ts";

/**
 * A store that answers no more while its job is paused. All else in the job comes to rest behind it: threads wait for packs to be
 * read or written, and what feeds them waits for the threads. Locks are still refreshed, so that nobody takes the job for dead.
 */
export function pausable(store: Store, gate: PauseGate): Store {
  async function turn(kind: FileKind, signal: AbortSignal | undefined): Promise<void> {
    if (gate.isPaused && kind !== "lock") await gate.whenOpen(signal);
  }
  return {
    ...store,
    async *list(kind, signal) {
      await turn(kind, signal);
      yield* store.list(kind, signal);
    },
    async size(kind, name, signal) {
      await turn(kind, signal);
      return store.size(kind, name, signal);
    },
    async read(kind, name, range, signal) {
      await turn(kind, signal);
      return store.read(kind, name, range, signal);
    },
    async write(kind, name, bytes, signal) {
      await turn(kind, signal);
      return store.write(kind, name, bytes, signal);
    },
    async remove(kind, name, signal) {
      await turn(kind, signal);
      return store.remove(kind, name, signal);
    },
  };
}
