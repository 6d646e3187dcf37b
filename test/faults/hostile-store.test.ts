/** Repositories made to keep a reader busy, or to fill its memory: an error that names the file, and soon. */
import { execFileSync } from "node:child_process";
import { mkdir, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  decodeIndexFile,
  encodeIndexFile,
  type IndexedPack,
} from "../../core/repository/format/index-file.ts";
import { loadIndex } from "../../core/repository/index/load-index.ts";
import { openRepository } from "../../core/repository/open-repository.ts";
import { sha256 } from "../../core/repository/pack/blob-codec.ts";
import { readBlob } from "../../core/repository/read-blob.ts";
import { readDocument, writeDocument } from "../../core/repository/unpacked-files.ts";
import { objectPath } from "../../core/storage/local/layout.ts";
import { openLocalStore } from "../../core/storage/local.ts";
import { openMemoryStore } from "../../core/storage/memory.ts";
import type { FileKind } from "../../core/storage/store.ts";
import { BackstayError } from "../../shared/errors.ts";
import type { BlobId, IndexId } from "../../shared/ids.ts";
import { listed, rejectsWith } from "../support/check-store.ts";
import { checkAll } from "../support/crash-judge.ts";
import {
  backUp,
  CRASH_PASSWORD,
  completed,
  initCrashRepository,
  withCache,
} from "../support/crash-repository.ts";
import { writeSources } from "../support/crash-sources.ts";
import { tempFolder } from "../support/temp-folder.ts";

/** Of work, whatever else the machine does meanwhile; what is refused takes a small part of it, what is not takes hours. */
const SOON_CPU_MS = 4_000;
const GIB = 1024 ** 3;

async function soon<T>(work: () => Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  try {
    return await work();
  } finally {
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(SOON_CPU_MS);
  }
}

describe("a key file that asks for an absurd amount of work", () => {
  test.each([
    { N: 2 ** 40, r: 8, p: 1 },
    { N: 2 ** 31, r: 1, p: 1 },
    { N: 1024, r: 2 ** 30, p: 1 },
    { N: 1024, r: 8, p: 2 ** 30 },
    { N: 2 ** 20, r: 64, p: 64 },
    { N: 0, r: 8, p: 1 },
    { N: 1000, r: 8, p: 1 },
    { N: 1024, r: 0, p: 0 },
  ])("is refused before any of it is done: %o", async (parameters) => {
    const store = openMemoryStore();
    await initCrashRepository(store);
    const [good] = await listed(store, "key");
    const file = JSON.parse(Buffer.from(await store.read("key", good?.name ?? "")).toString());
    await store.remove("key", good?.name ?? "");
    const bytes = Buffer.from(JSON.stringify({ ...file, ...parameters }));
    const keyId = sha256(bytes).toString("hex");
    await store.write("key", keyId, bytes);
    const refused = { code: "KEY_PARAMETERS_ABSURD", details: { keyId, n: parameters.N } };
    await soon(() => expect(openRepository(store, CRASH_PASSWORD)).rejects.toMatchObject(refused));
  });
});

describe("a config that cannot be meant", () => {
  const id = "0".repeat(64);
  test.each([
    {
      name: "of version 99",
      json: `{"version":99,"id":"${id}","chunker_polynomial":"3da3358b4dc173"}`,
      code: "VERSION_UNSUPPORTED",
    },
    {
      name: "of version 0",
      json: `{"version":0,"id":"${id}","chunker_polynomial":"3da3358b4dc173"}`,
      code: "VERSION_UNSUPPORTED",
    },
    {
      name: "with a polynomial that factors",
      json: `{"version":2,"id":"${id}","chunker_polynomial":"3da3358b4dc172"}`,
      code: "POLYNOMIAL_UNUSABLE",
    },
    {
      name: "with a polynomial of 4000 digits",
      json: `{"version":2,"id":"${id}","chunker_polynomial":"${"f".repeat(4000)}"}`,
      code: "OBJECT_CORRUPT",
    },
    {
      name: "with an id that is a path",
      json: '{"version":2,"id":"../../etc","chunker_polynomial":"3da3358b4dc173"}',
      code: "OBJECT_CORRUPT",
    },
    { name: "that is no JSON", json: "{{{", code: "OBJECT_CORRUPT" },
    { name: "nested 100 000 deep", json: '{"version":'.repeat(100_000), code: "OBJECT_CORRUPT" },
  ] as const)("is refused: $name", async ({ json, code }) => {
    const store = openMemoryStore();
    const { sealedBytes } = await initCrashRepository(store);
    await store.write("config", "config", sealedBytes.seal(Buffer.from(json)));
    await soon(() => rejectsWith(code, openRepository(store, CRASH_PASSWORD)));
  });
});

