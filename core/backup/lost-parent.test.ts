import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { type Engine, openEngine } from "../../test/support/engine.ts";
import { hashSnapshotFiles, readSnapshotFolders } from "../../test/support/read-snapshot.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { decodeTree } from "../repository/format/tree-decode.ts";
import { loadIndex } from "../repository/index/load-index.ts";
import type { TreeNode } from "../repository/node.ts";
import { readBlob } from "../repository/read-blob.ts";
import { loadSnapshots } from "../repository/snapshots/load-snapshots.ts";

const FILES = ["a", "b", "c", "sub/d"];

/** Every file of the folder, with a bit in its middle turned. */
function damageAll(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = readFileSync(path);
    for (let at = 0; at < bytes.length; at += 16) bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path, bytes);
  }
}

test.each([
  { changed: "b", readAgain: ["a", "b", "c"] },
  // the folder itself then looks the same, but needs a new tree for what changed below it
  { changed: "sub/d", readAgain: ["a", "b", "c", "sub/d"] },
])(
  "what the parent snapshot can no longer tell of unchanged entries is read again: $changed",
  async (how) => {
    const folder = await tempFolder();
    const source = join(folder, "source");
    const location = join(folder, "repository");
    const cacheFolder = join(folder, "cache");
    mkdirSync(join(source, "sub"), { recursive: true });
    for (const name of FILES) writeFileSync(join(source, name), name);
    const first = await openEngine({ location, cacheFolder, password: "x", init: 2 });
    await first.backUp(source);
    await first.close();

    // the cache still knows what each folder held, but neither it nor the repository has the nodes
    for (const name of readdirSync(cacheFolder)) {
      const cache = new Database(join(cacheFolder, name));
      cache.exec("UPDATE trees SET json = zeroblob(length(json))");
      cache.close();
    }
    damageAll(join(location, "data"));

    writeFileSync(join(source, how.changed), "changed");
    const engine = await openEngine({ location, cacheFolder, password: "x" });
    onTestFinished(() => engine.close());
    const { tally, problems, lostFolders, snapshotId } = await engine.backUp(source);
    expect(problems).toEqual([]);
    expect(tally).toMatchObject({ filesChanged: how.readAgain.length, filesNew: 0, totalFilesProcessed: 4 });
    expect(lostFolders).toBeGreaterThan(0); // which is what people are warned by
    const saved = await namesIn(engine, snapshotId, source);
    expect(saved).toEqual(["a", "b", "c", "sub"]);
  },
);

test("trees that cannot be read are stored again, though the index names them", async () => {
  const folder = await tempFolder();
  const [source, location] = [join(folder, "source"), join(folder, "repository")];
  mkdirSync(join(source, "sub"), { recursive: true });
  for (const name of FILES) writeFileSync(join(source, name), name);
  const first = await openEngine({ location, password: "x", init: 2 });
  const parent = await first.backUp(source);
  const treePacks = new Set<string>();
  for (const { nodes } of await readSnapshotFolders(first, parent.snapshotId)) {
    for (const { subtree } of nodes) {
      const [place] = subtree === undefined ? [] : first.cache.index.locate("tree", subtree);
      if (place !== undefined) treePacks.add(place.packId);
    }
  }
  await first.close();
  for (const pack of treePacks) rmSync(join(location, "data", pack.slice(0, 2), pack));

  const engine = await openEngine({ location, password: "x" });
  onTestFinished(() => engine.close());
  const { lostFolders, snapshotId } = await engine.backUp(source);
  expect(lostFolders).toBe(1);
  expect([...(await hashSnapshotFiles(engine, snapshotId)).keys()].sort()).toEqual(
    FILES.map((name) => join(source, name)),
  );
});

/** Names in a folder of a snapshot, read past every cache. What lies deeper may be damaged still. */
async function namesIn(
  { repository, cache }: Engine,
  snapshotId: string | undefined,
  path: string,
): Promise<readonly string[]> {
  const { snapshots } = await loadSnapshots(repository, cache);
  const indexed = await loadIndex(repository, cache);
  let tree = snapshots.find(({ id }) => id === snapshotId)?.tree;
  let nodes: readonly TreeNode[] = [];
  for (const name of ["", ...path.split("/").slice(1)]) {
    if (name !== "") tree = nodes.find((node) => Buffer.from(node.name).toString() === name)?.subtree;
    if (tree === undefined) throw new Error(`there is no folder ${name}`);
    nodes = decodeTree(await readBlob(indexed, "tree", tree), tree);
  }
  return nodes.map(({ name }) => Buffer.from(name).toString());
}
