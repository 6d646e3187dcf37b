import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { openEngine } from "../../test/support/engine.ts";
import { readSnapshotFolders } from "../../test/support/read-snapshot.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";

const FILES = ["a", "b", "c", "d"];

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

test("what the parent snapshot can no longer tell of unchanged entries is read again", async () => {
  const folder = await tempFolder();
  const [source, location, cacheFolder] = ["source", "repository", "cache"].map((name) => join(folder, name));
  if (source === undefined || location === undefined || cacheFolder === undefined) throw new Error();
  mkdirSync(source);
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

  writeFileSync(join(source, "b"), "changed");
  const engine = await openEngine({ location, cacheFolder, password: "x" });
  onTestFinished(() => engine.close());
  const { tally, problems, snapshotId } = await engine.backUp(source);
  expect(problems).toEqual([]);
  expect(tally).toMatchObject({ filesChanged: 4, filesNew: 0, filesUnmodified: 0, totalFilesProcessed: 4 });
  const saved = (await readSnapshotFolders(engine, snapshotId)).find(({ path }) => path === source);
  expect(saved?.nodes.map(({ name }) => Buffer.from(name).toString())).toEqual(FILES);
});
