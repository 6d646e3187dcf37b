/**
 * Works on items, at most `limit` at once, taking the next one only when there is room for it.
 *
 * After a failure nothing new is begun, and the error is thrown when all that was under way has ended: nothing goes on behind
 * the caller's back, such as after it gave up its lock.
 */
export async function forEachAtOnce<Item>(
  items: Iterable<Item>,
  limit: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  let failure: { readonly error: unknown } | undefined;

  async function workOnSome(): Promise<void> {
    while (failure === undefined) {
      try {
        const next = queue.next();
        if (next.done === true) return;
        await work(next.value);
      } catch (error) {
        failure ??= { error };
      }
    }
  }

  await Promise.all(Array.from({ length: limit }, workOnSome));
  if (failure !== undefined) throw failure.error;
}
