import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { SnapshotId } from "../../shared/ids.ts";
import type { RawPath } from "../platform/raw-path.ts";
import type { StoredSnapshot } from "../repository/snapshots/load-snapshots.ts";
import { node, type PlantedRepository } from "../restore/browse/testing/planted-repository.ts";
import { walkTree } from "../restore/browse/walk-tree.ts";
import { testIndex } from "./testing/test-index.ts";

test("a file's versions and the times it was gone are told, and folders count as long as they are there", async () => {
  const { add, fill, search, look, series } = await testIndex();
  const [s1, , s3, s4] = [
    await add({ srv: { file: "one", stays: "" } }),
    await add({ srv: { file: "two", stays: "" } }),
    await add({ srv: { stays: "" } }),
    await add({ srv: { file: "two", stays: "", new: "" } }),
  ];
  await fill();
  const ms = (snapshot: StoredSnapshot) => Number(snapshot.timeNs / 1_000_000n);
  expect(search("file").hits).toMatchObject([
    { versions: 3, firstMs: ms(s1), lastMs: ms(s4), isGone: false, snapshotId: s4.id, sizeBytes: 3 },
  ]);
  expect(search("srv").hits).toMatchObject([{ type: "dir", versions: 1, sizeBytes: null }]);
  expect(
    look((index) => index.countVersions(series, ["srv" as RawPath], ["file", "stays", "no"] as RawPath[])),
  ).toEqual([3, 1, null]);
  expect(look((index) => index.filesGone(series)).get(s3.id)).toBe(1);
  expect(look((index) => index.filesGone(series)).has(s1.id)).toBe(false); // nothing was before it
});

/** What every snapshot holds, found by walking all of it. */
async function livesByWalking(planted: PlantedRepository, snapshots: readonly StoredSnapshot[]) {
  const held: Map<string, string>[] = [];
  for (const { tree } of snapshots) {
    const entries = new Map<string, string>();
    for await (const { path, node: entry } of walkTree(planted.repository, tree)) {
      const key = entry.type === "dir" ? "dir" : `${entry.type} ${entry.mtimeNs} ${entry.content}`;
      entries.set(path, key);
    }
    held.push(entries);
  }
  const paths = new Set(held.flatMap((entries) => [...entries.keys()]));
  const lives = new Map<string, { versions: number; first: SnapshotId; last: SnapshotId; isGone: boolean }>();
  for (const path of paths) {
    const keys = held.map((entries) => entries.get(path));
    const present = keys.flatMap((key, n) => (key === undefined ? [] : [n]));
    const versions = present.filter((n) => keys[n] !== keys[n - 1]).length;
    const [first, last] = [snapshots[present[0] ?? 0], snapshots[present.at(-1) ?? 0]];
    if (first === undefined || last === undefined) throw new Error("unreachable");
    lives.set(path, {
      versions,
      first: first.id,
      last: last.id,
      isGone: present.at(-1) !== snapshots.length - 1,
    });
  }
  const gone = new Map<string, number>();
  for (let n = 1; n < held.length; n += 1) {
    const [before, after] = [held[n - 1], held[n]];
    const lost = [...(before ?? [])].filter(
      ([path, key]) => key.startsWith("file") && after?.has(path) === false,
    );
    gone.set(snapshots[n]?.id ?? "", lost.length);
  }
  return { lives, gone };
}

