/**
 * Turns items into results in their order, with the next ones already on their way while one is being used. An error
 * comes when its item's turn has come.
 *
 * @param start begins the work for one item; it must not throw itself
 * @param limit how many are begun and not yet used, at most
 */
export async function* beginAhead<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  start: (item: Item) => Promise<Result>,
  limit: number,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = [];
  for await (const item of items) {
    const result = start(item);
    result.catch(() => undefined); // it is awaited below, but not before its turn, and never when the reader stops
    begun.push(result);
    if (begun.length < limit) continue;
    const first = begun.shift();
    if (first !== undefined) yield await first;
  }
  for (const result of begun) yield await result;
}
