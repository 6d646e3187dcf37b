import { setTimeout as wait } from "node:timers/promises";
import { type BackstayError, isBackstayError } from "../../shared/errors.ts";
import type { Store, StoredFile } from "./store.ts";

export type RetryOptions = {
  /** How long to go on trying, from the first failure on. */
  readonly giveUpAfterMs?: number;
  /** Waits, unless the signal is aborted. */
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  /** Milliseconds that only grow. */
  readonly nowMs?: () => number;
  /** From 0 to below 1. */
  readonly random?: () => number;
  /** Told when the place cannot be reached and is tried again: once, until it has answered. */
  readonly onOutage?: (error: BackstayError) => void;
};

const GIVE_UP_AFTER_MS = 5 * 60_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** A server may refuse what it is sent anew while it still clears away what was cut off. */
const REFUSALS_AFTER_CUT = 3;

/**
 * A store that tries again when the place below could not be reached, waiting longer each time. Nothing else is tried again: what a
 * server answered it would answer once more, unless it refuses a write of which an attempt before was cut off. As long as a place has never answered it is asked once, so that a wrong address is
 * told at once.
 *
 * All of a store may be done twice: files are named by their content, and what was removed counts as removed.
 */
export function retrying(store: Store, options: RetryOptions = {}): Store {
  const {
    giveUpAfterMs = GIVE_UP_AFTER_MS,
    nowMs = () => performance.now(),
    random = Math.random,
    wait: pause = (ms, signal) => wait(ms, undefined, { signal, ref: true }).catch(() => undefined),
  } = options;
  let hasAnswered = false;
  let isTold = false;
  const answered = () => {
    hasAnswered = true;
    isTold = false;
  };

  /** Decides about one failure after another of the same work: returns when it is worth another attempt, else throws it. */
  function patience(signal: AbortSignal | undefined): (error: unknown) => Promise<void> {
    let failedMs: number | undefined;
    let waitMs = FIRST_WAIT_MS;
    let wasCut = false;
    let refusals = 0;
    const isWorthAnother = (error: unknown): error is BackstayError => {
      if (isPassing(error)) {
        wasCut = true;
        return true;
      }
      if (!wasCut || !isBackstayError(error, "STORE_WRITE_REFUSED")) return false;
      refusals += 1;
      return refusals <= REFUSALS_AFTER_CUT;
    };
    return async (error) => {
      signal?.throwIfAborted();
      failedMs ??= nowMs();
      // half to one and a half times, so that several that lost the same place do not come back in step
      const next = waitMs * (0.5 + random());
      if (!isWorthAnother(error) || !hasAnswered || nowMs() + next - failedMs > giveUpAfterMs) throw error;
      if (!isTold) options.onOutage?.(error);
      isTold = true;
      await pause(next, signal);
      signal?.throwIfAborted();
      waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
    };
  }

  async function again<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    const waitAfter = patience(signal);
    for (;;) {
      try {
        const result = await work();
        answered();
        return result;
      } catch (error) {
        hasAnswered ||= isAnswer(error);
        await waitAfter(error);
      }
    }
  }

  return {
    ...store,
    create: (signal) => again(() => store.create(signal), signal),
    async *list(kind, signal) {
      const waitAfter = patience(signal);
      const listed = new Set<string>(); // a list that broke off begins anew, in any order
      for (;;) {
        try {
          for await (const file of store.list(kind, signal)) {
            answered();
            if (listed.has(file.name)) continue;
            listed.add(file.name);
            yield file satisfies StoredFile;
          }
          answered();
          return;
        } catch (error) {
          hasAnswered ||= isAnswer(error);
          await waitAfter(error);
        }
      }
    },
    size: (kind, name, signal) => again(() => store.size(kind, name, signal), signal),
    read: (kind, name, range, signal) => again(() => store.read(kind, name, range, signal), signal),
    write: (kind, name, bytes, signal) => again(() => store.write(kind, name, bytes, signal), signal),
    remove: (kind, name, signal) => again(() => store.remove(kind, name, signal), signal),
  };
}

function isPassing(error: unknown): error is BackstayError<"STORE_UNREACHABLE"> {
  if (!isBackstayError(error, "STORE_UNREACHABLE")) return false;
  return error.details.reason !== "no-sftp" && error.details.reason !== "no-webdav";
}

/** Whether it takes a place that answers to fail like that. */
function isAnswer(error: unknown): boolean {
  return (
    isBackstayError(error, "OBJECT_MISSING") ||
    isBackstayError(error, "OBJECT_CORRUPT") ||
    isBackstayError(error, "STORE_VANISHED")
  );
}
