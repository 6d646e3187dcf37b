/**
 * Works on several items at a time, and gives what came of each in their order: folders of a server that is far away are listed so.
 *
 * @param work begun for at most that many items before what came of the first is asked for
 * @throws what the work throws, when it is its turn
 */
export async function* severalAtOnce<Item, Result>(
  items: Iterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<readonly Result[]>,
): AsyncGenerator<Result> {
  const coming: Promise<readonly Result[]>[] = [];
  for (const item of items) {
    const begun = work(item);
    begun.catch(() => undefined); // told when it is its turn, before which nobody waits for it, and perhaps never
    coming.push(begun);
    if (coming.length >= atOnce) yield* (await coming.shift()) ?? [];
  }
  for (const begun of coming) yield* await begun;
}
