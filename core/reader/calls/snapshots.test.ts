import { mkdirSync, writeFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import type { SourceId } from "../../../shared/ids.ts";
import { TEST_HOST } from "../../../test/support/engine.ts";
import { sourceTag } from "../../backup/source-tag.ts";
import { backUp, NO_SERIES, testReaders, WHOLE_FOLDER } from "../testing/test-readers.ts";

vi.setConfig({ testTimeout: 120_000 }); // each starts processes that derive keys

const SOURCE = "11111111-2222-3333-4444-555555555555" as SourceId;
const STRANGER = "99999999-2222-3333-4444-555555555555" as SourceId;

test("snapshots are grouped by source and, without one, by host and paths", async () => {
  const repository = await testReaders({ sourceNames: { [SOURCE]: "Documents" } });
  const { ask, path } = repository;
  for (const name of ["a", "b"]) mkdirSync(path(name));
  writeFileSync(path("a/file"), "1");
  const first = await backUp(repository, path("a"), { tags: [sourceTag(SOURCE)] });
  writeFileSync(path("a/file"), "22");
  await backUp(repository, [path("a"), path("b")], {
    tags: ["odd", "backstay:source=no uuid", sourceTag(SOURCE)],
  });
  await backUp(repository, [path("b"), path("a")]);
  await backUp(repository, [path("a"), path("b")]);
  await backUp(repository, path("b"), { hostname: "elsewhere", tags: [sourceTag(STRANGER)] });

  const { series } = await ask("snapshots.series", {});
  const shown = series.map(({ name, sourceId, count, hostname }) => ({ name, sourceId, count, hostname }));
  expect(shown).toEqual([
    { name: path("b"), sourceId: null, count: 1, hostname: "elsewhere" },
    { name: `${path("a")}, ${path("b")}`, sourceId: null, count: 2, hostname: TEST_HOST },
    { name: "Documents", sourceId: SOURCE, count: 2, hostname: TEST_HOST },
  ]);
  const documents = series[2];
  const { snapshots, unreadable } = await ask("snapshots.list", { seriesId: documents?.id ?? NO_SERIES });
  expect(unreadable).toBe(0);
  expect(snapshots[0]).toMatchObject({ id: first, mode: "incremental", files: 1, bytes: 1, filesNew: 1 });
  expect(snapshots[1]).toMatchObject({
    mode: "incremental",
    filesNew: 1,
    filesChanged: 0,
    files: 1,
    bytes: 2,
  });
  expect(documents).toMatchObject({ oldestMs: snapshots[0]?.timeMs, newestMs: snapshots[1]?.timeMs });
});

test("snapshots that came after the repository was opened are found", async () => {
  const repository = await testReaders();
  const { ask, path, readers, engine } = repository;
  expect((await ask("snapshots.series", {})).series).toEqual([]);
  mkdirSync(path("a"));
  writeFileSync(path("a/x"), "x");
  const snapshotId = await backUp(repository, path("a"));
  expect((await ask("restore.folder", { ...WHOLE_FOLDER, snapshotId, path: path("a") })).total).toBe(1);
  readers.snapshotsChanged(engine.repository.id);
  expect((await ask("snapshots.series", {})).series).toHaveLength(1);
});
