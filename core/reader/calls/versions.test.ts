import { appendFileSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import type { SnapshotId } from "../../../shared/ids.ts";
import { backUp, NO_SERIES, testReaders } from "../testing/test-readers.ts";

vi.setConfig({ testTimeout: 120_000 }); // it starts processes that derive keys

const DAY_NS = 86_400_000_000_000n;

test("the versions of a file are told with the times it was not there", async () => {
  const repository = await testReaders();
  const { path, ask, indexed } = repository;
  mkdirSync(path("a/b"), { recursive: true });
  let timeNs = 1_700_000_000_000_000_000n;
  const file = path("a/b/offer.txt");
  async function snapshot(content: string | undefined): Promise<SnapshotId> {
    if (content === undefined) rmSync(file, { force: true });
    else writeFileSync(file, content);
    if (content !== undefined) utimesSync(file, content.length, content.length);
    appendFileSync(path("a/changes every time"), "x");
    timeNs += DAY_NS;
    return backUp(repository, path("a"), { timeNs });
  }
  const ids = [];
  for (const content of [undefined, "one", "one", undefined, "one", "longer"])
    ids.push(await snapshot(content));
  const { series } = await ask("snapshots.series", {});
  const [{ id: seriesId } = { id: NO_SERIES }] = series;
  const { versions } = await ask("restore.versions", { seriesId, path: file });
  const shown = versions.map((v) => [
    v.entry?.sizeBytes ?? null,
    v.firstSnapshotId,
    v.lastSnapshotId,
    v.snapshotCount,
  ]);
  expect(shown).toEqual([
    [6, ids[5], ids[5], 1],
    [3, ids[4], ids[4], 1],
    [null, ids[3], ids[3], 1],
    [3, ids[1], ids[2], 2],
  ]);
  expect(versions.map(({ entry }) => entry?.today)).toEqual(["same", "newer", undefined, "newer"]);
  await indexed(ids.length);
  expect((await ask("restore.versions", { seriesId, path: file })).versions).toEqual(versions); // now told by the index
  expect((await ask("restore.versions", { seriesId, path: path("a/b") })).versions).toHaveLength(6); // of the folder
  expect(await ask("restore.versions", { seriesId, path: "/no/such/file" })).toEqual({ versions: [] });
});
