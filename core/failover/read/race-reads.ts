/** One read that several replicas can answer: the next is asked when one fails, and besides when one takes too long. */

export type Race<R, T> = {
  ask(replica: R, signal: AbortSignal): Promise<T>;
  /** After so long without an answer the next one is asked besides, if that is not too often. */
  readonly hedgeAfterMs: number;
  /** After so long the next one is asked besides in any case. */
  readonly stallAfterMs: number;
  /** Whether one more may be asked besides; counts it when it may. */
  mayHedge(): boolean;
  /** Given the means to have the next one asked at once, as long as this one is waited for alone; what it returns ends that. */
  onWaiting?(replica: R, askNext: () => void): () => void;
  readonly signal: AbortSignal | undefined;
};

export type RaceEnd<R, T> = {
  /** Absent when none could answer. */
  readonly won?: { readonly replica: R; readonly value: T };
  readonly failures: readonly { readonly replica: R; readonly error: unknown }[];
  /** Those that were asked before the one that answered, and had not. `isStalled`: for so long that they seem to be away. */
  readonly late: readonly { readonly replica: R; readonly isStalled: boolean }[];
};

type Runner<R> = { readonly replica: R; readonly startedMs: number; stopWaiting?: (() => void) | undefined };

/**
 * Asks one after the other until one has answered; what the rest are still at is called off.
 * @returns never rejects but with the reason of the signal
 */
export function raceReads<R, T>(order: readonly R[], race: Race<R, T>): Promise<RaceEnd<R, T>> {
  const { signal } = race;
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<RaceEnd<R, T>>();
  const stop = new AbortController();
  const running = new Set<Runner<R>>();
  const failures: { replica: R; error: unknown }[] = [];
  let next = 0;
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;

  const onAbort = () => settle(() => reject(signal?.reason));
  signal?.addEventListener("abort", onAbort, { once: true });

  function settle(tell: () => void): void {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
    for (const runner of running) runner.stopWaiting?.();
    tell();
    stop.abort(new Error("answered by another"));
  }

  /** @param asked before the one that answered */
  function end(asked: readonly Runner<R>[], won?: { replica: R; value: T }): void {
    settle(() => {
      const nowMs = performance.now();
      const late = asked.map(({ replica, startedMs }) => ({
        replica,
        isStalled: nowMs - startedMs >= race.stallAfterMs,
      }));
      resolve({ ...(won === undefined ? {} : { won }), failures, late });
    });
  }

  function startNext(): void {
    const replica = order[next];
    if (replica === undefined || isOver) return;
    next += 1;
    const runner: Runner<R> = { replica, startedMs: performance.now() };
    running.add(runner);
    if (next < order.length) {
      const at = next;
      const askNext = () => {
        if (next === at) startNext();
      };
      runner.stopWaiting = race.onWaiting?.(replica, askNext);
      wait(race.hedgeAfterMs, race.mayHedge);
    } else clearTimeout(timer);
    race.ask(replica, stop.signal).then(
      (value) => {
        const all = [...running];
        const asked = all.slice(0, all.indexOf(runner));
        runner.stopWaiting?.();
        end(asked, { replica, value });
      },
      (error: unknown) => {
        running.delete(runner);
        runner.stopWaiting?.();
        if (isOver) return;
        failures.push({ replica, error });
        if (next < order.length) startNext();
        else if (running.size === 0) end([]);
      },
    );
  }

  /** The time runs from the last one that was asked. */
  function wait(afterMs: number, may: () => boolean): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (isOver) return;
      if (may()) startNext();
      else wait(Math.max(race.stallAfterMs - afterMs, 0), () => true);
    }, afterMs);
  }

  startNext();
  return promise;
}
