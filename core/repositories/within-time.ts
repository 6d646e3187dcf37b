/**
 * Waits for work that may never answer, such as a call to a share whose server is gone.
 *
 * @param work is told by its signal that nobody waits any more; what it does afterwards is ignored
 * @param onLate gives the error to throw when the time is over
 */
export async function withinTime<T>(
  limitMs: number,
  work: (signal: AbortSignal) => Promise<T>,
  onLate: () => Error,
): Promise<T> {
  const stop = new AbortController();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = onLate();
    stop.abort(error);
    late.reject(error);
  }, limitMs);
  try {
    return await Promise.race([work(stop.signal), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