/** A small generator, the same for the same seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Tree = { [name: string]: string | Tree };

function change(tree: Tree, random: (below: number) => number, depth = 0): Tree {
  const names = ["n1", "n2", "n3", "n4"];
  const changed: Tree = { ...tree };
  for (const name of names) {
    const entry = changed[name];
    const dice = random(10);
    if (dice < 2) delete changed[name];
    else if (dice < 4) changed[name] = `content ${random(4)}`;
    else if (dice < 6 && depth < 3) changed[name] = change({}, random, depth + 1);
    else if (typeof entry === "object" && dice < 8) changed[name] = change(entry, random, depth + 1);
  }
  return changed;
}

test.each([1, 2, 3, 4, 5, 6])(
  "after any changes, removals, interruptions and additions it knows what walking all snapshots finds (seed %i)",
  async (seed) => {
    const { planted, add, fill, interrupt, remove, snapshots, search, look, series, path } =
      await testIndex();
    const random = randomFrom(seed);
    let tree: Tree = {};

    async function compare(): Promise<void> {
      const { lives, gone } = await livesByWalking(planted, snapshots);
      const found = search("n", { limit: 500 }).hits.map((hit) => {
        const first = snapshots.find((snapshot) => Number(snapshot.timeNs / 1_000_000n) === hit.firstMs);
        return [
          hit.path,
          { versions: hit.versions, first: first?.id, last: hit.snapshotId, isGone: hit.isGone },
        ];
      });
      expect(new Map(found as never)).toEqual(lives);
      const gonePaths = [...lives].flatMap(([where, { isGone }]) => (isGone ? [where] : []));
      const foundGone = search("n", { limit: 500, onlyGone: true }).hits.map((hit) => hit.path as string);
      expect(foundGone.sort()).toEqual(gonePaths.sort());
      expect(new Map(look((index) => index.filesGone(series)))).toEqual(gone);
    }

    for (let round = 0; round < 6; round += 1) {
      for (let n = 0; n < 3; n += 1) {
        tree = change(tree, random);
        await add({ ...tree });
      }
      if (random(3) > 0) await interrupt(1 + random(12));
      for (let n = random(3); n > 0 && snapshots.length > 1; n -= 1) {
        const victim = snapshots[random(snapshots.length)];
        if (victim !== undefined) remove(victim.id);
      }
      await fill();
      await compare();
      const newest = snapshots.at(-1);
      if (newest !== undefined && snapshots.length > 1 && random(2) === 0) {
        remove(newest.id);
        await fill();
        await compare();
      }
    }
    // one that is older than what is there already
    await add({ ...change(tree, random) }, { timeNs: (snapshots[0]?.timeNs ?? 0n) + 1_000_000n });
    await fill();
    await compare();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  },
);

test("folders that did not change are not read", async () => {
  const { planted, add, fill } = await testIndex();
  const same = { deep: { deeper: { file: "x" } } };
  await add({ same, a: "1" });
  await fill();
  planted.repository.cache.database.exec("DELETE FROM trees");
  planted.readPacks.length = 0;
  await add({ same, a: "2" });
  await fill();
  expect(planted.readPacks).toHaveLength(1); // the root
});

test("a snapshot that is forgotten takes along what only it had", async () => {
  const { add, fill, names, remove, search } = await testIndex();
  const first = await add({ "only here": "x", both: "y" });
  await add({ both: "y" });
  await fill();
  expect(names("only")).toEqual(["only here"]);
  remove(first.id);
  await fill();
  expect(names("only")).toEqual([]);
  expect(search("both").hits).toMatchObject([{ versions: 1 }]);
});

test("what was only in a snapshot that was removed while the next one was taken in is in none", async () => {
  const { add, fill, interrupt, names, remove } = await testIndex();
  await add({ a: "" });
  const second = await add({ a: "", "only here": "", folder: { "below it": "" } });
  await fill();
  await add({ a: "" });
  await interrupt(1);
  remove(second.id);
  await fill();
  expect([...names("only"), ...names("below"), ...names("folder")]).toEqual([]);
  expect(names("a")).toEqual(["a"]);
});

test("a damaged folder does not hide the rest, nor what was in it before", async () => {
  const { planted, add, fill, names, warnings } = await testIndex();
  await add({ a: { inside: "1" }, b: { other: "1" } });
  await fill();
  const tree = await planted.tree({ inside: "1", "never seen": "" });
  await planted.damage("tree", tree);
  await add({ a: node({ type: "dir", subtree: tree }), b: { other: "2", third: "" } });
  await fill();
  expect(names("inside")).toEqual(["inside"]);
  expect(names("third")).toEqual(["third"]);
  expect(names("never")).toEqual([]);
  expect(warnings).toHaveLength(1);
  await add({ a: { found: "again" } });
  await fill();
  expect(names("found")).toEqual(["found"]);
});

test("a folder that contains itself has an end", async () => {
  const { planted, add, fill, names, warnings } = await testIndex();
  const bottom = await planted.tree({ file: "" });
  // SHA-256 lets nobody make a real circle; this one comes from an index that says one tree for another
  const inner = await planted.tree({ loop: node({ type: "dir", subtree: bottom }) });
  const json =
    planted.repository.cache.trees.json(inner) ??
    Buffer.from(
      `{"nodes":[{"name":"loop","type":"dir","mtime":"2024-01-01T00:00:00Z","atime":"2024-01-01T00:00:00Z","ctime":"2024-01-01T00:00:00Z","uid":0,"gid":0,"content":null,"subtree":"${inner}"}]}\n`,
    );
  planted.repository.cache.trees.put(inner, json);
  await add({ top: node({ type: "dir", subtree: inner }) });
  await fill();
  expect(names("loop")).toEqual(["loop"]);
  expect(warnings).toHaveLength(1);
});

test("folders that hold each other over and over have an end, and what is beside them is found", async () => {
  const { add, fill, search, planted } = await testIndex();
  let tree = await planted.tree({ bottom: "x" });
  const twice = () => ({ a: node({ type: "dir", subtree: tree }), b: node({ type: "dir", subtree: tree }) });
  for (let level = 0; level < 60; level++) tree = await planted.tree(twice());
  await add({
    first: { "one.txt": "" },
    middle: node({ type: "dir", subtree: tree }),
    zoo: { "two.txt": "" },
  });
  await fill();
  expect(search("txt").hits).toHaveLength(2);
});

test("a damaged file is made again", async () => {
  const { add, fill, path, names } = await testIndex();
  for (let n = 0; n < 30; n += 1) await add({ [`file ${n}`]: `${n}` });
  await fill();
  writeFileSync(path, Buffer.from(readFileSync(path)).fill(0x5a, 5000));
  for (const suffix of ["-wal", "-shm"]) rmSync(path + suffix, { force: true });
  await fill();
  expect(names("file 17")).toEqual(["file 17"]);
  truncateSync(path, 100);
  await fill();
  expect(names("file 17")).toEqual(["file 17"]);
  writeFileSync(path, "no database at all, but quite a lot of text".repeat(100));
  await fill();
  expect(names("file 17")).toEqual(["file 17"]);
});
