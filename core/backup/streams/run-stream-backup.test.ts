import { randomBytes } from "node:crypto";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { BackstayError } from "../../../shared/errors.ts";
import type { BlobId } from "../../../shared/ids.ts";
import { type Engine, openEngine, TEST_HOST } from "../../../test/support/engine.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { decodeTree } from "../../repository/format/tree-decode.ts";
import { loadIndex } from "../../repository/index/load-index.ts";
import type { TreeNode } from "../../repository/node.ts";
import { readBlob, readTree } from "../../repository/read-blob.ts";
import { loadSnapshots } from "../../repository/snapshots/load-snapshots.ts";
import type { SavedEntry } from "../messages.ts";
import { runStreamBackup } from "./run-stream-backup.ts";
import type { StreamSource } from "./stream-source.ts";

/** Longer than what a thread reads at once, so that chunks reach over the ends of pieces. */
const LONG = randomBytes(30_000_000);
const PIECE = 999_983;

async function setUp() {
  const folder = await tempFolder();
  const location = join(folder, "repository");
  const engine = await openEngine({ location, password: "correct horse", init: 2 });
  onTestFinished(() => engine.close());
  const save = (
    streams: readonly StreamSource[],
    job: { signal?: AbortSignal; onSaved?: (entry: SavedEntry) => void } = {},
    more: { readonly keepsIncomplete?: boolean } = {},
  ) =>
    runStreamBackup(
      engine.repository,
      engine.cache,
      streams,
      { mode: "incremental", hostname: TEST_HOST, tags: [], compression: "auto", ...more },
      { signal: new AbortController().signal, reportProgress: () => {}, ...job },
    );
  return { folder, location, engine, save };
}

/** Hands the bytes over in one and the same piece of memory, as a reader that spares it does. */
function streamOf(path: string, bytes: Uint8Array): StreamSource {
  return {
    path,
    async *open() {
      const memory = new Uint8Array(PIECE);
      for (let at = 0; at < bytes.length; at += PIECE) {
        const piece = bytes.subarray(at, at + PIECE);
        memory.set(piece);
        yield memory.subarray(0, piece.length);
        memory.fill(0);
      }
    },
  };
}

/** Every file and folder of the newest snapshot, with the files' contents. */
async function latest({ repository, cache }: Engine) {
  const indexed = await loadIndex(repository, cache);
  const { snapshots } = await loadSnapshots(repository, cache);
  const found = new Map<string, TreeNode & { readonly bytes?: Buffer }>();
  const walk = async (tree: BlobId, above: string): Promise<void> => {
    for (const node of decodeTree(await readTree(indexed, tree), tree)) {
      const path = `${above}/${Buffer.from(node.name).toString()}`;
      if (node.subtree !== undefined) await walk(node.subtree, path);
      const blobs: Uint8Array[] = [];
      for (const id of node.content ?? []) blobs.push(await readBlob(indexed, "data", id));
      found.set(path, node.type === "file" ? { ...node, bytes: Buffer.concat(blobs) } : node);
    }
  };
  const last = snapshots.at(-1);
  if (last !== undefined) await walk(last.tree, "");
  return { paths: last?.paths, tags: last?.tags, found, count: snapshots.length };
}

test("streams become the files of a snapshot, byte for byte, and for their owner's eyes alone", async () => {
  const { engine, save } = await setUp();
  const { tally } = await save([
    streamOf("/databases/office/books.dump", LONG),
    streamOf("/databases/empty", new Uint8Array(0)),
    streamOf("/notes é.txt", Buffer.from("short")),
  ]);
  const { found, paths } = await latest(engine);
  expect(paths).toEqual(["/databases/office/books.dump", "/databases/empty", "/notes é.txt"]);
  expect([...found.keys()].sort()).toEqual([
    ...[
      "/databases",
      "/databases/empty",
      "/databases/office",
      "/databases/office/books.dump",
      "/notes é.txt",
    ],
  ]);
  const books = found.get("/databases/office/books.dump");
  expect(books?.bytes?.equals(LONG)).toBe(true);
  expect(books).toMatchObject({ sizeBytes: LONG.length, mode: 0o600, uid: process.getuid?.() });
  expect(found.get("/databases/empty")).toMatchObject({ sizeBytes: 0, content: [] });
  expect(found.get("/notes é.txt")?.bytes?.toString()).toBe("short");
  expect(tally).toMatchObject({
    filesNew: 3,
    dirsNew: 2,
    totalFilesProcessed: 3,
    totalBytesProcessed: LONG.length + 5,
  });
});

