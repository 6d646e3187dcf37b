import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { acquireLock } from "../../core/repository/lock/lock.ts";
import { cheapenKeys } from "../support/cheapen-keys.ts";
import { differencesOf, readTreeFacts, type TreeFacts } from "../support/compare-trees.ts";
import { type Engine, openEngine, TEST_HOST } from "../support/engine.ts";
import { isLimitOfRestic, noise, plantNastyTree, SMALL_NASTINESS } from "../support/nasty-tree.ts";
import { hashSnapshotFiles, readSnapshotFolders } from "../support/read-snapshot.ts";
import { type Restic, resticOn } from "../support/restic.ts";
import { lacksTool } from "../support/tools.ts";

/** restic and Backstay in turn, in one repository, on one source that changes between. */
const PASSWORD = "geheim";
const MIB = 1024 * 1024;

describe.skipIf(lacksTool("restic", "getfattr", "setfacl"))("two writers in one repository", () => {
  let folder: string;
  let source: string;
  let location: string;
  let cacheFolder: string;
  let restic: Restic;
  let engine: Engine;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "backstay-two-writers-"));
    source = join(folder, "source");
    location = join(folder, "repository");
    cacheFolder = join(folder, "cache");
    plantNastyTree(source, { ...SMALL_NASTINESS, attributesOnLinks: false });
    mkdirSync(join(source, "office"));
    for (const name of ["touched", "grown", "shrunk", "renamed", "replaced", "deleted"])
      writeFileSync(join(source, "office", name), noise(name.length, 2 * MIB));
    restic = resticOn(location, PASSWORD);
    await restic.run("init");
    await cheapenKeys(location, PASSWORD);
    engine = await openEngine({ location, password: PASSWORD, cacheFolder });
  });

  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function restore(snapshotId: string | undefined): Promise<TreeFacts> {
    const target = mkdtempSync(join(folder, "target-"));
    try {
      await restic.run("restore", snapshotId ?? "", "--target", target);
      return await readTreeFacts(join(target, source));
    } finally {
      rmSync(target, { recursive: true, force: true });
    }
  }

  /** Everything one does to files between two backups. @returns how many files are new or changed */
  function change(round: number): number {
    const at = (name: string) => join(source, "office", name);
    utimesSync(at("touched"), round, round);
    appendFileSync(at("grown"), noise(round, MIB));
    truncateSync(at("shrunk"), 2 * MIB - round * 300_000);
    renameSync(at(round === 1 ? "renamed" : `renamed ${round - 1}`), at(`renamed ${round}`));
    rmSync(at("replaced"), { recursive: true });
    if (round % 2 === 1) mkdirSync(at("replaced"));
    writeFileSync(round % 2 === 1 ? join(at("replaced"), "inside") : at("replaced"), `round ${round}`);
    rmSync(at("deleted"), { force: true });
    return 5;
  }

  test("continue each other's snapshots, and every snapshot restores to what it was made of", async () => {
    const history: { readonly id: string; readonly facts: TreeFacts }[] = [];
    const first = await restic.backUp("--host", TEST_HOST, source);
    history.push({ id: first.snapshot_id, facts: await readTreeFacts(source) });
    for (const round of [1, 2, 3]) {
      const changed = change(round);
      if (round % 2 === 1) {
        const { tally, snapshotId, parent, problems } = await engine.backUp(source);
        expect(problems).toEqual([]);
        expect(parent?.startsWith(history.at(-1)?.id ?? "")).toBe(true);
        expect(tally.filesNew + tally.filesChanged).toBe(changed);
        history.push({ id: snapshotId ?? "", facts: await readTreeFacts(source) });
      } else {
        const summary = await restic.backUp("--host", TEST_HOST, source);
        expect(summary.files_new + summary.files_changed).toBe(changed);
        history.push({ id: summary.snapshot_id, facts: await readTreeFacts(source) });
      }
    }
    expect(await restic.run("check", "--read-data")).toContain("no errors were found");
    for (const { id, facts } of history) {
      const restored = await restore(id);
      const differences = differencesOf(facts, restored);
      expect(differences.filter((line) => !isLimitOfRestic(line))).toEqual([]);
      const hashes = await hashSnapshotFiles(engine, id);
      for (const [path, { content }] of facts) {
        if (content !== "") expect(hashes.get(`${source}/${path}`), path).toBe(content);
      }
    }
  });

  test("an unchanged source costs a snapshot and nothing else", async () => {
    await engine.backUp(source);
    const before = countFiles(location);
    const { tally } = await engine.backUp(join(source, "office"));
    expect(tally).toMatchObject({ dataBlobs: 0 });
    const alone = countFiles(location);
    const again = await engine.backUp(join(source, "office"));
    expect(again.parent).toBeDefined();
    expect(again.tally).toMatchObject({ dataBlobs: 0, filesNew: 0, filesChanged: 0 });
    expect(countFiles(location).snapshots).toBe(alone.snapshots + 1);
    expect(alone.snapshots).toBe(before.snapshots + 1);
  });

  test("the cache changes nothing but the speed", async () => {
    const treeOf = async (one: Engine) => {
      const { snapshotId } = await one.backUp(source);
      const folders = await readSnapshotFolders(one, snapshotId);
      return folders.find(({ path }) => path === source)?.text;
    };
    const withCache = await treeOf(engine);
    expect(withCache).toBeDefined();
    const without = await openEngine({ location, password: PASSWORD });
    try {
      expect(await treeOf(without)).toBe(withCache);
    } finally {
      await without.close();
    }
  });

  test("a cache made before restic pruned heals, and the next backup stores again what has gone", async () => {
    const short = join(folder, "short-lived");
    mkdirSync(short);
    writeFileSync(join(short, "file"), noise(99, 3 * MIB));
    await engine.backUp(short);
    const snapshots: unknown = JSON.parse(await restic.run("snapshots", "--json", "--path", short));
    expect(snapshots).toHaveLength(1);
    await restic.run("forget", "--path", short, "--keep-tag", "none of ours", "--prune", "--max-unused", "0");
    const again = await engine.backUp(short);
    expect(again.parent).toBeUndefined();
    expect(again.tally.dataBlobs).toBeGreaterThan(0);
    expect(await restic.run("check", "--read-data")).toContain("no errors were found");
  });

  test("an exclusive lock of ours keeps restic out, and says so", async () => {
    const lock = await acquireLock(engine.repository, { exclusive: true });
    try {
      await lock.confirmed();
      for (const command of [["prune"], ["backup", source]]) {
        const { exitCode, stderr } = await restic.attempt(...command);
        expect(exitCode).toBe(1);
        expect(stderr).toContain("repository is already locked exclusively");
        expect(stderr).toContain(`PID ${process.pid}`);
      }
    } finally {
      await lock.release();
    }
    await restic.run("prune");
  });

  test("a shared lock of ours lets restic back up but not prune", async () => {
    const lock = await acquireLock(engine.repository, { exclusive: false });
    try {
      await lock.confirmed();
      await restic.backUp(join(source, "names"));
      const { exitCode, stderr } = await restic.attempt("prune");
      expect({ exitCode, stderr }).toEqual({
        exitCode: 1,
        stderr: expect.stringContaining("already locked"),
      });
    } finally {
      await lock.release();
    }
    expect(await restic.run("list", "locks", "--no-lock")).toBe("");
  });
});

function countFiles(location: string): { packs: number; snapshots: number } {
  return {
    packs: readdirSync(join(location, "data"), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    ).length,
    snapshots: readdirSync(join(location, "snapshots")).length,
  };
}
