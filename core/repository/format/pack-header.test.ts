import fc from "fast-check";
import { expect, test } from "vitest";
import { isBackstayError } from "../../../shared/errors.ts";
import type { BlobId, PackId } from "../../../shared/ids.ts";
import type { PackEntry } from "../types.ts";
import { encodePackHeader, packHeaderLength, parsePackHeader } from "./pack-header.ts";

const PACK_ID = "2".repeat(64) as PackId;
const ID = "0123456789abcdef".repeat(4) as BlobId;

test("writes type, lengths in little-endian and id, 37 or 41 bytes for each blob", () => {
  const header = encodePackHeader([
    { id: ID, type: "tree", offset: 0, length: 0x01020304, uncompressedLength: 0 },
    { id: ID, type: "data", offset: 0x01020304, length: 32, uncompressedLength: 5 },
  ]);
  expect(Buffer.from(header).toString("hex")).toBe(`0104030201${ID}022000000005000000${ID}`);
});

const anyEntries = fc
  .array(
    fc.record({
      id: fc
        .uint8Array({ minLength: 32, maxLength: 32 })
        .map((id) => Buffer.from(id).toString("hex") as BlobId),
      type: fc.constantFrom("data" as const, "tree" as const),
      length: fc.integer({ min: 32, max: 2 ** 32 - 1 }),
      uncompressedLength: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    }),
  )
  .map((blobs): readonly PackEntry[] => {
    let offset = 0;
    return blobs.map((blob) => {
      const entry = { ...blob, offset };
      offset += blob.length;
      return entry;
    });
  });

test("any header survives encoding and parsing, also inside a larger buffer", () => {
  fc.assert(
    fc.property(anyEntries, fc.nat(50), (entries, before) => {
      const header = encodePackHeader(entries);
      expect(header.length).toBe(packHeaderLength(entries));
      const larger = new Uint8Array(before + header.length + 9).fill(0xee);
      larger.set(header, before);
      expect(parsePackHeader(larger.subarray(before, before + header.length), PACK_ID)).toEqual(entries);
    }),
  );
});

test("refuses a header that ends inside an entry", () => {
  const plain = encodePackHeader([{ id: ID, type: "data", offset: 0, length: 40, uncompressedLength: 0 }]);
  const compressed = encodePackHeader([
    { id: ID, type: "data", offset: 0, length: 40, uncompressedLength: 9 },
  ]);
  for (const header of [plain, compressed]) {
    for (let length = 1; length < header.length; length++) {
      expectBroken(header.subarray(0, length), /ends inside entry 0/);
    }
  }
});

test("refuses unknown types, blobs too short to be sealed and compressed blobs of nothing", () => {
  const header = encodePackHeader([{ id: ID, type: "data", offset: 0, length: 40, uncompressedLength: 9 }]);
  expectBroken(
    header.map((byte, at) => (at === 0 ? 4 : byte)),
    /unknown type 4/,
  );
  expectBroken(
    header.map((byte, at) => (at === 1 ? 31 : byte)),
    /31 bytes/,
  );
  expectBroken(
    header.map((byte, at) => (at === 5 ? 0 : byte)),
    /holds nothing/,
  );
});

test("does not write an id that is none", () => {
  const entry: PackEntry = {
    id: "xyz" as BlobId,
    type: "data",
    offset: 0,
    length: 40,
    uncompressedLength: 0,
  };
  expect(() => encodePackHeader([entry])).toThrow(TypeError);
});

function expectBroken(header: Uint8Array, reason: RegExp): void {
  try {
    parsePackHeader(header, PACK_ID);
  } catch (error) {
    if (!isBackstayError(error, "PACK_HEADER_BROKEN")) throw error;
    expect(error.details.packId).toBe(PACK_ID);
    expect(error.details.reason).toBe("entry");
    expect((error.cause as Error).message).toMatch(reason);
    return;
  }
  expect.unreachable("the header was taken");
}
