/** A job's way to learn that it should wait. */
export type PauseGate = {
  readonly isPaused: boolean;
  /** Resolves when the job may go on. @throws the signal's reason */
  whenOpen(signal: AbortSignal | undefined): Promise<void>;
};

export type Pause = PauseGate & { set(isPaused: boolean): void };

export function createPause(): Pause {
  let opening: PromiseWithResolvers<void> | undefined;
  return {
    get isPaused() {
      return opening !== undefined;
    },
    async whenOpen(signal) {
      signal?.throwIfAborted();
      while (opening !== undefined) await orAborted(opening.promise, signal);
    },
    set(isPaused) {
      if (isPaused) opening ??= Promise.withResolvers();
      else {
        opening?.resolve();
        opening = undefined;
      }
    },
  };
}

async function orAborted(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return promise;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
