import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { backUp, testReaders } from "../testing/test-readers.ts";

vi.setConfig({ testTimeout: 120_000 }); // each starts processes that derive keys

test("a comparison comes in pages and counts everything", async () => {
  const repository = await testReaders();
  const { path, ask } = repository;
  mkdirSync(path("a/old folder"), { recursive: true });
  for (const name of ["stays", "content", "mode", "goes", "old folder/inside"])
    writeFileSync(path(`a/${name}`), name);
  const fromSnapshotId = await backUp(repository, path("a"));
  writeFileSync(path("a/content"), "other content");
  utimesSync(path("a/mode"), 5, 5);
  rmSync(path("a/goes"));
  rmSync(path("a/old folder"), { recursive: true });
  writeFileSync(path("a/new"), "new");
  const toSnapshotId = await backUp(repository, path("a"));
  const input = { fromSnapshotId, toSnapshotId, path: path("a"), limit: 4 };
  const first = await ask("restore.compare", { ...input, offset: 0 });
  const second = await ask("restore.compare", { ...input, offset: 4 });
  expect(first).toMatchObject({ hasMore: true, added: 1, removed: 3, changed: 2 });
  expect(second.hasMore).toBe(false);
  const shown = [...first.changes, ...second.changes].map(({ path: where, change }) => [
    where.slice(path("a").length + 1),
    change,
  ]);
  expect(shown).toEqual([
    ["content", "content"],
    ["goes", "removed"],
    ["mode", "metadata"],
    ["new", "added"],
    ["old folder", "removed"],
    ["old folder/inside", "removed"],
  ]);
  expect(first.changes[0]).toMatchObject({ sizeBytesBefore: 7, sizeBytesAfter: 13 });
  const one = await ask("restore.compare", { ...input, path: path("a/old folder"), offset: 0 });
  expect(one.changes.map(({ change }) => change)).toEqual(["removed", "removed"]);
});

test("a selection is measured once, however it was selected", async () => {
  const repository = await testReaders();
  const { path, ask } = repository;
  mkdirSync(path("a/b/c"), { recursive: true });
  for (const name of ["b/one", "b/c/two", "three"]) writeFileSync(path(`a/${name}`), "four");
  const snapshotId = await backUp(repository, path("a"));
  rmSync(path("a/b/c/two"));
  const paths = [path("a/b/c"), path("a/b"), path("a/b/one"), path("a/three")];
  expect(await ask("restore.measure", { snapshotId, paths })).toEqual({
    files: 3,
    folders: 2,
    bytes: 12,
    goneToday: 1,
  });
});
