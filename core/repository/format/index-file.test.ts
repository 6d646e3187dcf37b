import fc from "fast-check";
import { expect, test } from "vitest";
import { type CorruptReason, isBackstayError } from "../../../shared/errors.ts";
import type { BlobId, IndexId, PackId } from "../../../shared/ids.ts";
import { decodeIndexFile, encodeIndexFile, type IndexedPack } from "./index-file.ts";

const INDEX_ID = "1".repeat(64) as IndexId;
const ID = "0123456789abcdef".repeat(4);

const hexId = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((id) => Buffer.from(id).toString("hex"));
const anyPack: fc.Arbitrary<IndexedPack> = fc.record({
  id: hexId.map((id) => id as PackId),
  entries: fc.array(
    fc.record({
      id: hexId.map((id) => id as BlobId),
      type: fc.constantFrom("data" as const, "tree" as const),
      offset: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      length: fc.integer({ min: 32, max: 2 ** 32 - 1 }),
      uncompressedLength: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    }),
    { maxLength: 5 },
  ),
});

test("any index survives encoding and decoding", () => {
  fc.assert(
    fc.property(fc.array(anyPack, { maxLength: 5 }), (packs) => {
      expect(decodeIndexFile(encodeIndexFile(packs), INDEX_ID)).toEqual({ supersedes: [], packs });
    }),
  );
});

test("reads the bare list of the first restic versions, and what an index supersedes", () => {
  const pack = `{"id":"${ID}","blobs":[{"id":"${ID}","type":"data","offset":0,"length":38}]}`;
  const packs = [
    { id: ID, entries: [{ id: ID, type: "data", offset: 0, length: 38, uncompressedLength: 0 }] },
  ];
  expect(decode(`[${pack}]`)).toEqual({ supersedes: [], packs });
  expect(decode(`{"supersedes":["${ID}"],"packs":[${pack}],"future":[{}]}`)).toEqual({
    supersedes: [ID],
    packs,
  });
  expect(decode(`{"packs":[{"id":"${ID}","blobs":null}]}`).packs).toEqual([{ id: ID, entries: [] }]);
});

test.each<[string, CorruptReason]>([
  ["", "json"],
  ["{", "json"],
  ["{}", "schema"],
  ['{"packs":null}', "schema"],
  ['{"packs":[{"id":]}', "json"],
  ['{"packs":[1]}', "schema"],
  ['{"packs":[{}]}', "schema"],
  ['{"packs":[{"id":"x"}]}', "schema"],
  ['{"supersedes":[1],"packs":[]}', "schema"],
  [`{"packs":[{"id":"${ID}","blobs":{}}]}`, "schema"],
  [blob('"id":"x","type":"data","offset":0,"length":38'), "schema"],
  [blob(`"id":"${ID}","type":"pack","offset":0,"length":38`), "schema"],
  [blob(`"id":"${ID}","type":"data","offset":-1,"length":38`), "schema"],
  [blob(`"id":"${ID}","type":"data","offset":4294967296,"length":38`), "schema"],
  [blob(`"id":"${ID}","type":"data","offset":0,"length":31`), "schema"],
  [blob(`"id":"${ID}","type":"data","offset":0,"length":1e99`), "schema"],
  [blob(`"id":"${ID}","type":"data","offset":0,"length":38.5`), "schema"],
  [blob(`"id":"${ID}","type":"data","offset":0,"length":"38"`), "schema"],
  [blob(`"id":"${ID}","type":"data","offset":0,"length":38,"uncompressed_length":-1`), "schema"],
])("refuses the index %.90s", (json, reason) => {
  try {
    decode(json);
  } catch (error) {
    if (!isBackstayError(error, "OBJECT_CORRUPT")) throw error;
    expect(error.details).toEqual({ kind: "index", name: INDEX_ID, reason });
    return;
  }
  expect.unreachable("the index was taken");
});

function decode(json: string) {
  return decodeIndexFile(Buffer.from(json), INDEX_ID);
}

function blob(fields: string): string {
  return `{"packs":[{"id":"${ID}","blobs":[{${fields}}]}]}`;
}
