import { expect, test } from "vitest";
import { enWords } from "./en.ts";
import { zhWords } from "./zh.ts";

type Leaf = readonly [path: string, text: string];

/** Every text, functions called with what they cannot mistake for anything else. */
function leaves(words: unknown, path = ""): readonly Leaf[] {
  if (typeof words === "string") return [[path, words]];
  if (typeof words === "function") return [[path, String(words(...sampleArguments(path, words.length)))]];
  return Object.entries(words as object).flatMap(([key, value]) => leaves(value, `${path}.${key}`));
}

function sampleArguments(path: string, count: number): readonly unknown[] {
  if (path.startsWith(".check.findings")) {
    const id = "f".repeat(64);
    return [
      {
        snapshotId: id,
        indexId: id,
        packId: id,
        blobId: id,
        treeId: id,
        keyId: id,
        reason: "mac",
        blobs: 3,
        name: "n",
        sizeBytes: 9,
        contentBytes: 8,
        fault: "size",
      },
    ];
  }
  return path === ".backup.mode" ? ["full", "parent"] : Array.from({ length: count }, (_, n) => n + 2);
}

test("both languages say all of it, and not the same", () => {
  const en = new Map(leaves(enWords));
  const zh = new Map(leaves(zhWords));
  expect([...zh.keys()].sort()).toEqual([...en.keys()].sort());
  for (const [path, text] of en) {
    expect(text, path).toMatch(/\S/);
    expect(text, path).not.toMatch(/\p{Script=Han}/u);
    if (path !== ".columns.id") expect(zh.get(path), path).toMatch(/\p{Script=Han}/u);
  }
});
