import { randomBytes } from "node:crypto";
import { zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { rejectsWith } from "../../test/support/check-store.ts";
import { openMemoryStore } from "../storage/memory.ts";
import { newMasterKey } from "./keys/key-store.ts";
import { sha256 } from "./pack/blob-codec.ts";
import { createSealedBytes } from "./sealed-bytes.ts";
import { findByPrefix, readDocument, writeDocument } from "./unpacked-files.ts";

const JSON_TEXT = Buffer.from(`{"packs":[${'{"id":"x"},'.repeat(1000)}{}]}`);

function setUp(version: 1 | 2 = 2) {
  return { store: openMemoryStore(), sealedBytes: createSealedBytes(newMasterKey()), version };
}

/** Stores bytes under their right name, whatever they are. */
async function plant(repository: ReturnType<typeof setUp>, sealed: Uint8Array): Promise<string> {
  const name = sha256(sealed).toString("hex");
  await repository.store.write("index", name, sealed);
  return name;
}

test.each([1, 2] as const)(
  "gives back what was written in version %i, compressed in 2 only",
  async (version) => {
    const repository = setUp(version);
    const name = await writeDocument(repository, "index", JSON_TEXT);
    expect(Buffer.from(await readDocument(repository, "index", name)).equals(JSON_TEXT)).toBe(true);
    const size = await repository.store.size("index", name);
    if (version === 1) expect(size).toBe(JSON_TEXT.length + 32);
    else expect(size).toBeLessThan(500);
    expect(name).toBe(sha256(await repository.store.read("index", name)).toString("hex"));
  },
);

test("tells a changed file from one that another key sealed, and both from one that is not compressed right", async () => {
  const repository = setUp();
  const broken = (name: string, reason: string) => ({
    code: "OBJECT_CORRUPT",
    details: { kind: "index", name, reason },
  });
  const name = await writeDocument(repository, "index", JSON_TEXT);
  const bytes = await repository.store.read("index", name);
  bytes[5] = (bytes[5] ?? 0) ^ 1;
  await repository.store.write("index", name, bytes);
  await expect(readDocument(repository, "index", name)).rejects.toMatchObject(broken(name, "hash"));

  const foreign = await plant(repository, createSealedBytes(newMasterKey()).seal(JSON_TEXT));
  await expect(readDocument(repository, "index", foreign)).rejects.toMatchObject(broken(foreign, "mac"));

  const torn = zstdCompressSync(JSON_TEXT).subarray(0, -4);
  const halfPacked = await plant(
    repository,
    repository.sealedBytes.seal(Buffer.concat([Uint8Array.of(2), torn])),
  );
  await expect(readDocument(repository, "index", halfPacked)).rejects.toMatchObject(
    broken(halfPacked, "compression"),
  );

  const short = await plant(repository, randomBytes(31));
  await expect(readDocument(repository, "index", short)).rejects.toMatchObject(broken(short, "mac"));
  await rejectsWith("OBJECT_MISSING", readDocument(repository, "index", "0".repeat(64)));
});

test("finds the one file whose name starts so", async () => {
  const repository = setUp();
  const [a, b] = ["ab", "ac"].map((start) => start.padEnd(64, "0")) as [string, string];
  for (const name of [a, b]) await repository.store.write("snapshot", name, Uint8Array.of(1));
  expect(await findByPrefix(repository, "snapshot", "ab")).toBe(a);
  expect(await findByPrefix(repository, "snapshot", b)).toBe(b);
  await expect(findByPrefix(repository, "snapshot", "a")).rejects.toMatchObject({
    code: "ID_AMBIGUOUS",
    details: { matches: 2 },
  });
  for (const wanted of ["", "b", "AB", `${a}0`])
    await rejectsWith("ID_NOT_FOUND", findByPrefix(repository, "snapshot", wanted));
});
