import { execFileSync } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BackstayError } from "../../shared/errors.ts";
import { differencesOf, readTreeFacts } from "../../test/support/compare-trees.ts";
import { openEngine } from "../../test/support/engine.ts";
import { plantNastyTree, SMALL_NASTINESS } from "../../test/support/nasty-tree.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lacksTool } from "../../test/support/tools.ts";
import { rawPathFromText } from "../platform/raw-path.ts";
import { loadSnapshots, type StoredSnapshot } from "../repository/snapshots/load-snapshots.ts";
import { type HandMade, handMade, node } from "./testing/hand-made.ts";
import { problemsOf, restoreTo } from "./testing/restore-to.ts";

type Engine = Awaited<ReturnType<typeof openEngine>>;

async function newestSnapshot({ repository, cache }: Engine): Promise<StoredSnapshot> {
  const { snapshots } = await loadSnapshots(repository, cache);
  const newest = snapshots.at(-1);
  if (newest === undefined) throw new Error("there is no snapshot");
  return newest;
}

describe.skipIf(lacksTool("getfattr", "setfacl"))("a tree that was backed up", () => {
  test("comes back the same in everything, whatever is in it", async () => {
    const place = await tempFolder();
    const source = join(place, "source");
    plantNastyTree(source, SMALL_NASTINESS);
    const engine = await openEngine({ location: join(place, "repository"), password: "p", init: 2 });
    try {
      const expected = await readTreeFacts(source);
      await engine.backUp(source);
      const snapshot = await newestSnapshot(engine);
      const target = join(place, "target");
      const result = await restoreTo(target, engine, { snapshot, threads: 2, verify: true });
      expect(result.problems).toEqual([]);
      expect(result.counts.filesVerified).toBe(result.counts.filesRestored);
      expect(differencesOf(expected, await readTreeFacts(join(target, source)))).toEqual([]);

      const again = await restoreTo(target, engine, { snapshot, threads: 2 });
      expect(again.counts).toMatchObject({ filesRestored: 0, othersRestored: 0, bytesRestored: 0 });
      expect(differencesOf(expected, await readTreeFacts(join(target, source)))).toEqual([]);
    } finally {
      await engine.close();
    }
  });

  test("comes back the same, however small or odd it is", { timeout: 120_000 }, async () => {
    const place = await tempFolder();
    const engine = await openEngine({ location: join(place, "repository"), password: "p", init: 2 });
    let run = 0;
    try {
      await fc.assert(
        fc.asyncProperty(arbitraryTree, async (tree) => {
          run += 1;
          const [source, target] = [join(place, `source${run}`), join(place, `target${run}`)];
          plant(source, tree);
          await engine.backUp(source);
          await restoreTo(target, engine, { snapshot: await newestSnapshot(engine) });
          const [expected, actual] = [await readTreeFacts(source), await readTreeFacts(join(target, source))];
          expect(differencesOf(expected, actual)).toEqual([]);
        }),
        { numRuns: 8 },
      );
    } finally {
      await engine.close();
    }
  });
});

type SmallTree = { readonly [name: string]: Uint8Array | SmallTree };

const arbitraryName = fc
  .string({ minLength: 1, maxLength: 12, unit: "grapheme" })
  .filter((name) => !/[/\0]/.test(name) && name !== "." && name !== "..");
const { tree: arbitraryTree } = fc.letrec<{ tree: SmallTree; entry: Uint8Array | SmallTree }>((tie) => ({
  tree: fc.dictionary(arbitraryName, tie("entry"), { maxKeys: 4, noNullPrototype: true }),
  entry: fc.oneof(
    { maxDepth: 3 },
    fc.uint8Array({ maxLength: 300 }),
    fc.nat(1_200_000).map((length) => new Uint8Array(length).fill(length)),
    tie("tree"),
  ),
}));

function plant(folder: string, tree: SmallTree): void {
  mkdirSync(folder);
  for (const [name, entry] of Object.entries(tree)) {
    if (entry instanceof Uint8Array) writeFileSync(join(folder, name), entry);
    else plant(join(folder, name), entry);
  }
}

async function officeFiles(made: HandMade): Promise<StoredSnapshot> {
  const letters = [await made.file("a.txt", "dear a"), await made.file("b.pdf", "dear b")];
  const home = [await made.folder("letters", letters), await made.file("todo", "much")];
  return made.snapshot([await made.folder("home", home), await made.folder("var", [node("log")])]);
}

describe("a part of a snapshot", () => {
  test("is what includes and excludes say, with the folders above it", async () => {
    const made = handMade();
    const target = await tempFolder();
    const includes = [{ glob: rawPathFromText("/home/letters"), ignoreCase: false }];
    const excludes = [{ glob: rawPathFromText("*.pdf"), ignoreCase: false }];
    await restoreTo(target, made, { snapshot: await officeFiles(made), includes, excludes });
    expect(readdirSync(target, { recursive: true }).sort()).toEqual([
      "home",
      "home/letters",
      "home/letters/a.txt",
    ]);
    expect(statSync(join(target, "home")).mode & 0o7777).toBe(0o755);
  });

  test("may be a folder of it, to which the patterns are relative then", async () => {
    const made = handMade();
    const target = await tempFolder();
    const includes = [{ glob: rawPathFromText("/letters/*.txt"), ignoreCase: false }];
    const subfolder = rawPathFromText("/home");
    await restoreTo(target, made, { snapshot: await officeFiles(made), subfolder, includes });
    expect(readdirSync(target, { recursive: true }).sort()).toEqual(["letters", "letters/a.txt"]);
  });

  test("that is not in it, or is no folder, is an error that says which", async () => {
    const made = handMade();
    const snapshot = await officeFiles(made);
    for (const [path, code] of [
      ["/home/todo", "ENTRY_TYPE_WRONG"],
      ["/nowhere", "PATH_NOT_IN_SNAPSHOT"],
    ] as const) {
      const subfolder = rawPathFromText(path);
      const restored = restoreTo(await tempFolder(), made, { snapshot, subfolder });
      await expect(restored).rejects.toMatchObject({ code, details: { path } });
    }
  });
});

