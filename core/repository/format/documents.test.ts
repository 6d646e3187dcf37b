import fc from "fast-check";
import { expect, test } from "vitest";
import { type CorruptReason, isBackstayError } from "../../../shared/errors.ts";
import type { BlobId, KeyId, RepositoryId, SnapshotId } from "../../../shared/ids.ts";
import { decodeConfig, encodeConfig } from "./config.ts";
import { decodeKeyFile, encodeKeyFile } from "./key-file.ts";
import { decodeLockFile, encodeLockFile } from "./lock-file.ts";
import { decodeMasterKey, encodeMasterKey } from "./master-key.ts";
import { decodeSnapshot, encodeSnapshot, type Snapshot } from "./snapshot.ts";

const ID = "0123456789abcdef".repeat(4);
const TIME = "2024-02-29T12:00:00.5+01:00";

const text = fc.string({ unit: "binary" });
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const bytes = fc.uint8Array({ maxLength: 100 }).map((value) => Buffer.from(value));
const count = fc.maxSafeNat();

const anySnapshot: fc.Arbitrary<Omit<Snapshot, "timeNs">> = fc.record({
  time: fc.constant(TIME),
  parent: fc.constantFrom(undefined, ID as SnapshotId),
  tree: fc.constant(ID as BlobId),
  paths: fc.array(text),
  hostname: text,
  username: text,
  uid: uint32,
  gid: uint32,
  excludes: fc.array(text),
  tags: fc.array(text),
  original: fc.constantFrom(undefined, ID as SnapshotId),
  programVersion: text,
  summary: fc.option(
    fc.record({
      backupStart: fc.constant(TIME),
      backupEnd: fc.constant(TIME),
      counts: fc.record({
        filesNew: count,
        filesChanged: count,
        filesUnmodified: count,
        dirsNew: count,
        dirsChanged: count,
        dirsUnmodified: count,
        dataBlobs: count,
        treeBlobs: count,
        dataAdded: count,
        dataAddedPacked: count,
        totalFilesProcessed: count,
        totalBytesProcessed: count,
      }),
      otherFields: fc.constant({ files_new_elsewhere: 1 }),
    }),
    { nil: undefined },
  ),
  otherFields: fc.dictionary(
    text.map((key) => `x-${key}`),
    fc.constantFrom(1, "two", null, [3n ** 40n, { four: true }]),
  ),
});

test("any snapshot survives encoding and decoding, with the fields others added", () => {
  fc.assert(
    fc.property(anySnapshot, (snapshot) => {
      const { timeNs, ...decoded } = decodeSnapshot(encodeSnapshot(snapshot), ID as SnapshotId);
      expect(timeNs).toBe(1_709_204_400_500_000_000n);
      expect(decoded).toEqual(snapshot);
    }),
  );
});

test("a snapshot of restic 0.17 and later is written again byte for byte", () => {
  // fields and their order as restic 0.19 writes them
  const json =
    `{"time":"${TIME}","parent":"${ID}","tree":"${ID}","paths":["/srv"],"hostname":"office","username":"root",` +
    `"uid":1,"gid":2,"excludes":["*.tmp"],"tags":["a"],"original":"${ID}","program_version":"restic 0.19.1",` +
    `"summary":{"backup_start":"${TIME}","backup_end":"${TIME}","files_new":1,"files_changed":2,` +
    '"files_unmodified":3,"dirs_new":4,"dirs_changed":5,"dirs_unmodified":6,"data_blobs":7,"tree_blobs":8,' +
    '"data_added":9,"data_added_packed":10,"total_files_processed":11,"total_bytes_processed":12}}';
  const snapshot = decodeSnapshot(Buffer.from(json), ID as SnapshotId);
  expect(snapshot.summary?.counts.totalBytesProcessed).toBe(12);
  expect(Buffer.from(encodeSnapshot(snapshot)).toString()).toBe(json);
});

