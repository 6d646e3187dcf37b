import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { BlobId } from "../../shared/ids.ts";
import { type Engine, openEngine } from "../../test/support/engine.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lacksTool } from "../../test/support/tools.ts";
import { rawPathFromText } from "../platform/raw-path.ts";
import { decodeTree } from "../repository/format/tree-decode.ts";
import { loadIndex } from "../repository/index/load-index.ts";
import { readTree } from "../repository/read-blob.ts";
import { loadSnapshots } from "../repository/snapshots/load-snapshots.ts";
import { CACHE_MARKER } from "./exclude/folder-marker.ts";
import { runBackup } from "./run-backup.ts";

const password = "correct horse";

async function setUp(): Promise<{ engine: Engine; source: string; location: string }> {
  const folder = await tempFolder();
  const [source, location] = [join(folder, "source"), join(folder, "repository")];
  mkdirSync(source);
  const engine = await openEngine({ location, password, cacheFolder: join(folder, "cache"), init: 2 });
  onTestFinished(() => engine.close());
  return { engine, source, location };
}

/** Paths of everything in the newest snapshot, relative to the source. */
async function pathsInLatest({ repository, cache }: Engine, source: string): Promise<string[]> {
  const indexed = await loadIndex(repository, cache);
  const { snapshots } = await loadSnapshots(repository, cache);
  const paths: string[] = [];
  const walk = async (tree: BlobId, above: string): Promise<void> => {
    for (const node of decodeTree(await readTree(indexed, tree), tree)) {
      const path = `${above}/${Buffer.from(node.name).toString()}`;
      if (path.startsWith(`${source}/`)) paths.push(path.slice(source.length + 1));
      if (node.subtree !== undefined) await walk(node.subtree, path);
    }
  };
  const latest = snapshots.at(-1);
  if (latest !== undefined) await walk(latest.tree, "");
  return paths;
}

