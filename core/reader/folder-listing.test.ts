import { expect, test } from "vitest";
import type { BlobId } from "../../shared/ids.ts";
import type { RawPath } from "../platform/raw-path.ts";
import { decodeTree } from "../repository/format/tree-decode.ts";
import { encodeNode, encodeTree } from "../repository/format/tree-encode.ts";
import type { TreeNode } from "../repository/node.ts";
import { ODDITIES, treeOf as oddTreeOf } from "../repository/testing/odd-entries.ts";
import { sampleNode } from "../repository/testing/sample-node.ts";
import { entryOfNode } from "./folder-entries.ts";
import { listFolder } from "./folder-listing.ts";
import { findPlainEntries } from "./plain-entries.ts";

const TREE = "ab".repeat(32) as BlobId;
const ID = "cd".repeat(32) as BlobId;

function named(name: string, fields: Partial<TreeNode> = {}): TreeNode {
  return sampleNode({ name: Buffer.from(name, "latin1"), ...fields });
}

function treeOf(nodes: readonly TreeNode[]): Uint8Array {
  return encodeTree(nodes.toSorted((a, b) => Buffer.compare(a.name, b.name)).map((node) => encodeNode(node)));
}

const utf8 = (text: string) => Buffer.from(text).toString("latin1");
const dir = { type: "dir", subtree: ID, mode: 2 ** 31 + 0o755 } as const;

const PLAIN = [
  named("a file", {
    sizeBytes: 12,
    content: [ID, ID],
    mtimeNs: 1_700_000_000_123_456_789n,
    inode: 2n ** 63n,
  }),
  named("empty"),
  named("folder", dir),
  named(utf8("größe 合同 🙂")),
  named("link", { type: "symlink", linkTarget: Buffer.from("../where [x]"), content: null }),
  named("linked", { links: 3, deviceId: 5n, inode: 7n, sizeBytes: 1, content: [ID] }),
  named("windows", { genericAttributes: { "windows.file_attributes": 32, "windows.creation_time": "AQID" } }),
  named("attributes", {
    extendedAttributes: [
      { name: "user.a", value: Buffer.from("x") },
      { name: "user.b", value: Buffer.alloc(0) },
    ],
  }),
  named("old", { mtimeNs: -1n }),
];

const ODD = [
  named("bad \xff byte"),
  named('quote "'),
  named("back\\slash"),
  named("new\nline"),
  named("device", { type: "dev", device: 5n, content: null }),
  named("bad target", { type: "symlink", linkTarget: Buffer.from([0xff]), content: null }),
  named("error", { error: "could not be read" }),
];

test.each([
  ["plain", PLAIN, true],
  ["odd", ODD, false],
  ["both", [...PLAIN, ...ODD], false],
  ["no", [], true],
])("%s entries are read as the full decoding reads them", (_, nodes, isQuick) => {
  const json = treeOf(nodes);
  expect(findPlainEntries(json, TREE) !== undefined).toBe(isQuick);
  const listing = listFolder(json, TREE);
  const decoded = decodeTree(json, TREE);
  const numbers = Array.from({ length: listing.count }, (__, n) => n);
  expect(numbers.map((n) => listing.entry(n))).toEqual(decoded.map(entryOfNode));
  expect(numbers.map((n) => listing.node(n))).toEqual(decoded);
  expect(numbers.map((n) => listing.name(n))).toEqual(decoded.map((node) => entryOfNode(node).name));
  expect(numbers.map((n) => listing.isFolder(n))).toEqual(decoded.map(({ type }) => type === "dir"));
  expect(numbers.map((n) => listing.find(listing.name(n)))).toEqual(numbers);
  expect(listing.find("not there" as RawPath)).toBeUndefined();
});

test.each([
  ["cut off", (text: string) => text.slice(0, -20)],
  ["behind its end", (text: string) => `${text.trim()} more`],
  ["a comma too many", (text: string) => text.replace("]}\n", ",]}\n")],
])("a tree that is broken is refused: %s", (_, damage) => {
  const json = Buffer.from(damage(Buffer.from(treeOf(PLAIN)).toString()));
  const readAll = () => {
    const listing = listFolder(json, TREE);
    for (let n = 0; n < listing.count; n += 1) listing.entry(n);
  };
  expect(readAll).toThrow(expect.objectContaining({ code: "TREE_BROKEN" }));
});

test.each(ODDITIES)("an entry with $what is left out, and is not taken in haste", (oddity) => {
  const texts = [named("after"), named("odd"), named("before")].map((node) => encodeNode(node));
  const json = oddTreeOf([texts[0] ?? "", oddity.make(named("odd")), texts[2] ?? ""]);
  expect(findPlainEntries(json, TREE)).toBeUndefined();
  const listing = listFolder(json, TREE);
  expect([0, 1].map((n) => listing.name(n))).toEqual(["after", "before"]);
  const odd = listing.odd.map(({ name, fault }) => [Buffer.from(name).toString(), fault]);
  expect([listing.count, odd]).toEqual([2, [[oddity.name ?? "", oddity.fault]]]);
});

test.each(["2024-02-29", "2000-12-31", "1600-02-29", "2023-06-30"])(
  "the day %s is a day like any other",
  (day) => {
    const [text = ""] = [encodeNode(named("a"))];
    const json = oddTreeOf([text.replaceAll(/(?<="[acm]time":")[^"]*/g, `${day}T23:59:59.123456789-03:30`)]);
    const listing = listFolder(json, TREE);
    expect([listing.count, listing.odd.length]).toEqual([1, 0]);
    expect(listing.entry(0).mtimeNs).toBe(decodeTree(json, TREE)[0]?.mtimeNs);
  },
);

test("what looks like an entry inside of another one is none", () => {
  const inside = '{"name":"phantom","type":"file"}';
  const json = treeOf([named("real", { genericAttributes: { "x.y": JSON.parse(inside) } }), named("z")]);
  expect(listFolder(json, TREE).count).toBe(2);
});

test("entries out of order are found all the same", () => {
  const json = encodeTree([named("b"), named("a"), named("c", dir)].map((node) => encodeNode(node)));
  const listing = listFolder(json, TREE);
  expect(listing.find("a" as RawPath)).toBe(1);
  const names = [...listing.inOrder({ by: "name", descending: false })].map((n) => listing.name(n));
  expect(names).toEqual(["c", "a", "b"]);
});

test("folders come first in every order", () => {
  const second = 1_000_000_000n;
  const json = treeOf([
    named("folder 2", { ...dir, mtimeNs: 9n * second }),
    named("folder 10", { ...dir, mtimeNs: 8n * second }),
    named("b10", { sizeBytes: 5, mtimeNs: 3n * second }),
    named("B2", { sizeBytes: 7, mtimeNs: 2n * second }),
    named("a", { sizeBytes: 7, mtimeNs: 1n * second }),
  ]);
  const listing = listFolder(json, TREE);
  const shown = (by: "name" | "size" | "modified", descending: boolean) =>
    [...listing.inOrder({ by, descending })].map((n) => listing.name(n)).join(" | ");
  expect(shown("name", false)).toBe("folder 2 | folder 10 | a | B2 | b10");
  expect(shown("name", true)).toBe("folder 10 | folder 2 | b10 | B2 | a");
  expect(shown("size", false)).toBe("folder 2 | folder 10 | b10 | a | B2");
  expect(shown("size", true)).toBe("folder 2 | folder 10 | a | B2 | b10");
  expect(shown("modified", true)).toBe("folder 2 | folder 10 | b10 | B2 | a");
});
