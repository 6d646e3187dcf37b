import { mkdirSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openEngine } from "../../test/support/engine.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";

const ignored = { inode: true, ctime: true };

async function setUp() {
  const folder = await tempFolder();
  const [source, location, cacheFolder] = ["source", "repository", "cache"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  mkdirSync(source);
  writeFileSync(join(source, "a"), "content");
  utimesSync(join(source, "a"), 1000, 1000);
  const engine = await openEngine({ location, password: "x", cacheFolder, init: 2 });
  onTestFinished(() => engine.close());
  return { source, engine };
}

/** Another inode and another ctime, while name, size and mtime stay: what some network mounts do to every file. */
function replaceByTwin(source: string): void {
  writeFileSync(join(source, "twin"), "content");
  utimesSync(join(source, "twin"), 1000, 1000);
  renameSync(join(source, "twin"), join(source, "a"));
}

test("a new inode and ctime count as a change, unless they are ignored", async () => {
  const { source, engine } = await setUp();
  await engine.backUp(source);
  replaceByTwin(source);
  expect((await engine.backUp(source, { ignored })).tally).toMatchObject({
    filesUnmodified: 1,
    filesChanged: 0,
  });
  replaceByTwin(source);
  expect((await engine.backUp(source)).tally).toMatchObject({ filesUnmodified: 0, filesChanged: 1 });
});

test("a file whose time or size changed is read also then", async () => {
  const { source, engine } = await setUp();
  await engine.backUp(source, { ignored });
  writeFileSync(join(source, "a"), "Content");
  expect((await engine.backUp(source, { ignored })).tally).toMatchObject({ filesChanged: 1, dataBlobs: 1 });
});
