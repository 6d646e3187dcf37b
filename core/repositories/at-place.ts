import { BackstayError } from "../../shared/errors.ts";
import { askPlace, requireAnswer } from "../platform/ask-place.ts";
import { isLocal, openStore } from "../storage/open-store.ts";
import type { Store } from "../storage/store.ts";
import type { StoreVariables } from "../storage/variables.ts";

/** A place, with what it takes to open it. */
export type OpenablePlace = { readonly location: string; readonly variables: StoreVariables };

/** Until a share has answered anything at all. */
export const ANSWER_LIMIT_MS = 20_000;

/** What it means that a place does not answer in time. */
export function lateAt(location: string): BackstayError {
  return isLocal(location)
    ? new BackstayError("STORE_VANISHED", { location })
    : new BackstayError("STORE_UNREACHABLE", { location, reason: "timed-out" });
}

/**
 * Works on a store in this process, for no longer than the limit: neither a share nor a server that never answers holds up the host.
 *
 * @param work is told by its signal that nobody waits any more
 * @param answerLimitMs until a share has answered anything
 * @throws {BackstayError} STORE_VANISHED or STORE_UNREACHABLE when it takes too long; what the work throws
 */
export async function atPlace<T>(
  { location, variables }: OpenablePlace,
  limitMs: number,
  work: (store: Store, signal: AbortSignal) => Promise<T>,
  answerLimitMs = ANSWER_LIMIT_MS,
): Promise<T> {
  const late = () => lateAt(location);
  if (isLocal(location)) await requireAnswer(location, answerLimitMs, late);
  return await askPlace(
    location,
    limitMs,
    async (signal) => {
      const store = openStore(location, variables);
      try {
        return await work(store, signal);
      } finally {
        await store.close();
      }
    },
    late,
  );
}