async function smallRepository() {
  const location = await tempFolder();
  const repository = await initCrashRepository(openLocalStore(location));
  const source = join(await tempFolder(), "source");
  await writeSources(source, "first", [0.7], 5);
  completed(await backUp(repository, { sources: [source] }));
  return { location, repository, source };
}

describe("a file that is enormous", () => {
  const kinds: readonly FileKind[] = ["config", "key", "snapshot", "index", "lock"];
  test.each(kinds.flatMap((kind) => [0.9, 4000].map((gib) => ({ kind, gib }))))(
    "is refused without being read into memory: $kind of $gib GiB",
    async ({ kind, gib }) => {
      const { location, repository, source } = await smallRepository();
      const [first] = kind === "config" ? [{ name: "config" }] : await listed(repository.store, kind);
      const name = first?.name ?? "a".repeat(64);
      const path = objectPath(location, kind, name);
      await rm(path, { force: true });
      await writeFile(path, "");
      await truncate(path, Math.round(gib * GIB)); // nothing of it is on the disk
      const reopenAndUse = async () => {
        const again = await openRepository(openLocalStore(location), CRASH_PASSWORD);
        return backUp(again, { sources: [source] });
      };
      const outcome = await soon(() => reopenAndUse().catch((error: unknown) => error));
      if (kind === "snapshot") completed(outcome as Awaited<ReturnType<typeof reopenAndUse>>);
      else {
        expect(outcome).toBeInstanceOf(BackstayError);
        const code = kind === "lock" ? "REPOSITORY_LOCKED" : "OBJECT_CORRUPT";
        expect(outcome).toMatchObject({ code, details: kind === "lock" ? { lockId: name } : { kind, name } });
      }
    },
  );
});

describe("something else in the place of a file", () => {
  test.each(["config", "key", "snapshot", "index", "lock", "pack"] as const)(
    "is not read, and nothing waits for it: a FIFO and a folder as %s",
    async (kind) => {
      for (const put of [
        (path: string) => void execFileSync("mkfifo", [path]),
        (path: string) => mkdir(path),
      ]) {
        const { location, repository } = await smallRepository();
        const [first] = kind === "config" ? [{ name: "config" }] : await listed(repository.store, kind);
        const name = first?.name ?? "a".repeat(64);
        const path = objectPath(location, kind, name);
        await rm(path, { force: true });
        await put(path);
        await soon(() => rejectsWith("OBJECT_MISSING", repository.store.read(kind, name)));
        if (kind === "config" || kind === "key") {
          const failure = openRepository(openLocalStore(location), CRASH_PASSWORD);
          await soon(() => rejectsWith(kind === "config" ? "CONFIG_MISSING" : "KEYS_MISSING", failure));
        } else {
          const { problemCount } = await soon(() => checkAll(repository));
          expect(problemCount > 0).toBe(kind === "pack" || kind === "index");
        }
      }
    },
  );
});

describe("an index with absurd numbers", () => {
  const HUGE = 0xffff_ffff;
  type Entry = IndexedPack["entries"][number];
  test.each<{ name: string; change: (entry: Entry) => Entry }>([
    { name: "an offset of 4 GiB", change: (entry) => ({ ...entry, offset: HUGE }) },
    { name: "a length of 4 GiB", change: (entry) => ({ ...entry, length: HUGE }) },
    { name: "an uncompressed length of 4 GiB", change: (entry) => ({ ...entry, uncompressedLength: HUGE }) },
    { name: "an uncompressed length of 1", change: (entry) => ({ ...entry, uncompressedLength: 1 }) },
    { name: "a length of 32", change: (entry) => ({ ...entry, length: 32 }) },
  ])("makes its blobs unreadable and the check complain: $name", async ({ change }) => {
    const { repository } = await smallRepository();
    const blobs: BlobId[] = [];
    for (const { name } of await listed(repository.store, "index")) {
      const { packs } = decodeIndexFile(await readDocument(repository, "index", name), name as IndexId);
      blobs.push(
        ...packs.flatMap(({ entries }) => entries.filter(({ type }) => type === "data").map(({ id }) => id)),
      );
      const changed = packs.map(({ id, entries }) => ({ id, entries: entries.map(change) }));
      await writeDocument(repository, "index", encodeIndexFile(changed));
      await repository.store.remove("index", name);
    }
    const [blob] = blobs;
    if (blob === undefined) throw new Error("there is no blob");
    const failure = await soon(() =>
      withCache(repository, undefined, async (cache) =>
        readBlob(await loadIndex(repository, cache), "data", blob),
      ),
    ).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BackstayError);
    const { problemCount } = await soon(() => checkAll(repository));
    expect(problemCount).toBeGreaterThan(0);
  });
});