test("a dry run counts, and touches nothing", async () => {
  const made = handMade();
  const target = await tempFolder();
  mkdirSync(join(target, "home"));
  writeFileSync(join(target, "home/todo"), "other");
  const before = await readTreeFacts(target);
  const result = await restoreTo(target, made, { snapshot: await officeFiles(made), dryRun: true });
  expect(result.counts).toMatchObject({ filesRestored: 4, bytesRestored: 16 });
  expect(differencesOf(before, await readTreeFacts(target))).toEqual([]);

  const nowhere = join(target, "nowhere");
  await restoreTo(nowhere, made, { snapshot: await officeFiles(made), dryRun: true });
  expect(lstatSync(nowhere, { throwIfNoEntry: false })).toBeUndefined();
});

test("a file larger than a batch comes back whole", async () => {
  const made = handMade();
  const [zeros, island] = [Buffer.alloc(4 * 1024 * 1024), Buffer.from("an island")];
  const [sea, land] = [await made.add("data", zeros), await made.add("data", island)];
  const content = [land, ...new Array(18).fill(sea), land, ...new Array(18).fill(sea), land];
  const snapshot = await made.snapshot([
    node("large", { content, sizeBytes: 36 * zeros.length + 3 * island.length }),
    await made.file("small", "before or behind"),
  ]);
  const target = await tempFolder();
  const result = await restoreTo(target, made, { snapshot, threads: 2, verify: true });
  expect(result.problems).toEqual([]);
  expect(result.counts).toMatchObject({ filesRestored: 2, filesVerified: 2 });
  const strait = new Array(18).fill(zeros);
  const expected = Buffer.concat([island, ...strait, island, ...strait, island]);
  expect(readFileSync(join(target, "large")).equals(expected)).toBe(true);
});

test("folders with the same content are restored each", async () => {
  const made = handMade();
  const entries = [await made.file("file", "content")];
  const snapshot = await made.snapshot([await made.folder("a", entries), await made.folder("b", entries)]);
  const target = await tempFolder();
  expect(problemsOf(await restoreTo(target, made, { snapshot }))).toEqual([]);
  expect(readdirSync(target, { recursive: true }).sort()).toEqual(["a", "a/file", "b", "b/file"]);
});

test("runs of zeros take no space, unless that is not wanted", async () => {
  const made = handMade();
  const content = Buffer.alloc(1024 * 1024);
  content.write("an island", 600_000);
  const id = await made.add("data", content);
  const snapshot = await made.snapshot([node("sparse", { content: [id], sizeBytes: content.length })]);
  const [sparse, full] = [await tempFolder(), await tempFolder()];
  await restoreTo(sparse, made, { snapshot });
  await restoreTo(full, made, { snapshot, sparse: false });
  for (const folder of [sparse, full])
    expect(readFileSync(join(folder, "sparse")).equals(content)).toBe(true);
  const spaceOf = (folder: string) =>
    Number(
      execFileSync("du", ["-k", join(folder, "sparse")])
        .toString()
        .split("\t")[0],
    );
  expect(spaceOf(sparse)).toBeLessThanOrEqual(128);
  expect(spaceOf(full)).toBeGreaterThanOrEqual(1024);
});

test("a target that is a file is refused", async () => {
  const made = handMade();
  const file = join(await tempFolder(), "file");
  writeFileSync(file, "");
  await expect(restoreTo(file, made, { snapshot: await officeFiles(made) })).rejects.toMatchObject({
    code: "TARGET_UNUSABLE",
  });
});

test("the folder of the repository itself is refused, by whatever way it is named, before anything is made there", async () => {
  const made = handMade();
  const snapshot = await made.snapshot([await made.file("config", "mine")]);
  const place = await tempFolder();
  const location = join(place, "repository");
  mkdirSync(location);
  writeFileSync(join(location, "config"), "the repository's");
  symlinkSync(location, join(place, "link"));
  const inPlace = { ...made, repository: { ...made.repository, store: { ...made.store, location } } };
  for (const folder of ["repository", "link", "repository/new/folder", "link/new"]) {
    await expect(restoreTo(join(place, folder), inPlace, { snapshot })).rejects.toMatchObject({
      code: "TARGET_UNUSABLE",
      details: { reason: "in-repository" },
    });
  }
  expect(readdirSync(location)).toEqual(["config"]);
  expect(readFileSync(join(location, "config"), "utf8")).toBe("the repository's");
  for (const folder of ["repository-2", "..beside"])
    expect(problemsOf(await restoreTo(join(place, folder), inPlace, { snapshot }))).toEqual([]);
});

test("a cancelled restore ends with its reason", async () => {
  const made = handMade();
  const snapshot = await officeFiles(made);
  const reason = new Error("a person");
  const restored = restoreTo(await tempFolder(), made, { snapshot }, AbortSignal.abort(reason));
  await expect(restored).rejects.toBe(reason);
});

test("a repository that can only be read is restored from all the same", async () => {
  const made = handMade();
  const snapshot = await officeFiles(made);
  const store = {
    ...made.store,
    write: () => Promise.reject(new BackstayError("STORE_READ_ONLY", { location: "memory" })),
  };
  const readOnly = { repository: { ...made.repository, store }, cache: made.cache };
  const result = await restoreTo(await tempFolder(), readOnly, { snapshot });
  expect(problemsOf(result)).toEqual([]);
  expect(result.counts.filesRestored).toBe(4);
});
