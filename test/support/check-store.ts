import { createHash, randomBytes } from "node:crypto";
import { describe, expect, onTestFinished, test } from "vitest";
import type { FileKind, Store, StoredFile } from "../../core/storage/store.ts";
import { BackstayError, type ErrorDetails } from "../../shared/errors.ts";
import { tempFolder } from "./temp-folder.ts";

/** What a maker of stores may use; all of it goes away with the test. */
export type StoreSurroundings = { readonly tempFolder: () => Promise<string> };

const KINDS_OF_RESTIC: readonly FileKind[] = ["config", "key", "lock", "snapshot", "index", "pack"];
const HELLO = new TextEncoder().encode("hello, store");
const NAMES_NO_FILE_MAY_HAVE = [
  "",
  "..",
  "../config",
  "../../../../etc/passwd",
  "config\0",
  "0".repeat(63),
  "0".repeat(65),
  `${"0".repeat(63)}G`,
  `${"0".repeat(63)}A`,
  `${"0".repeat(64)}\n`,
  `${"0".repeat(31)}/${"0".repeat(32)}`,
];

/**
 * The one suite for everything that calls itself a {@link Store}: every backend, and every wrapper around one.
 *
 * @param make makes an empty store; `create()` has not been called
 * @param keepsManifests whether it must say so of itself, and keep them
 */