test("what is in the repository already, as a file or from before, is not stored again", async () => {
  const { folder, engine, save } = await setUp();
  writeFileSync(join(folder, "file"), LONG);
  await engine.backUp(join(folder, "file"));
  const first = await save([streamOf("/dump", LONG)]);
  expect(first.tally).toMatchObject({ dataBlobs: 0, filesNew: 1 });
  const changed = Buffer.concat([
    LONG.subarray(0, 20_000_000),
    Buffer.from("a few bytes in between"),
    LONG.subarray(20_000_000),
  ]);
  const told: SavedEntry[] = [];
  const second = await save([streamOf("/dump", changed)], { onSaved: (entry) => told.push(entry) });
  expect(second.tally).toMatchObject({ filesChanged: 1, filesNew: 0 });
  expect(second.tally.dataBlobs).toBeLessThan(5);
  expect(told).toMatchObject([{ path: "/dump", action: "changed", sizeBytes: changed.length }]);
  expect(told[0]?.storedBytes).toBeGreaterThan(0);
  const third = await save([streamOf("/dump", changed)]);
  expect(third.tally).toMatchObject({ dataBlobs: 0, filesUnmodified: 1, filesChanged: 0 });
  expect((await latest(engine)).found.get("/dump")?.bytes?.equals(changed)).toBe(true);
});

test("of a stream that ends badly there is no snapshot, and no lock is left", async () => {
  const { engine, location, save } = await setUp();
  await save([streamOf("/dump", Buffer.from("whole"))]);
  const cutOff: StreamSource = {
    path: "/dump",
    async *open() {
      yield LONG;
      throw new Error("the server went away");
    },
  };
  await expect(save([streamOf("/other", Buffer.from("fine")), cutOff])).rejects.toThrow(
    "the server went away",
  );
  const { count, found } = await latest(engine);
  expect(count).toBe(1);
  expect(found.get("/dump")?.bytes?.toString()).toBe("whole");
  expect(readdirSync(join(location, "locks"))).toEqual([]);
});

/** One that gives some bytes, and then ends as a program does that fails. */
function brokenAfter(path: string, bytes: Uint8Array): StreamSource {
  return {
    path,
    async *open() {
      if (bytes.length > 0) yield bytes;
      throw new BackstayError("COMMAND_FAILED", { program: "pg_dump", status: "1", said: "gone" });
    },
  };
}

test("where it may be incomplete, what came of a broken stream has another name, and the snapshot says so", async () => {
  const { engine, save } = await setUp();
  const half = LONG.subarray(0, 12_345_678);
  const result = await save(
    [brokenAfter("/a", half), streamOf("/b", Buffer.from("whole")), brokenAfter("/c", new Uint8Array(0))],
    {},
    { keepsIncomplete: true },
  );
  expect(result).toMatchObject({ isComplete: false, tally: { totalFilesProcessed: 2 } });
  expect(result.problems).toMatchObject([
    { path: "/a", reason: "dump-failed", error: { code: "COMMAND_FAILED" } },
    { path: "/c", reason: "dump-failed" },
  ]);
  const { found, tags } = await latest(engine);
  expect([...found.keys()].sort()).toEqual(["/a.incomplete", "/b"]);
  expect(found.get("/a.incomplete")?.bytes?.equals(half)).toBe(true);
  expect(tags).toContain("backstay:incomplete");
  const again = await save([streamOf("/a", LONG)], {}, { keepsIncomplete: true });
  expect(again.isComplete).toBe(true);
  expect((await latest(engine)).tags).not.toContain("backstay:incomplete");
});

test("a snapshot of nothing but what stands beside the streams is not made", async () => {
  const { location, save } = await setUp();
  const about = { ...streamOf("/about.json", Buffer.from("{}")), isBeside: true };
  await expect(
    save([about, brokenAfter("/a", new Uint8Array(0))], {}, { keepsIncomplete: true }),
  ).rejects.toMatchObject({ code: "COMMAND_FAILED" });
  expect(readdirSync(join(location, "snapshots"))).toEqual([]);
  expect(readdirSync(join(location, "locks"))).toEqual([]);
});

test("a backup that is cancelled leaves the stream, which may tidy up", async () => {
  const { save, location } = await setUp();
  const cancel = new AbortController();
  let isTidy = false;
  const endless: StreamSource = {
    path: "/endless",
    async *open() {
      try {
        for (let n = 0; ; n += 1) {
          if (n === 50) cancel.abort(new Error("enough"));
          yield LONG.subarray(n * 1000, n * 1000 + 1_000_000);
        }
      } finally {
        isTidy = true;
      }
    },
  };
  await expect(save([endless], { signal: cancel.signal })).rejects.toThrow("enough");
  expect(isTidy).toBe(true);
  expect(readdirSync(join(location, "snapshots"))).toEqual([]);
  expect(readdirSync(join(location, "locks"))).toEqual([]);
});

test("two streams cannot stand at one place", async () => {
  const { save } = await setUp();
  await expect(save([streamOf("/a", Buffer.from("1")), streamOf("/a/b", Buffer.from("2"))])).rejects.toThrow(
    "/a",
  );
});
