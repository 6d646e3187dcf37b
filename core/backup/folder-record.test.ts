import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RawPath } from "../platform/raw-path.ts";
import {
  createRecordWriter,
  type EntryFacts,
  isFileMode,
  isFolderMode,
  readRecord,
} from "./folder-record.ts";

const FILE = 0o644;
const FOLDER = 0x80000000 + 0o755;
const FIFO = 0x02000000 + 0o600;
const LINK = 0x08000000 + 0o777;

const facts: fc.Arbitrary<EntryFacts> = fc.record({
  name: fc
    .string({ unit: "binary", minLength: 1, maxLength: 255 })
    .map((text) => Buffer.from(text).toString("latin1") as RawPath),
  mode: fc.constantFrom(FILE, FOLDER, FIFO, LINK),
  uid: fc.nat(),
  gid: fc.nat(),
  links: fc.nat(65_000),
  mtimeNs: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  ctimeNs: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  inode: fc.bigInt(0n, 2n ** 64n - 1n),
  sizeBytes: fc.nat(Number.MAX_SAFE_INTEGER),
  device: fc.bigInt(0n, 2n ** 64n - 1n),
});

function pack(entries: readonly EntryFacts[]) {
  const writer = createRecordWriter();
  for (const entry of entries) writer.add(entry);
  return writer.finish();
}

describe("a folder record", () => {
  test("gives back names, modes and sizes of files in order", () => {
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 60 }), (entries) => {
        const read = readRecord(pack(entries));
        expect(read.map(({ name, mode }) => ({ name, mode }))).toEqual(
          entries.map(({ name, mode }) => ({ name, mode })),
        );
        expect(read.map((entry) => entry.sizeBytes)).toEqual(
          entries.map((entry) => (isFileMode(entry.mode) ? entry.sizeBytes : 0)),
        );
      }),
    );
  });

  test("differs when any fact of a file differs", () => {
    fc.assert(
      fc.property(facts, fc.constantFrom("uid", "gid", "links", "sizeBytes"), (entry, field) => {
        const file = { ...entry, mode: FILE };
        const other = { ...file, [field]: file[field] === 7 ? 8 : 7 };
        expect(Buffer.compare(pack([file]), pack([other]))).not.toBe(0);
      }),
    );
    const file = { name: "a" as RawPath, mode: FILE, uid: 0, gid: 0, links: 1, sizeBytes: 1, device: 0n };
    const times = { mtimeNs: 1n, ctimeNs: 1n, inode: 1n };
    for (const field of ["mtimeNs", "ctimeNs", "inode"] as const) {
      const other = { ...file, ...times, [field]: 2n };
      expect(Buffer.compare(pack([{ ...file, ...times }]), pack([other]))).not.toBe(0);
    }
  });

  test("passes over what a tree does not keep: links and sizes of folders", () => {
    const folder = {
      name: "d" as RawPath,
      mode: FOLDER,
      uid: 0,
      gid: 0,
      mtimeNs: 1n,
      ctimeNs: 1n,
      inode: 9n,
      device: 0n,
    };
    const before = pack([{ ...folder, links: 2, sizeBytes: 4096 }]);
    expect(Buffer.compare(before, pack([{ ...folder, links: 5, sizeBytes: 8192 }]))).toBe(0);
  });

  test("tells folders, files and everything else apart", () => {
    expect([FILE, FOLDER, FIFO, LINK].map(isFileMode)).toEqual([true, false, false, false]);
    expect([FILE, FOLDER, FIFO, LINK].map(isFolderMode)).toEqual([false, true, false, false]);
  });
});