export function checkStore(
  name: string,
  make: (surroundings: StoreSurroundings) => Promise<Store>,
  { keepsManifests = true }: { readonly keepsManifests?: boolean } = {},
): void {
  const kinds: readonly FileKind[] = keepsManifests ? [...KINDS_OF_RESTIC, "manifest"] : KINDS_OF_RESTIC;
  const open = async (): Promise<Store> => {
    const store = await make({ tempFolder });
    onTestFinished(() => store.close());
    await store.create();
    return store;
  };

  describe(`${name} as a store`, () => {
    test.each(kinds)("gives back what was written, kind %s", async (kind) => {
      const store = await open();
      const file = nameFor(kind, HELLO);
      await store.write(kind, file, HELLO);
      expect(await store.read(kind, file)).toEqual(HELLO);
      expect(await store.size(kind, file)).toBe(HELLO.length);
      expect(await listed(store, kind)).toMatchObject([{ name: file, sizeBytes: HELLO.length }]);
    });

    test("reads exactly the range asked for", async () => {
      const store = await open();
      const id = await writePack(store, HELLO);
      expect(await store.read("pack", id, { offset: 7, length: 5 })).toEqual(HELLO.subarray(7));
      expect(await store.read("pack", id, { offset: 0, length: 5 })).toEqual(HELLO.subarray(0, 5));
      expect(await store.read("pack", id, { offset: HELLO.length, length: 0 })).toEqual(new Uint8Array(0));
    });

    test("refuses a range that the file does not have", async () => {
      const store = await open();
      const id = await writePack(store, HELLO);
      const tooShort = { code: "OBJECT_CORRUPT", details: { kind: "pack", name: id, reason: "too-short" } };
      await expect(store.read("pack", id, { offset: 8, length: 5 })).rejects.toMatchObject(tooShort);
      await expect(store.read("pack", id, { offset: 99, length: 1 })).rejects.toMatchObject(tooShort);
      await expect(store.read("pack", id, { offset: 0, length: 2 ** 52 })).rejects.toMatchObject(tooShort);
      await rejectsWith("OBJECT_CORRUPT", store.read("pack", id, { offset: -1, length: 2 }));
      await rejectsWith("OBJECT_CORRUPT", store.read("pack", id, { offset: 0, length: Number.NaN }));
    });

    test("reads into memory of its own, which may be given away and changed", async () => {
      const store = await open();
      const id = await writePack(store, HELLO);
      const bytes = await store.read("pack", id, { offset: 1, length: 3 });
      expect(bytes.buffer.byteLength).toBe(3);
      bytes.fill(0);
      structuredClone(bytes, { transfer: [bytes.buffer] });
      expect(await store.read("pack", id)).toEqual(HELLO);
    });

    test("keeps no hold of the bytes it was given", async () => {
      const store = await open();
      const bytes = new Uint8Array(HELLO);
      const id = await writePack(store, bytes);
      bytes.fill(0);
      expect(await store.read("pack", id)).toEqual(HELLO);
    });

    test("stores an empty file and one of 16 MiB", async () => {
      const store = await open();
      const large = new Uint8Array(randomBytes(16 * 1024 * 1024));
      const empty = new Uint8Array(0);
      const emptyId = await writePack(store, empty);
      const largeId = await writePack(store, large);
      expect(await store.size("pack", emptyId)).toBe(0);
      expect(await store.read("pack", emptyId)).toEqual(empty);
      expect(await store.size("pack", largeId)).toBe(large.length);
      expect(Buffer.compare(await store.read("pack", largeId), large)).toBe(0);
    });

    test("stores a part of a larger piece of memory", async () => {
      const store = await open();
      const part = HELLO.subarray(3, 8);
      expect(await store.read("pack", await writePack(store, part))).toEqual(new Uint8Array(part));
    });

    test("replaces a file of the same name", async () => {
      const store = await open();
      await store.write("config", "config", HELLO);
      await store.write("config", "config", HELLO.subarray(0, 5));
      expect(await store.read("config", "config")).toEqual(HELLO.subarray(0, 5));
      expect(await listed(store, "config")).toHaveLength(1);
    });

    test("lists each file once, by kind, and nothing in an empty store", async () => {
      const store = await open();
      for (const kind of kinds) expect(await listed(store, kind)).toEqual([]);
      const packs = [...Array(150).keys()].map((n) => new TextEncoder().encode(`pack ${n}`));
      const ids = await Promise.all(packs.map((bytes) => writePack(store, bytes)));
      await store.write("index", nameFor("index", HELLO), HELLO);
      const found = await listed(store, "pack");
      expect(found.map((file) => file.name).sort()).toEqual(ids.sort());
      expect(found.reduce((sum, file) => sum + file.sizeBytes, 0)).toBe(
        packs.reduce((sum, p) => sum + p.length, 0),
      );
      expect(await listed(store, "index")).toHaveLength(1);
    });

    test("stops listing when the reader has seen enough", async () => {
      const store = await open();
      await Promise.all(["a", "b", "c"].map((text) => writePack(store, new TextEncoder().encode(text))));
      for await (const file of store.list("pack")) {
        expect(file.sizeBytes).toBe(1);
        break;
      }
      expect(await listed(store, "pack")).toHaveLength(3);
    });

    test("takes many writes at once, of different names and of the same", async () => {
      const store = await open();
      const files = [...Array(40).keys()].map((n) => new Uint8Array(50_000 + n).fill(n));
      const ids = await Promise.all(files.map((bytes) => writePack(store, bytes)));
      await Promise.all(files.map((bytes) => writePack(store, bytes)));
      for (const [n, id] of ids.entries()) expect(await store.read("pack", id)).toEqual(files[n]);
      expect(await listed(store, "pack")).toHaveLength(files.length);
    });

    test.each(kinds)("says that a file is missing, kind %s", async (kind) => {
      const store = await open();
      const file = nameFor(kind, HELLO);
      const missing = { code: "OBJECT_MISSING", details: { kind, name: file } };
      await expect(store.read(kind, file)).rejects.toMatchObject(missing);
      await expect(store.read(kind, file, { offset: 0, length: 1 })).rejects.toMatchObject(missing);
      await expect(store.size(kind, file)).rejects.toMatchObject(missing);
    });

    test("removes a file, and again without complaint", async () => {
      const store = await open();
      for (const kind of kinds) {
        const file = nameFor(kind, HELLO);
        await store.write(kind, file, HELLO);
        await store.remove(kind, file);
        await store.remove(kind, file);
        await rejectsWith("OBJECT_MISSING", store.read(kind, file));
        expect(await listed(store, kind)).toEqual([]);
      }
    });

    test.each(NAMES_NO_FILE_MAY_HAVE)("refuses the name %j whatever is to be done with it", async (bad) => {
      const store = await open();
      const refused = { code: "OBJECT_CORRUPT", details: { name: bad, reason: "name" } };
      for (const kind of kinds) {
        await expect(store.read(kind, bad)).rejects.toMatchObject(refused);
        await expect(store.size(kind, bad)).rejects.toMatchObject(refused);
        await expect(store.write(kind, bad, HELLO)).rejects.toMatchObject(refused);
        await expect(store.remove(kind, bad)).rejects.toMatchObject(refused);
      }
    });

    test("rejects with the signal's reason when aborted, and does nothing", async () => {
      const store = await open();
      const id = await writePack(store, HELLO);
      const other = nameFor("pack", new Uint8Array(1));
      const reason = new BackstayError("CANCELLED", { reason: "person" });
      const signal = AbortSignal.abort(reason);
      await expect(store.create(signal)).rejects.toBe(reason);
      await expect(store.read("pack", id, undefined, signal)).rejects.toBe(reason);
      await expect(store.size("pack", id, signal)).rejects.toBe(reason);
      await expect(store.write("pack", other, new Uint8Array(1), signal)).rejects.toBe(reason);
      await expect(store.remove("pack", id, signal)).rejects.toBe(reason);
      await expect(listed(store, "pack", signal)).rejects.toBe(reason);
      expect(await listed(store, "pack")).toEqual([{ name: id, sizeBytes: HELLO.length }]);
    });

    test("shows nothing of a write that was aborted half way", async () => {
      const store = await open();
      const reason = new BackstayError("CANCELLED", { reason: "person" });
      const stop = new AbortController();
      const bytes = new Uint8Array(32 * 1024 * 1024);
      const writing = store.write("pack", nameFor("pack", bytes), bytes, stop.signal);
      stop.abort(reason);
      // A store may have been done with it at once; if not, the file must not be there.
      const outcome = await writing.then(
        () => "stored",
        (error: unknown) => error,
      );
      expect([reason, "stored"]).toContain(outcome);
      expect(await listed(store, "pack")).toHaveLength(outcome === "stored" ? 1 : 0);
    });

    test("says whether it keeps manifests, and has none unless it does", async () => {
      const store = await open();
      expect(store.keepsManifests).toBe(keepsManifests);
      if (keepsManifests) return;
      const manifest = nameFor("manifest", HELLO);
      await expect(store.write("manifest", manifest, HELLO)).rejects.toMatchObject({
        code: "STORE_WITHOUT_MANIFESTS",
        details: { location: store.location },
      });
      expect(await listed(store, "manifest")).toEqual([]);
      await rejectsWith("OBJECT_MISSING", store.read("manifest", manifest));
      await rejectsWith("OBJECT_MISSING", store.size("manifest", manifest));
      await store.remove("manifest", manifest);
      await rejectsWith("OBJECT_CORRUPT", store.remove("manifest", "../config"));
      const reason = new Error("enough");
      await expect(store.read("manifest", manifest, undefined, AbortSignal.abort(reason))).rejects.toBe(
        reason,
      );
    });

    test("may be created again without losing anything", async () => {
      const store = await open();
      const id = await writePack(store, HELLO);
      await store.create();
      expect(await store.read("pack", id)).toEqual(HELLO);
    });

    test("may be closed twice", async () => {
      const store = await open();
      await store.close();
      await store.close();
    });
  });
}

/** The SHA-256 of the bytes, or `config`: the name a file of this kind has. */
export function nameFor(kind: FileKind, bytes: Uint8Array): string {
  return kind === "config" ? "config" : createHash("sha256").update(bytes).digest("hex");
}

/** @returns the name of the pack */
export async function writePack(store: Store, bytes: Uint8Array): Promise<string> {
  const name = nameFor("pack", bytes);
  await store.write("pack", name, bytes);
  return name;
}

export async function listed(
  store: Store,
  kind: FileKind,
  signal?: AbortSignal,
): Promise<readonly StoredFile[]> {
  const files: StoredFile[] = [];
  for await (const file of store.list(kind, signal)) files.push(file);
  return files;
}

/** Expects a {@link BackstayError} of that code. */
export async function rejectsWith(code: keyof ErrorDetails, work: Promise<unknown>): Promise<void> {
  await expect(work).rejects.toMatchObject({ name: "BackstayError", code });
}
