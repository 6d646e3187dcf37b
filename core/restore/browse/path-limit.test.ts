/** A few kilobytes of forged trees with more paths than anybody could walk: everything that reads them must come to an end. */
import { describe, expect, test, vi } from "vitest";
import type { BlobId, SnapshotId } from "../../../shared/ids.ts";
import { busyness } from "../../../test/support/processor-time.ts";
import { type RawPath, rawPathFromText } from "../../platform/raw-path.ts";
import { repositoryStats } from "../../repository/stats/repository-stats.ts";
import type { BrowseProblem } from "./browse-problem.ts";
import { diffSnapshots } from "./diff-snapshots.ts";
import { findEntries } from "./find-entries.ts";
import { listEntries } from "./list-entries.ts";
import { node, type PlantedRepository, plantRepository } from "./testing/planted-repository.ts";

// without the limit these would not end within any time
vi.setConfig({ testTimeout: 30_000 });

const LEVELS = 60;
const folder = (subtree: BlobId) => node({ type: "dir", subtree });

/** Folders within folders, each of which holds the next one twice. */
async function plantBomb(planted: PlantedRepository, deepest = "bottom", levels = LEVELS): Promise<BlobId> {
  let tree = await planted.tree({ [deepest]: "x" });
  for (let level = 0; level < levels; level++)
    tree = await planted.tree({ a: folder(tree), b: folder(tree) });
  return tree;
}

const snapshotOf = (tree: BlobId) => ({ id: "5".repeat(64) as SnapshotId, tree });
const pattern = (glob: string) => ({ patterns: [{ glob: rawPathFromText(glob), ignoreCase: false }] });

/** @returns paths of what was handed out, at most so many, and of the problems */
async function drain(
  start: (onProblem: (problem: BrowseProblem) => void) => AsyncIterable<{ readonly path?: RawPath }>,
) {
  const paths: RawPath[] = [];
  const problems: BrowseProblem[] = [];
  for await (const { path } of start((problem) => problems.push(problem)))
    if (path !== undefined) paths.push(path);
  return { paths, problems };
}

describe("a forged tree with 2^60 paths", () => {
  test("is left out of a listing that goes on beside it", async () => {
    const planted = plantRepository();
    const bomb = await plantBomb(planted);
    const root = await planted.tree({ first: { file: "1" }, middle: folder(bomb), zuletzt: { file: "2" } });
    const { paths, problems } = await drain((onProblem) =>
      listEntries(planted.repository, snapshotOf(root), { onProblem }),
    );
    expect(paths).toContain("/first/file");
    expect(paths).toContain("/zuletzt/file");
    expect(paths.length).toBeLessThan(10_000);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThan(100);
    for (const { path, error } of problems) {
      expect(path).toMatch(/^\/middle(\/[ab])*$/);
      expect(error).toMatchObject({
        code: "TREE_BROKEN",
        details: { reason: "endless" },
      });
    }
  });

  test("ends a listing of somebody who wants no part of one", async () => {
    const planted = plantRepository();
    const root = await plantBomb(planted);
    await expect(drain(() => listEntries(planted.repository, snapshotOf(root)))).rejects.toMatchObject({
      code: "TREE_BROKEN",
    });
  });

  test("is searched once for a name that is not in it, and as far as sensible for others", async () => {
    const planted = plantRepository();
    const root = await plantBomb(planted);
    const search = (glob: string) =>
      drain((onProblem) => findEntries(planted.repository, [snapshotOf(root)], pattern(glob), { onProblem }));
    expect(await search("nowhere")).toEqual({ paths: [], problems: [] });
    for (const glob of ["bottom", "/a/**/bottom", "**/b/**"]) {
      const { paths, problems } = await search(glob);
      expect(paths.length).toBeLessThan(10_000);
      expect(problems.length).toBeGreaterThan(0);
    }
  });

  test.each(["before", "after", "both"])("is no reason for a comparison not to end: %s", async (side) => {
    const planted = plantRepository();
    const [small, bomb] = [await planted.tree({ file: "1" }), await plantBomb(planted)];
    const before = side === "after" ? small : bomb;
    const after = side === "before" ? small : side === "both" ? await plantBomb(planted, "other") : bomb;
    const { paths, problems } = await drain(
      (onProblem) =>
        diffSnapshots(planted.repository, before, after, { onProblem }) as AsyncIterable<{ path?: RawPath }>,
    );
    expect(paths.length).toBeLessThan(20_000);
    expect(problems.length).toBeGreaterThan(0);
  });

  test.each(["files-by-contents", "blobs-per-file", "raw-data", "restore-size"] as const)(
    "is counted tree by tree: %s",
    async (mode) => {
      const planted = plantRepository();
      let deepest = await planted.tree({
        linked: node({ content: [], sizeBytes: 5, links: 2, inode: 7n, deviceId: 1n }),
      });
      for (let level = 0; level < 40; level++)
        deepest = await planted.tree({ a: folder(deepest), b: folder(deepest) });
      const snapshots = [snapshotOf(deepest)] as unknown as Parameters<typeof repositoryStats>[1];
      const job = { signal: new AbortController().signal, reportProgress: () => undefined };
      const stats = await repositoryStats(planted.repository, snapshots, mode, job);
      expect(stats.snapshots_count).toBe(1);
      if (mode === "restore-size")
        expect(stats).toEqual({ total_size: 5, total_file_count: 3 * 2 ** 40 - 2, snapshots_count: 1 });
    },
  );

  test("with more entries than a number holds is not counted, and said", async () => {
    const planted = plantRepository();
    const snapshots = [snapshotOf(await plantBomb(planted))] as unknown as Parameters<
      typeof repositoryStats
    >[1];
    const problems: BrowseProblem[] = [];
    const onProblem = (problem: BrowseProblem) => void problems.push(problem);
    const job = { signal: new AbortController().signal, reportProgress: () => undefined, onProblem };
    await repositoryStats(planted.repository, snapshots, "restore-size", job);
    expect(problems[0]?.error.code).toBe("TREE_BROKEN");
  });

  test("lets go of a listing within a second", async () => {
    const planted = plantRepository();
    // as many paths as are walked, so that nothing else ends it
    const root = await plantBomb(planted, "bottom", 25);
    const stop = new AbortController();
    const reason = new Error("enough");
    let stoppedMs = 0;
    let count = 0;
    const listAll = async () => {
      for await (const _ of listEntries(planted.repository, snapshotOf(root), { signal: stop.signal })) {
        count += 1;
        if (count < 20_000 || stop.signal.aborted) continue;
        stoppedMs = performance.now();
        stop.abort(reason);
      }
    };
    await expect(listAll()).rejects.toBe(reason);
    expect(performance.now() - stoppedMs).toBeLessThan(1000 * busyness());
  });
});

test("a folder that stands in thousands of places is listed in all of them", async () => {
  const planted = plantRepository();
  const shared = await planted.tree({
    file: "same",
    link: node({ type: "symlink", linkTarget: Buffer.from("file") }),
  });
  const names = Array.from({ length: 3000 }, (_, n) => `copy ${n}`);
  const root = await planted.tree(Object.fromEntries(names.map((name) => [name, folder(shared)])));
  const { paths, problems } = await drain((onProblem) =>
    listEntries(planted.repository, snapshotOf(root), { onProblem }),
  );
  expect(problems).toEqual([]);
  expect(paths).toHaveLength(3 * names.length);
  expect(planted.repository.cache.database.prepare("SELECT name FROM sqlite_temp_schema").all()).toEqual([]);
});