test("leaves out what patterns, sizes and cache markers exclude, and nothing else", async () => {
  const { engine, source } = await setUp();
  mkdirSync(join(source, "cache"));
  writeFileSync(join(source, "cache", "CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55\n");
  writeFileSync(join(source, "cache", "thumbnail"), "x");
  mkdirSync(join(source, "not-a-cache"));
  writeFileSync(join(source, "not-a-cache", "CACHEDIR.TAG"), "something else");
  writeFileSync(join(source, "letter.txt"), "dear");
  writeFileSync(join(source, "letter.tmp"), "draft");
  writeFileSync(join(source, "film"), Buffer.alloc(5000));
  symlinkSync("letter.txt", join(source, "link"));
  await engine.backUp(source, {
    filter: {
      excludes: [{ glob: rawPathFromText("*.tmp"), ignoreCase: false }],
      markers: [CACHE_MARKER],
      largerThanBytes: 4999,
    },
  });
  expect(await pathsInLatest(engine, source)).toEqual([
    "cache",
    "cache/CACHEDIR.TAG",
    "letter.txt",
    "link",
    "not-a-cache",
    "not-a-cache/CACHEDIR.TAG",
  ]);
});

test("a dry run reports the sizes and writes nothing", async () => {
  const { engine, source, location } = await setUp();
  writeFileSync(join(source, "a"), "content");
  const result = await engine.backUp(source, { dryRun: true });
  expect(result.snapshotId).toBeUndefined();
  expect(result.tally).toMatchObject({ filesNew: 1, dataBlobs: 1, totalBytesProcessed: 7 });
  for (const folder of ["index", "snapshots", "locks"])
    expect(readdirSync(join(location, folder))).toEqual([]);
});

test("a differential backup without a full one is a full one, and later ones build on it", async () => {
  const { engine, source } = await setUp();
  writeFileSync(join(source, "a"), "1");
  const first = await engine.backUp(source, { mode: "differential" });
  writeFileSync(join(source, "b"), "2");
  await engine.backUp(source, { mode: "incremental" });
  writeFileSync(join(source, "c"), "3");
  const third = await engine.backUp(source, { mode: "differential" });
  expect([first.mode, third.mode]).toEqual(["full", "differential"]);
  expect(third.parent).toBe(first.snapshotId);
  expect(third.tally).toMatchObject({ filesNew: 2, filesUnmodified: 1 });
  const { snapshots } = await loadSnapshots(engine.repository, engine.cache);
  expect(snapshots.map((snapshot) => snapshot.tags)).toEqual([
    ["backstay:full"],
    ["backstay:incremental"],
    ["backstay:differential"],
  ]);
});

test("refuses to back up nothing when no source is there", async () => {
  const { engine, source } = await setUp();
  await expect(engine.backUp(join(source, "gone"))).rejects.toMatchObject({ code: "NO_SOURCE" });
});

const OPTIONS = {
  workingFolder: "/",
  mode: "incremental",
  hostname: "office",
  tags: [],
  excludes: [],
  filter: { excludes: [], markers: [], largerThanBytes: undefined },
  oneFileSystem: false,
  compression: "auto",
} as const;

test("progress goes forward while a single large file is read, up to its size", async () => {
  const { engine, source } = await setUp();
  const sizeBytes = 60 << 20;
  writeFileSync(join(source, "disk image"), randomBytes(sizeBytes));
  const steps: number[] = [];
  const job = { signal: new AbortController().signal, reportProgress: report };
  function report({ bytesDone }: { bytesDone: number }): void {
    if (steps.at(-1) !== bytesDone) steps.push(bytesDone);
  }
  await runBackup(engine.repository, engine.cache, { ...OPTIONS, sources: [source] }, job);
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  expect(steps.length).toBeGreaterThan(4);
  expect(steps.at(-1)).toBe(sizeBytes);
});

test("a cancelled backup leaves no snapshot and no lock", async () => {
  const { engine, source, location } = await setUp();
  for (let n = 0; n < 40; n += 1) writeFileSync(join(source, `f${n}`), Buffer.alloc(2 << 20, n));
  const stop = new AbortController();
  const reason = new Error("cancelled by the test");
  const run = runBackup(
    engine.repository,
    engine.cache,
    { ...OPTIONS, sources: [source] },
    { signal: stop.signal, reportProgress: ({ bytesDone }) => bytesDone > 0 && stop.abort(reason) },
  );
  await expect(run).rejects.toBe(reason);
  expect(readdirSync(join(location, "snapshots"))).toEqual([]);
  expect(readdirSync(join(location, "locks"))).toEqual([]);
});

test.skipIf(lacksTool("restic"))(
  "a folder whose tree is longer than the longest chunk is stored whole",
  async () => {
    const { engine, source, location } = await setUp();
    const count = 30_000;
    for (let n = 0; n < count; n += 1)
      writeFileSync(join(source, `entry number ${n} of a very full folder`), "");
    const result = await engine.backUp(source);
    expect(result.tally.filesNew).toBe(count);
    const listed = execFileSync("restic", ["-r", location, "--no-cache", "ls", "latest", source, "-q"], {
      env: { ...process.env, RESTIC_PASSWORD: password },
      maxBuffer: 1 << 28,
      encoding: "utf8",
    });
    expect(listed.split("\n").filter((line) => line.includes("entry number"))).toHaveLength(count);
  },
);

test("makes no snapshot that would hold the same as its parent, when that is wanted", async () => {
  const { engine, source } = await setUp();
  writeFileSync(join(source, "letter.txt"), "dear");
  const count = async () => (await loadSnapshots(engine.repository, engine.cache)).snapshots.length;
  const skip = { skipIfUnchanged: true };
  expect((await engine.backUp(source, skip)).snapshotId).toBeDefined(); // there is none before
  expect(await engine.backUp(source, skip)).toMatchObject({
    snapshotId: undefined,
    tally: { filesUnmodified: 1, filesNew: 0 },
  });
  expect(await count()).toBe(1);
  // somebody works beside what is backed up
  writeFileSync(join(source, "..", "beside.txt"), "something else");
  expect((await engine.backUp(source, skip)).snapshotId).toBeUndefined();
  expect((await engine.backUp(source)).snapshotId).toBeDefined();
  expect(await count()).toBe(2);

  writeFileSync(join(source, "letter.txt"), "dear customer");
  expect((await engine.backUp(source, skip)).snapshotId).toBeDefined();
  expect(await count()).toBe(3);

  chmodSync(source, 0o700);
  expect((await engine.backUp(source, skip)).snapshotId).toBeDefined();
  expect(await count()).toBe(4);
});
