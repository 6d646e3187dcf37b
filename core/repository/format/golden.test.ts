import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { BlobId, IndexId, KeyId, PackId, SnapshotId } from "../../../shared/ids.ts";
import { decodeConfig, encodeConfig } from "./config.ts";
import { createTimeFormatter } from "./go-time.ts";
import { decodeIndexFile, encodeIndexFile } from "./index-file.ts";
import { decodeKeyFile, encodeKeyFile } from "./key-file.ts";
import { decodeLockFile, encodeLockFile } from "./lock-file.ts";
import { encodePackHeader, parsePackHeader } from "./pack-header.ts";
import { decodeSnapshot, encodeSnapshot } from "./snapshot.ts";
import { decodeTree } from "./tree-decode.ts";
import { encodeNode, encodeTree } from "./tree-encode.ts";

// The documents are real restic output; see the README beside them.
function resticDocument(name: string): Buffer {
  return readFileSync(new URL(`../../../test/fixtures/restic-documents/${name}`, import.meta.url));
}

const berlinClock = new Intl.DateTimeFormat("en", { timeZone: "Europe/Berlin", timeZoneName: "longOffset" });
const formatBerlinTime = createTimeFormatter((second) => {
  const [, hours = "0", minutes = "0"] = /GMT\+(\d\d):(\d\d)/.exec(berlinClock.format(second * 1000)) ?? [];
  return Number(hours) * 60 + Number(minutes);
});

test.each(["nasty-names.tree.json", "root.tree.json"])("%s is written again byte for byte", (name) => {
  const original = resticDocument(name);
  const nodes = decodeTree(original, "" as BlobId);
  const again = encodeTree(nodes.map((node) => encodeNode(node, formatBerlinTime)));
  expect(Buffer.from(again).toString()).toBe(original.toString());
});

test("the names in restic's tree are the bytes the files were made with", () => {
  const names = decodeTree(resticDocument("nasty-names.tree.json"), "" as BlobId).map(({ name }) =>
    Buffer.from(name).toString("latin1"),
  );
  expect(names).toContain("bad-\xff-utf8");
  expect(names).toContain("cut-\xe2\x82");
  expect(names).toContain("surrogate-\xed\xa0\x80");
  expect(names).toContain("all-\x01\x07\x08\x09\x0b\x0c\x0d\x1b\x1f\x7f");
  expect(names).toContain('quote".txt');
  expect(names).toContain("\\x41");
  expect(names).toContain("<a&b>");
  expect(names).toContain("new\nline");
  expect(names).toContain(Buffer.from("sep-\u2028\u2029").toString("latin1"));
  expect(names).toContain(Buffer.from("max-\u{10ffff}").toString("latin1"));
  expect(names).toHaveLength(53);
});

test("restic's snapshot, index, lock, key and config are written again byte for byte", () => {
  const snapshot = decodeSnapshot(resticDocument("snapshot.json"), "" as SnapshotId);
  expect(snapshot.tags).toEqual(["one", "two", "<x>"]);
  expect(text(encodeSnapshot(snapshot))).toBe(text(resticDocument("snapshot.json")));

  const index = decodeIndexFile(resticDocument("index.json"), "" as IndexId);
  expect(text(encodeIndexFile(index.packs))).toBe(text(resticDocument("index.json")));

  const lock = decodeLockFile(resticDocument("lock.json"), "");
  expect(text(encodeLockFile(lock))).toBe(text(resticDocument("lock.json")));

  const key = decodeKeyFile(resticDocument("key.json"), "" as KeyId);
  expect([key.n, key.r, key.salt.length, key.data.length]).toEqual([32768, 8, 64, 160]);
  expect(text(encodeKeyFile(key))).toBe(text(resticDocument("key.json")));

  const config = decodeConfig(resticDocument("config.json"));
  expect(text(encodeConfig(config))).toBe(text(resticDocument("config.json")));
});

test("restic's pack header says what restic's index says of the same pack", () => {
  const header = resticDocument("pack-header.bin");
  const entries = parsePackHeader(header, "" as PackId);
  const { packs } = decodeIndexFile(resticDocument("index.json"), "" as IndexId);
  const indexed = packs.find((pack) => pack.entries[0]?.type === "tree")?.entries ?? [];
  expect(entries).toEqual(indexed.toSorted((a, b) => a.offset - b.offset));
  expect(text(encodePackHeader(entries), "hex")).toBe(text(header, "hex"));
});

function text(bytes: Uint8Array, encoding: "utf8" | "hex" = "utf8"): string {
  return Buffer.from(bytes).toString(encoding);
}