test.each([
  "null",
  "[]",
  "{}",
  `{"time":"${TIME}"}`,
  `{"tree":"${ID}"}`,
  `{"time":"today","tree":"${ID}"}`,
  `{"time":"${TIME}","tree":"${ID.slice(1)}"}`,
  `{"time":"${TIME}","tree":"${ID}","paths":"x"}`,
  `{"time":"${TIME}","tree":"${ID}","paths":[1]}`,
  `{"time":"${TIME}","tree":"${ID}","uid":-1}`,
  `{"time":"${TIME}","tree":"${ID}","uid":4294967296}`,
  `{"time":"${TIME}","tree":"${ID}","parent":"x"}`,
  `{"time":"${TIME}","tree":"${ID}","summary":[]}`,
  `{"time":"${TIME}","tree":"${ID}","summary":{"backup_start":"${TIME}"}}`,
])("refuses the snapshot %s", (json) => {
  expectCorrupt(() => decodeSnapshot(Buffer.from(json), ID as SnapshotId), "schema");
});

test("refuses what is not JSON, and does not quote it", () => {
  const secret = '{"data": hunter2';
  const error = expectCorrupt(() => decodeKeyFile(Buffer.from(secret), ID as KeyId), "json");
  expect(String(error) + String(error.cause)).not.toContain("hunter2");
  expectCorrupt(() => decodeConfig(Buffer.from(`${"[".repeat(1e6)}1234567890123456789`)), "json");
});

test("any config, key file, master key and lock survives encoding and decoding", () => {
  const polynomial = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => value.toString(16));
  fc.assert(
    fc.property(fc.nat(), polynomial, (version, chunkerPolynomial) => {
      const config = { version, id: ID as RepositoryId, chunkerPolynomial };
      expect(decodeConfig(encodeConfig(config))).toEqual(config);
    }),
  );
  const keyFile = fc.record({
    created: fc.constant(TIME),
    username: text,
    hostname: text,
    kdf: text,
    n: count,
    r: count,
    p: count,
    salt: bytes,
    data: bytes,
  });
  fc.assert(
    fc.property(keyFile, (key) => {
      expect(decodeKeyFile(encodeKeyFile(key), ID as KeyId)).toEqual(key);
    }),
  );
  const part = (length: number) =>
    fc.uint8Array({ minLength: length, maxLength: length }).map((value) => Buffer.from(value));
  fc.assert(
    fc.property(fc.record({ encryptionKey: part(32), macKey: part(16), macR: part(16) }), (key) => {
      expect(decodeMasterKey(encodeMasterKey(key), ID as KeyId)).toEqual(key);
    }),
  );
  const lockFile = fc.record({
    time: fc.constant(TIME),
    timeNs: fc.constant(1_709_204_400_500_000_000n),
    exclusive: fc.boolean(),
    hostname: text,
    username: text,
    pid: fc.nat(),
    uid: uint32,
    gid: uint32,
  });
  fc.assert(
    fc.property(lockFile, (lock) => {
      expect(decodeLockFile(encodeLockFile(lock), ID)).toEqual(lock);
    }),
  );
});

test("refuses a config, key, master key or lock with a field of the wrong kind", () => {
  expectCorrupt(() => decodeConfig(Buffer.from(`{"version":2,"id":"${ID}"}`)), "schema");
  expectCorrupt(
    () => decodeConfig(Buffer.from(`{"version":2,"id":"${ID}","chunker_polynomial":"0x3d"}`)),
    "schema",
  );
  expectCorrupt(() => decodeKeyFile(Buffer.from(`{"created":"${TIME}","N":"32768"}`), ID as KeyId), "schema");
  expectCorrupt(
    () => decodeKeyFile(Buffer.from(`{"created":"${TIME}","salt":"a-_="}`), ID as KeyId),
    "schema",
  );
  expectCorrupt(() => decodeMasterKey(Buffer.from('{"encrypt":"AAAA"}'), ID as KeyId), "schema");
  expectCorrupt(() => decodeMasterKey(Buffer.from('{"mac":{},"encrypt":"AAAA"}'), ID as KeyId), "schema");
  expectCorrupt(() => decodeLockFile(Buffer.from(`{"time":"${TIME}","exclusive":"yes"}`), ID), "schema");
});

function expectCorrupt(decode: () => unknown, reason: CorruptReason): Error {
  try {
    decode();
  } catch (error) {
    if (!isBackstayError(error, "OBJECT_CORRUPT")) throw error;
    expect(error.details.reason).toBe(reason);
    return error;
  }
  return expect.unreachable("the document was taken");
}
