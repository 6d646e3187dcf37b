import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { backUp, NO_SERIES, testReaders, WHOLE_FOLDER } from "../testing/test-readers.ts";

vi.setConfig({ testTimeout: 120_000 }); // it starts processes that derive keys

test("the search index follows the snapshots", async () => {
  const repository = await testReaders();
  const { path, ask, readers, engine, indexed } = repository;
  mkdirSync(path("a"));
  writeFileSync(path("a/Offer 114.pdf"), "1");
  writeFileSync(path("a/合同.docx"), "1");
  const first = await backUp(repository, path("a"));
  rmSync(path("a/Offer 114.pdf"));
  await ask("snapshots.series", {});
  await indexed(1);
  await backUp(repository, path("a"));
  readers.snapshotsChanged(engine.repository.id);
  await indexed(2);
  const search = (text: string, onlyGone = false) =>
    ask("restore.search", { seriesId: null, text, onlyGone, limit: 10 });
  expect(await search("fer 1")).toMatchObject({
    hits: [{ name: "Offer 114.pdf", isGone: true, snapshotId: first, versions: 1 }],
    hasMore: false,
    snapshotsIndexed: 2,
    snapshotsTotal: 2,
  });
  expect((await search("合同")).hits).toMatchObject([{ name: "合同.docx", isGone: false }]);
  expect((await search("合同", true)).hits).toEqual([]);
  const { series } = await ask("snapshots.series", {});
  const { snapshots } = await ask("snapshots.list", { seriesId: series[0]?.id ?? NO_SERIES });
  expect(snapshots.map(({ filesGone }) => filesGone)).toEqual([null, 1]);
  const page = await ask("restore.folder", { ...WHOLE_FOLDER, snapshotId: first, path: path("a") });
  expect(page.entries.map(({ versions }) => versions)).toEqual([1, 1]);
});
