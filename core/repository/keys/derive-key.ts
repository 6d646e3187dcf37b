/**
 * scrypt, as a password's key is derived with. Its lanes are independent, so they are shared out to threads, and each
 * thread mixes two at once: less than half of the time that OpenSSL, one lane after the other, takes on two cores.
 */
import { pbkdf2 } from "node:crypto";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";
import { romixLaneBytes } from "../../kernel/create-romix.ts";
import { startThread, type Thread } from "../../threads/thread.ts";
import { workerUrl } from "../../threads/worker-url.ts";
import type { ScryptLanes, ScryptThreadData } from "./scrypt-messages.ts";
import { checkScryptParameters, type ScryptParameters } from "./scrypt-parameters.ts";

export type { ScryptParameters };

export const DERIVED_KEY_BYTES = 64;

/** Memory that all threads together may take, unless one lane alone needs more. */
const MEMORY_BUDGET_BYTES = 160 * 1024 * 1024;

const stretch = promisify(pbkdf2);

/**
 * Derives 64 bytes from a password.
 *
 * @param password UTF-8 bytes
 * @param signal rejects with its reason once the threads have stopped
 * @throws {BackstayError} KEY_PARAMETERS_ABSURD without a key's id; who has one calls {@link checkScryptParameters} first
 * @source RFC 7914, section 6
 */
export async function deriveKey(
  password: Uint8Array,
  salt: Uint8Array,
  parameters: ScryptParameters,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  checkScryptParameters(parameters, "");
  signal?.throwIfAborted();
  const { r, p } = parameters;
  const lanes = await stretch(password, salt, 1, 128 * r * p, "sha256");
  await mixLanes(lanes, parameters, signal);
  return stretch(password, lanes, 1, DERIVED_KEY_BYTES, "sha256");
}

/** How many threads to start and how many lanes each mixes at once, within the memory budget. */
export function planThreads(
  { n, r, p }: ScryptParameters,
  cores: number,
): { threads: number; lanesAtOnce: 1 | 2 } {
  const lanesInBudget = Math.max(1, Math.floor(MEMORY_BUDGET_BYTES / romixLaneBytes(n, r)));
  const lanesAtOnce = lanesInBudget >= 2 && p >= 2 ? 2 : 1;
  const threads = Math.min(cores, Math.ceil(p / lanesAtOnce), Math.floor(lanesInBudget / lanesAtOnce));
  return { threads, lanesAtOnce };
}

/** Replaces every lane by its mixture. */
async function mixLanes(
  lanes: Uint8Array,
  parameters: ScryptParameters,
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  const { n, r } = parameters;
  const { threads: size, lanesAtOnce } = planThreads(parameters, availableParallelism());
  const shareBytes = lanesAtOnce * 128 * r;
  const data: ScryptThreadData = { n, r, lanesAtOnce };
  const threads: Thread<ScryptLanes>[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = () => reject(signal?.reason);
  signal?.addEventListener("abort", abort);

  let nextOffset = 0;
  let bytesMissing = lanes.length;
  const giveShare = (thread: Thread<ScryptLanes>) => {
    if (nextOffset >= lanes.length) return;
    thread.post({ offset: nextOffset, lanes: lanes.subarray(nextOffset, nextOffset + shareBytes) });
    nextOffset += shareBytes;
  };
  try {
    for (let i = 0; i < size; i++) {
      const thread = startThread<ScryptLanes, ScryptLanes>(
        workerUrl(import.meta.url, "./scrypt-worker"),
        data,
        {
          onMessage(mixed) {
            lanes.set(mixed.lanes, mixed.offset);
            bytesMissing -= mixed.lanes.length;
            if (bytesMissing === 0) resolve();
            giveShare(thread);
          },
          onFailure: reject,
        },
      );
      threads.push(thread);
      giveShare(thread);
    }
    await promise;
  } finally {
    signal?.removeEventListener("abort", abort);
    await Promise.all(threads.map((thread) => thread.stop()));
  }
}
