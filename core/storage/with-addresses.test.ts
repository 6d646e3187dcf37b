import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { BackstayError } from "../../shared/errors.ts";
import { checkStore, listed, nameFor, rejectsWith, writePack } from "../../test/support/check-store.ts";
import { type MemoryStore, openMemoryStore } from "./memory.ts";
import type { Store } from "./store.ts";
import { withAddresses } from "./with-addresses.ts";

const BYTES = Uint8Array.of(1, 2, 3);
const OTHER = new BackstayError("REPOSITORY_MISSING", { location: "x" });

checkStore("a place with two addresses", async () => {
  const memory = openMemoryStore();
  return withAddresses([memory, memory], { prove: async () => undefined });
});

/** An address that can be switched off, and cut in the middle of a list. */
function address(name: string, memory: MemoryStore) {
  const asked: string[] = [];
  const state = { isOff: false, cutAfter: Number.POSITIVE_INFINITY, isClosed: false };
  const turn = (what: string) => {
    asked.push(what);
    if (state.isOff) throw new BackstayError("STORE_UNREACHABLE", { location: name, reason: "timed-out" });
  };
  const store: Store = {
    ...memory,
    location: name,
    create: async (signal) => {
      turn("create");
      await memory.create(signal);
    },
    async *list(kind, signal) {
      turn("list");
      let count = 0;
      for await (const file of memory.list(kind, signal)) {
        if (count++ === state.cutAfter) state.isOff = true;
        turn("entry");
        yield file;
      }
    },
    size: async (...args) => {
      turn("size");
      return await memory.size(...args);
    },
    read: async (...args) => {
      turn("read");
      return await memory.read(...args);
    },
    write: async (...args) => {
      turn("write");
      await memory.write(...args);
      if (state.isOff) turn("write");
    },
    remove: async (...args) => {
      turn("remove");
      await memory.remove(...args);
    },
    close: async () => {
      state.isClosed = true;
    },
  };
  return { store, state, asked };
}

/** The same replica at two addresses, known by its config. */
async function office() {
  const memory = openMemoryStore();
  await memory.write("config", "config", BYTES);
  const lan = address("lan", memory);
  const vpn = address("vpn", memory);
  const moves: string[] = [];
  const sum = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
  const prove = async (store: Store) => {
    if (sum(await store.read("config", "config")) !== sum(BYTES)) throw OTHER;
  };
  const onMove = (location: string) => void moves.push(location);
  return {
    memory,
    lan,
    vpn,
    moves,
    prove,
    onMove,
    store: withAddresses([lan.store, vpn.store], { prove, onMove }),
  };
}

describe("a place with several addresses", () => {
  test("uses the first that answers, and nothing of the others", async () => {
    const { store, vpn, lan, moves } = await office();
    await writePack(store, BYTES);
    expect(moves).toEqual(["lan"]);
    expect(store.location).toBe("lan");
    expect(vpn.asked).toEqual([]);
    await store.close();
    expect([lan.state.isClosed, vpn.state.isClosed]).toEqual([true, true]);
  });

  test("goes to the next when it cannot be reached, and back when that one fails", async () => {
    const { store, lan, vpn, moves, memory } = await office();
    lan.state.isOff = true;
    const id = await writePack(store, BYTES);
    expect(moves).toEqual(["vpn"]);
    expect(await memory.read("pack", id)).toEqual(BYTES);
    lan.asked.length = 0;
    await store.read("pack", id);
    expect(lan.asked).toEqual([]); // is not waited for each time
    lan.state.isOff = false;
    vpn.state.isOff = true;
    expect(await store.read("pack", id)).toEqual(BYTES);
    expect(moves).toEqual(["vpn", "lan"]);
  });

  test("does again what an address failed at", async () => {
    const { store, lan, memory } = await office();
    await store.size("config", "config");
    lan.state.isOff = true;
    await store.write("pack", nameFor("pack", BYTES), BYTES);
    expect(await memory.read("pack", nameFor("pack", BYTES))).toEqual(BYTES);
    await store.remove("pack", nameFor("pack", BYTES));
    await rejectsWith("OBJECT_MISSING", memory.read("pack", nameFor("pack", BYTES)));
  });

  test("a list that breaks off goes on, and names nothing twice", async () => {
    const { store, lan, memory } = await office();
    const ids = await Promise.all([1, 2, 3, 4].map((n) => writePack(memory, Uint8Array.of(n))));
    lan.state.cutAfter = 2;
    expect((await listed(store, "pack")).map(({ name }) => name).sort()).toEqual(ids.sort());
  });

  test("writes nothing to another machine that has the same address elsewhere", async () => {
    const { lan, vpn, prove, onMove, moves, memory } = await office();
    const foreign = openMemoryStore();
    await foreign.write("config", "config", Uint8Array.of(9));
    const stranger = address("lan", foreign);
    const store = withAddresses([stranger.store, vpn.store], { prove, onMove });
    const id = await writePack(store, BYTES);
    expect(moves).toEqual(["vpn"]);
    expect(await memory.read("pack", id)).toEqual(BYTES);
    expect(await listed(foreign, "pack")).toEqual([]);
    vpn.state.isOff = true;
    await expect(store.write("pack", id, BYTES)).rejects.toBe(OTHER); // not that it is away: somebody else answers
    expect(await listed(foreign, "pack")).toEqual([]);
    expect(lan.asked).toEqual([]);
  });

  test("says what the first said when none answers", async () => {
    const { store, lan, vpn } = await office();
    lan.state.isOff = true;
    vpn.state.isOff = true;
    await expect(store.read("config", "config")).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      details: { location: "lan" },
    });
    lan.state.isOff = false;
    expect(await store.read("config", "config")).toEqual(BYTES);
  });

  test("many calls at once look for an address once", async () => {
    const { store, lan, vpn } = await office();
    lan.state.isOff = true;
    await Promise.all([1, 2, 3, 4, 5].map((n) => writePack(store, Uint8Array.of(n))));
    expect(lan.asked).toEqual(["read"]);
    expect(vpn.asked.filter((what) => what === "read")).toHaveLength(1);
  });

  test("a new repository is made at the first that answers, without anything to be proven by", async () => {
    const { store, lan, vpn } = await office();
    lan.state.isOff = true;
    await store.create();
    expect(vpn.asked).toEqual(["create"]);
    vpn.state.isOff = true;
    await rejectsWith("STORE_UNREACHABLE", store.create());
  });

  test("waiting for an address can be called off", async () => {
    const memory = openMemoryStore();
    const never = () => new Promise<void>(() => undefined);
    const store = withAddresses([memory], { prove: never });
    const stop = new AbortController();
    const reading = store.read("config", "config", undefined, stop.signal);
    stop.abort(new Error("enough"));
    await expect(reading).rejects.toThrow("enough");
    await store.close();
  });
});
