import { expect, test } from "vitest";
import { z } from "zod";
import { keep } from "./kept.ts";

/** As much of a browser's storage as is used. */
function storageOf(map: Map<string, string>): Storage {
  return {
    length: 0,
    key: () => null,
    clear: () => map.clear(),
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
  };
}

test("what was kept is read again until it is forgotten, and what does not fit counts as nothing", () => {
  const map = new Map<string, string>();
  const kept = keep("a form", z.strictObject({ name: z.string() }), storageOf(map));
  expect(kept.read()).toBeUndefined();
  kept.write({ name: "Scans" });
  expect(kept.read()).toEqual({ name: "Scans" });
  for (const odd of ['{"name":1}', "{", '{"name":"x","older":true}']) {
    map.set([...map.keys()][0] ?? "", odd);
    expect(kept.read()).toBeUndefined();
  }
  kept.forget();
  expect(map.size).toBe(0);
});
