import { createHash } from "node:crypto";
import { existsSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Engine, openEngine } from "../../test/support/engine.ts";
import { hashSnapshotFiles } from "../../test/support/read-snapshot.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lacks } from "../../test/support/tools.ts";
import { rawPathFromText } from "../platform/raw-path.ts";

async function setUp(): Promise<{ engine: Engine; folder: string }> {
  const folder = await tempFolder();
  const engine = await openEngine({ location: join(folder, "repository"), password: "x", init: 2 });
  onTestFinished(() => engine.close());
  return { engine, folder };
}

function sha256(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}

test("a file given as a source is saved with its content, and not read again while it is the same", async () => {
  const { engine, folder } = await setUp();
  const file = join(folder, "letter");
  writeFileSync(file, "dear");
  const first = await engine.backUp(file);
  expect(first.tally).toMatchObject({ filesNew: 1, dataBlobs: 1, totalFilesProcessed: 1 });
  expect(await hashSnapshotFiles(engine, first.snapshotId)).toEqual(new Map([[file, sha256("dear")]]));

  const second = await engine.backUp(file);
  expect(second.tally).toMatchObject({ filesNew: 0, filesChanged: 0, filesUnmodified: 1, dataBlobs: 0 });
  expect(await hashSnapshotFiles(engine, second.snapshotId)).toEqual(new Map([[file, sha256("dear")]]));

  writeFileSync(file, "dear all");
  utimesSync(file, 1, 1);
  const third = await engine.backUp(file);
  expect(third.tally).toMatchObject({ filesNew: 0, filesChanged: 1, dataBlobs: 1 });
  expect(await hashSnapshotFiles(engine, third.snapshotId)).toEqual(new Map([[file, sha256("dear all")]]));
});

test("a source reached through a link is saved under the path that was given", async () => {
  const { engine, folder } = await setUp();
  mkdirSync(join(folder, "disk", "data"), { recursive: true });
  writeFileSync(join(folder, "disk", "data", "file"), "far away");
  symlinkSync("disk", join(folder, "link"));
  const source = join(folder, "link", "data");
  const expected = new Map([[join(source, "file"), sha256("far away")]]);
  for (const { snapshotId, problems } of [await engine.backUp(source), await engine.backUp(source)]) {
    expect(problems).toEqual([]);
    expect(await hashSnapshotFiles(engine, snapshotId)).toEqual(expected);
  }
});

test("a link given as a source is saved as a link", async () => {
  const { engine, folder } = await setUp();
  writeFileSync(join(folder, "target"), "x");
  symlinkSync("target", join(folder, "link"));
  const { snapshotId, problems, tally } = await engine.backUp(join(folder, "link"));
  expect({ problems, filesNew: tally.filesNew }).toEqual({ problems: [], filesNew: 0 });
  expect((await hashSnapshotFiles(engine, snapshotId)).size).toBe(0);
});

test("files and folders beside each other are each taken, and nothing around them", async () => {
  const { engine, folder } = await setUp();
  mkdirSync(join(folder, "one", "below"), { recursive: true });
  for (const name of ["one/below/file", "one/other", "two", "three"]) writeFileSync(join(folder, name), name);
  const sources = [join(folder, "one", "below"), join(folder, "two")];
  const paths = (hashes: ReadonlyMap<string, string>) => [...hashes.keys()].sort();
  const { snapshotId } = await engine.backUp(sources);
  expect(paths(await hashSnapshotFiles(engine, snapshotId))).toEqual(
    [join(folder, "one", "below", "file"), join(folder, "two")].sort(),
  );
});

test("a source that is not there is reported, and the others are saved", async () => {
  const { engine, folder } = await setUp();
  writeFileSync(join(folder, "there"), "x");
  const { problems, snapshotId } = await engine.backUp([join(folder, "there"), join(folder, "gone")]);
  expect(problems).toEqual([{ path: join(folder, "gone"), reason: "vanished", systemCode: "ENOENT" }]);
  expect([...(await hashSnapshotFiles(engine, snapshotId)).keys()]).toEqual([join(folder, "there")]);
  rmSync(join(folder, "there"));
  await expect(engine.backUp(join(folder, "there"))).rejects.toMatchObject({ code: "NO_SOURCE" });
});

test("a source that is excluded is left out, and nothing is saved when all are", async () => {
  const { engine, folder } = await setUp();
  for (const name of ["keep", "leave"]) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "file"), name);
  }
  const filter = {
    excludes: [{ glob: rawPathFromText("leave"), ignoreCase: false }],
    markers: [],
    largerThanBytes: undefined,
  };
  const { snapshotId } = await engine.backUp([join(folder, "keep"), join(folder, "leave", "file")], {
    filter,
  });
  expect([...(await hashSnapshotFiles(engine, snapshotId)).keys()]).toEqual([join(folder, "keep", "file")]);
  await expect(engine.backUp(join(folder, "leave", "file"), { filter })).rejects.toMatchObject({
    code: "SOURCE_EXCLUDED",
  });
});

/** Can be written only, whoever asks; nobody being root would be refused a file of mode 0. */
const NOT_TO_BE_READ = "/sys/bus/cpu/uevent";

test.skipIf(lacks(`a file nobody can read (${NOT_TO_BE_READ})`, existsSync(NOT_TO_BE_READ)))(
  "a source that cannot be read is reported, and nothing is saved when none can",
  async () => {
    const { engine, folder } = await setUp();
    writeFileSync(join(folder, "readable"), "x");
    const { problems } = await engine.backUp([join(folder, "readable"), NOT_TO_BE_READ]);
    expect(problems).toMatchObject([{ path: NOT_TO_BE_READ }]);
    await expect(engine.backUp(NOT_TO_BE_READ)).rejects.toMatchObject({ code: "NO_SOURCE" });
  },
);
