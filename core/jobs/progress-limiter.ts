/** Forwards the newest of many reports, not more often than the interval allows. */
export type ProgressLimiter<T> = {
  report(value: T): void;
  /** Forwards the last report at once if it is still waiting. */
  flush(): void;
};

/**
 * Forwards a first report at once and later ones when `intervalMs` has passed since; of those in between, the last.
 *
 * @param nowMs a clock that only goes forward
 */
export function limitProgress<T>(
  forward: (value: T) => void,
  intervalMs: number,
  nowMs: () => number = () => performance.now(),
): ProgressLimiter<T> {
  let forwardedMs = Number.NEGATIVE_INFINITY;
  let waiting: { readonly value: T } | undefined;
  let timer: NodeJS.Timeout | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting === undefined) return;
    const { value } = waiting;
    waiting = undefined;
    forwardedMs = nowMs();
    forward(value);
  };
  return {
    report(value) {
      waiting = { value };
      const restMs = forwardedMs + intervalMs - nowMs();
      // Not left to the timer alone: a job that works without a pause would let it starve.
      if (restMs <= 0) flush();
      else timer ??= setTimeout(flush, restMs);
    },
    flush,
  };
}
