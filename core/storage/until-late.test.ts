import { expect, test } from "vitest";
import { BackstayError } from "../../shared/errors.ts";
import { checkStore, listed } from "../../test/support/check-store.ts";
import { openMemoryStore } from "./memory.ts";
import type { Store } from "./store.ts";
import { untilLate } from "./until-late.ts";

const late = () => new BackstayError("STORE_VANISHED", { location: "there" });

checkStore("one with time enough", async () => untilLate(openMemoryStore(), 60_000, late));

test("whatever is asked of a place that never answers, it is late in the end", async () => {
  const never = () => new Promise<never>(() => undefined);
  const silent: Store = {
    ...openMemoryStore(),
    ...{ create: never, size: never, read: never, write: never, remove: never, entries: never, space: never },
    // biome-ignore lint/correctness/useYield: it gives nothing, and never ends
    async *list() {
      await never();
    },
  };
  const store = untilLate(silent, 20, late);
  const name = "0".repeat(64);
  const asked = [
    store.create(),
    store.size("pack", name),
    store.read("pack", name),
    store.write("pack", name, new Uint8Array(1)),
    store.remove("pack", name),
    store.entries?.(),
    store.space?.(),
    listed(store, "pack"),
  ];
  expect(
    (await Promise.allSettled(asked)).map((end) => end.status === "rejected" && end.reason.code),
  ).toEqual(asked.map(() => "STORE_VANISHED"));
});
