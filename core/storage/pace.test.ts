import { describe, expect, test } from "vitest";
import { checkStore, writePack } from "../../test/support/check-store.ts";
import { openMemoryStore } from "./memory.ts";
import { createPace, type Pace, type PaceClock, paced } from "./pace.ts";

const FAST: Pace = { up: async (_, signal) => signal?.throwIfAborted(), down: async () => undefined };

checkStore("paced memory", async () => paced(openMemoryStore(), FAST));

/** Time that passes only when somebody waits, always for whoever is due first. */
function handMoved() {
  let nowMs = 1000;
  const waiting: { readonly untilMs: number; readonly go: () => void }[] = [];
  const clock: PaceClock = {
    nowMs: () => nowMs,
    wait: (ms) => new Promise((go) => waiting.push({ untilMs: nowMs + ms, go })),
  };
  /** Lets everybody have their turn. */
  async function run(): Promise<void> {
    for (;;) {
      for (let n = 0; n < 20; n++) await undefined;
      waiting.sort((a, b) => a.untilMs - b.untilMs);
      const next = waiting.shift();
      if (next === undefined) return;
      nowMs = Math.max(nowMs, next.untilMs);
      next.go();
    }
  }
  return {
    clock,
    run,
    nowMs: () => nowMs,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

describe("a limit of bytes a second", () => {
  test("holds for all transfers together, whoever they are", async () => {
    const { clock, run, nowMs } = handMoved();
    const pace = createPace({ upBytesPerSecond: 1000 }, clock) ?? FAST;
    const ends: number[] = [];
    const transfer = async () => {
      for (let n = 0; n < 10; n++) await pace.up(100, undefined);
      ends.push(nowMs());
    };
    const all = Promise.all([transfer(), transfer(), transfer()]);
    await run();
    await all;
    // 3000 bytes: the last begins when 2900 have had their time, a tenth of a second of which was left over
    expect(nowMs() - 1000).toBeGreaterThanOrEqual(2800);
    expect(nowMs() - 1000).toBeLessThanOrEqual(3000);
    expect(Math.max(...ends) - Math.min(...ends)).toBeLessThanOrEqual(300); // nobody was kept back for others
  });

  test("lets little be made up for after a rest", async () => {
    const { clock, run, nowMs, pass } = handMoved();
    const pace = createPace({ downBytesPerSecond: 1000 }, clock) ?? FAST;
    await pace.down(1, undefined);
    pass(3_600_000);
    const startMs = nowMs();
    const work = (async () => {
      for (let n = 0; n < 50; n++) await pace.down(100, undefined);
    })();
    await run();
    await work;
    expect(nowMs() - startMs).toBeGreaterThanOrEqual(4800);
  });

  test("in one direction leaves the other alone", async () => {
    const { clock } = handMoved();
    const pace = createPace({ upBytesPerSecond: 1 }, clock) ?? FAST;
    await pace.down(1e9, undefined);
    expect(createPace({})).toBeUndefined();
  });

  test("can be called off while waiting", async () => {
    const stop = new AbortController();
    const pace = createPace({ upBytesPerSecond: 1 }) ?? FAST;
    await pace.up(1000, stop.signal);
    const waiting = pace.up(1000, stop.signal);
    stop.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
  });

  test("holds for a store that moves whole files", async () => {
    const { clock, run, nowMs } = handMoved();
    const pace = createPace({ upBytesPerSecond: 1000, downBytesPerSecond: 500 }, clock) ?? FAST;
    const store = paced(openMemoryStore(), pace);
    const work = (async () => {
      await writePack(store, new Uint8Array(1000));
      const id = await writePack(store, new Uint8Array(2000));
      for (let n = 0; n < 3; n++) await store.read("pack", id);
    })();
    await run();
    await work;
    expect(nowMs() - 1000).toBeGreaterThanOrEqual(900 + 7900);
  });
});
