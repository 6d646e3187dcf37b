/** A first-in-first-out queue whose `take` costs the same however long it is. */
export type Fifo<T> = {
  readonly length: number;
  add(item: T): void;
  peek(): T | undefined;
  take(): T | undefined;
};

/** Below this many taken items the array is left alone. */
const COMPACT_AT = 1024;

export function createFifo<T>(): Fifo<T> {
  let items: T[] = [];
  let taken = 0;
  return {
    get length() {
      return items.length - taken;
    },
    add: (item) => void items.push(item),
    peek: () => items[taken],
    take() {
      const item = items[taken];
      if (taken < items.length) taken += 1;
      if (taken >= COMPACT_AT && taken * 2 >= items.length) {
        items = items.slice(taken);
        taken = 0;
      }
      return item;
    },
  };
}
