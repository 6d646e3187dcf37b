import fc from "fast-check";
import { expect, test } from "vitest";
import type { BlobId } from "../../shared/ids.ts";
import { rawPathFromText } from "../platform/raw-path.ts";
import type { TreeNode } from "../repository/node.ts";
import { collectRot } from "./collect-rot.ts";
import { contentKey, rotOf } from "./judge-rot.ts";
import { MAX_ROTTEN_NAMED, NOTHING_ROTTEN } from "./rot-guard.ts";

const DAY_NS = 86_400_000_000_000n;
const BEGAN_NS = BigInt(Date.UTC(2026, 10, 12)) * 1_000_000n;
const SAVED = { beganNs: BEGAN_NS, endedNs: BEGAN_NS + DAY_NS / 24n };
const blob = (name: string) => name.padEnd(64, "0") as BlobId;
const FILE: TreeNode = {
  ...{ name: new Uint8Array(), type: "file", mode: 0o644, uid: 1, gid: 1, user: "", group: "" },
  ...{ mtimeNs: BEGAN_NS - 30n * DAY_NS, atimeNs: 0n, ctimeNs: BEGAN_NS - 20n * DAY_NS },
  ...{ inode: 7n, deviceId: 0n, sizeBytes: 10, links: 1, linkTarget: new Uint8Array() },
  ...{ extendedAttributes: [], genericAttributes: undefined, device: 0n },
  ...{ content: [blob("a")], subtree: undefined, error: "" },
};
const CHANGED = { ...FILE, content: [blob("b")] };

test.each<[string, Partial<TreeNode>, Partial<TreeNode>, ReturnType<typeof rotOf>]>([
  ["the same content", {}, { content: FILE.content }, undefined],
  ["nothing but the content", {}, {}, "silent"],
  ["a date that was put back", {}, { ctimeNs: BEGAN_NS + DAY_NS }, "undated"],
  ["another file with the same date", {}, { inode: 8n }, "undated"],
  ["a newer date", {}, { mtimeNs: BEGAN_NS + DAY_NS }, undefined],
  ["another size", {}, { sizeBytes: 11 }, undefined],
  ["a link instead", {}, { type: "symlink" }, undefined],
  [
    "written while it was read",
    { mtimeNs: BEGAN_NS + 1n },
    { mtimeNs: BEGAN_NS + 1n, ctimeNs: BEGAN_NS + 2n },
    undefined,
  ],
  [
    "written shortly before",
    { mtimeNs: BEGAN_NS - 60_000_000_000n },
    { mtimeNs: BEGAN_NS - 60_000_000_000n },
    undefined,
  ],
  [
    "a date far in the future",
    { mtimeNs: BEGAN_NS + 4000n * DAY_NS },
    { mtimeNs: BEGAN_NS + 4000n * DAY_NS },
    "silent",
  ],
  ["no real date", { mtimeNs: 1_000_000_000n }, { mtimeNs: 1_000_000_000n, inode: 8n }, undefined],
  ["no real date, and nothing wrote it", { mtimeNs: 0n }, { mtimeNs: 0n }, "silent"],
])("%s", (_, before, after, kind) => {
  expect(rotOf({ ...FILE, ...before }, { ...CHANGED, ...after }, SAVED)).toBe(kind);
});

const node = fc.record({
  type: fc.constantFrom("file", "file", "file", "symlink" as const),
  sizeBytes: fc.constantFrom(10, 11),
  mtimeNs: fc.constantFrom(FILE.mtimeNs, FILE.mtimeNs + 1n, 0n, BEGAN_NS, BEGAN_NS + 99n * DAY_NS),
  ctimeNs: fc.constantFrom(FILE.ctimeNs, FILE.ctimeNs + 1n),
  inode: fc.constantFrom(7n, 8n),
  content: fc.constantFrom([blob("a")], [blob("b")], [blob("a"), blob("b")], []),
});

test("what is told of has another content, its size and its date, and only what nothing wrote counts as silent", () => {
  fc.assert(
    fc.property(node, node, (one, other) => {
      const [before, after] = [{ ...FILE, ...one } as TreeNode, { ...FILE, ...other } as TreeNode];
      const kind = rotOf(before, after, SAVED);
      expect(rotOf(after, before, SAVED), "it does not matter which of them is the good one").toBe(kind);
      if (kind === undefined) return;
      expect(contentKey(before)).not.toBe(contentKey(after));
      expect([before.type, before.sizeBytes, before.mtimeNs]).toEqual([
        "file",
        after.sizeBytes,
        after.mtimeNs,
      ]);
      expect(kind === "silent").toBe(before.ctimeNs === after.ctimeNs && before.inode === after.inode);
    }),
  );
});

const BEFORE = { snapshotId: "cd".repeat(32) as never, timeMs: 1 };
const path = (name: string) => rawPathFromText(name);

test("of a thousand files some are named and all are counted", () => {
  const rot = collectRot(NOTHING_ROTTEN, SAVED);
  for (let n = 0; n < 1000; n += 1) rot.note({ path: path(`/f${n}`), before: FILE, after: CHANGED });
  const found = rot.result(BEFORE);
  expect(found).toMatchObject({ silent: 1000, undated: 0, again: 0, before: BEFORE });
  expect(found?.files).toHaveLength(MAX_ROTTEN_NAMED);
});

test("what is known is not told again, what was meant is not told, and what is good again is mended", () => {
  const good = contentKey(FILE);
  const touched = { ...CHANGED, ctimeNs: 1n };
  const rot = collectRot(
    {
      known: ["/known", "/mended", "/brought-back"].map((name) => ({ path: name, good })),
      meant: ["/vault"],
    },
    SAVED,
  );
  rot.note({ path: path("/known"), before: { ...FILE, content: [blob("c")] }, after: CHANGED });
  rot.note({ path: path("/mended"), before: CHANGED, after: { ...FILE, mtimeNs: 5n } });
  rot.note({ path: path("/brought-back"), before: undefined, after: FILE });
  rot.note({ path: path("/vault"), before: FILE, after: touched });
  rot.note({ path: path("/gone"), before: FILE, after: undefined });
  expect(rot.result(BEFORE)).toEqual({
    ...{ before: BEFORE, silent: 0, undated: 0, again: 1, files: [] },
    mended: ["/mended", "/brought-back"],
  });
  rot.note({ path: path("/vault"), before: FILE, after: CHANGED });
  expect(rot.result(BEFORE), "what nothing wrote was not meant").toMatchObject({ silent: 1 });
});

test("nothing is told where nothing is", () => {
  expect(collectRot(NOTHING_ROTTEN, SAVED).result(BEFORE)).toBeUndefined();
});
