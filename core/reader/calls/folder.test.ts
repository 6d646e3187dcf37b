import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { BY_NAME, backUp, NO_SERIES, testReaders, WHOLE_FOLDER } from "../testing/test-readers.ts";

vi.setConfig({ testTimeout: 120_000 }); // each starts processes that derive keys

test("a folder is shown in pages, folders first and names as a person orders them, with what stands there today", async () => {
  const repository = await testReaders();
  const { ask, path } = repository;
  mkdirSync(path("docs/zeta"), { recursive: true });
  for (const name of ["file 10", "file 9", "Émile", "emil", "same", "gone"])
    writeFileSync(path(`docs/${name}`), name);
  symlinkSync("same", path("docs/link"));
  const snapshotId = await backUp(repository, path("docs"));
  rmSync(path("docs/gone"));
  writeFileSync(path("docs/file 9"), "changed");
  utimesSync(path("docs/file 10"), 1000, 1000);

  // on a busy machine the first look at the disk may come too late for its page
  const look = () => ask("restore.folder", { ...WHOLE_FOLDER, snapshotId, path: path("docs") });
  await expect.poll(async () => (await look()).entries.at(-1)?.today, { timeout: 60_000 }).toBe("same");
  const page = await look();
  expect(page).toMatchObject({ path: path("docs"), total: 8, isOfThisHost: true });
  expect(page.entries.map(({ name, today }) => `${name}: ${today}`)).toEqual([
    "zeta: null",
    "emil: same",
    "Émile: same",
    "file 9: newer",
    "file 10: older",
    "gone: gone",
    "link: same",
    "same: same",
  ]);
  expect(page.entries[6]).toMatchObject({ type: "symlink", linkTarget: "same", sizeBytes: null });
  expect(page.entries[2]).toMatchObject({
    path: `${path("docs")}/${Buffer.from("Émile").toString("latin1")}`,
  });

  const second = await ask("restore.folder", {
    ...WHOLE_FOLDER,
    snapshotId,
    path: path("docs"),
    offset: 3,
    limit: 2,
  });
  expect(second.entries.map(({ name }) => name)).toEqual(["file 9", "file 10"]);
  const differing = await ask("restore.folder", {
    ...WHOLE_FOLDER,
    snapshotId,
    path: path("docs"),
    onlyDifferent: true,
  });
  expect(differing.entries.map(({ name }) => name)).toEqual(["zeta", "file 9", "file 10", "gone"]);
  expect(differing.total).toBe(4);
  const bySize = { ...WHOLE_FOLDER, sort: { by: "size", descending: true } as const };
  const sized = await ask("restore.folder", { ...bySize, snapshotId, path: path("docs"), limit: 3 });
  expect(sized.entries.map(({ name }) => name)).toEqual(["zeta", "file 10", "Émile"]);

  const seek = (prefix: string, from: number) =>
    ask("restore.seek", { snapshotId, path: path("docs"), sort: BY_NAME, prefix, from });
  expect(await seek("FILE", 0)).toEqual({ index: 3 });
  expect(await seek("file", 4)).toEqual({ index: 4 });
  expect(await seek("file", 5)).toEqual({ index: 3 });
  expect(await seek("e\u0301", 0)).toEqual({ index: 2 }); // the same letter, written in another way
  expect(await seek("nothing", 0)).toEqual({ index: null });
});

test("nothing is said about today of another host's files, or of files whose place is not known", async () => {
  const repository = await testReaders();
  mkdirSync(repository.path("a"));
  writeFileSync(repository.path("a/x"), "x");
  const foreign = await backUp(repository, repository.path("a"), { hostname: "elsewhere" });
  const input = { ...WHOLE_FOLDER, path: repository.path("a") };
  const page = await repository.ask("restore.folder", { ...input, snapshotId: foreign });
  expect(page).toMatchObject({ isOfThisHost: false, entries: [{ name: "x", today: null }] });
  const all = await repository.ask("restore.folder", { ...input, snapshotId: foreign, onlyDifferent: true });
  expect(all.total).toBe(1);
});

test("a path that is no path of the snapshot names nothing outside of it", async () => {
  const repository = await testReaders();
  const { ask, path } = repository;
  mkdirSync(path("a"));
  writeFileSync(path("a/x"), "inside");
  const snapshotId = await backUp(repository, path("a"));
  const seriesId = (await ask("snapshots.series", {})).series[0]?.id ?? NO_SERIES;
  for (const odd of ["/../../etc/passwd", "/..", path("a/./x"), path("a/../a/x"), `${path("a")}/..`]) {
    const both = { fromSnapshotId: snapshotId, toSnapshotId: snapshotId };
    const answers = await Promise.allSettled([
      ask("restore.preview", { snapshotId, path: odd }),
      ask("restore.folder", { ...WHOLE_FOLDER, snapshotId, path: odd }),
      ask("restore.seek", { snapshotId, path: odd, sort: BY_NAME, prefix: "x", from: 0 }),
      ask("restore.measure", { snapshotId, paths: [odd] }),
      ask("restore.download", { snapshotId, paths: [odd] }),
      ask("restore.compare", { ...both, path: odd, offset: 0, limit: 9 }),
      ask("restore.versions", { seriesId, path: odd }),
    ]);
    const codes = answers.map((answer) => (answer.status === "rejected" ? answer.reason.code : answer.value));
    const refused = Array.from({ length: 6 }, () => "PATH_NOT_IN_SNAPSHOT");
    expect(codes, odd).toEqual([...refused, { versions: [] }]);
  }
  for (const usual of [path("a/x/"), `/${path("a//x")}`]) {
    const preview = await ask("restore.preview", { snapshotId, path: usual });
    expect(preview).toMatchObject({ text: "inside" }); // slashes too many mean nothing
  }
});
