import { expect, onTestFinished, test } from "vitest";
import { severalAtOnce } from "./several-at-once.ts";

async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test("gives what came of each in order, whichever is done first, and begins no more than it may", async () => {
  let [running, most] = [0, 0];
  const work = async (n: number) => {
    running += 1;
    most = Math.max(most, running);
    for (let turns = 10 - n; turns > 0; turns -= 1) await turn();
    running -= 1;
    return [n, n];
  };
  expect(await collect(severalAtOnce([0, 1, 2, 3, 4, 5], 3, work))).toEqual([
    0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5,
  ]);
  expect(most).toBe(3);
});

test.each([
  ["before its turn", [2]],
  ["when the first does", [0, 1, 2, 3]],
  ["as the last", [3]],
])(
  "an item that fails %s fails the whole, and leaves no error behind that nobody waits for",
  async (_, failing) => {
    const left: unknown[] = [];
    const note = (reason: unknown) => void left.push(reason);
    process.on("unhandledRejection", note);
    onTestFinished(() => void process.off("unhandledRejection", note));
    const work = async (n: number) => {
      if (!failing.includes(n)) for (let turns = 5; turns > 0; turns -= 1) await turn();
      if (failing.includes(n)) throw new Error(`item ${n}`);
      return [n];
    };
    await expect(collect(severalAtOnce([0, 1, 2, 3], 3, work))).rejects.toThrow(`item ${failing[0]}`);
    for (let turns = 20; turns > 0; turns -= 1) await turn();
    expect(left).toEqual([]);
  },
);

test("nothing is waited for any more once its reader has seen enough", async () => {
  const begun: number[] = [];
  for await (const n of severalAtOnce([0, 1, 2, 3, 4], 2, async (item) => {
    begun.push(item);
    return [item];
  })) {
    expect(n).toBe(0);
    break;
  }
  expect(begun).toEqual([0, 1]);
});
