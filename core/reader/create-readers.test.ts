import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, test, vi } from "vitest";
import type { SeriesId, SnapshotId, SourceId } from "../../shared/ids.ts";
import { TEST_HOST } from "../../test/support/engine.ts";
import { sourceTag } from "../backup/source-tag.ts";
import { PASSWORD, type TestReaders, testReaders } from "./testing/test-readers.ts";

vi.setConfig({ testTimeout: 120_000 }); // each starts processes that derive keys

/** Another program's opinion of an archive: it reads all of it, and checks the sums. */
const LIST_ZIP =
  "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print('\\n'.join(z.namelist()))";

const byName = { by: "name", descending: false } as const;
const whole = { sort: byName, onlyDifferent: false, offset: 0, limit: 100 };
const SOURCE = "11111111-2222-3333-4444-555555555555" as SourceId;
const STRANGER = "99999999-2222-3333-4444-555555555555" as SourceId;
const NO_SERIES = SOURCE as string as SeriesId;
const DAY_NS = 86_400_000_000_000n;

async function backUp(
  { engine }: TestReaders,
  source: string | readonly string[],
  options: Parameters<TestReaders["engine"]["backUp"]>[1] = {},
): Promise<SnapshotId> {
  const { snapshotId } = await engine.backUp(source, options);
  if (snapshotId === undefined) throw new Error("nothing was backed up");
  return snapshotId;
}

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
  const look = () => ask("restore.folder", { ...whole, snapshotId, path: path("docs") });
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
    ...whole,
    snapshotId,
    path: path("docs"),
    offset: 3,
    limit: 2,
  });
  expect(second.entries.map(({ name }) => name)).toEqual(["file 9", "file 10"]);
  const differing = await ask("restore.folder", {
    ...whole,
    snapshotId,
    path: path("docs"),
    onlyDifferent: true,
  });
  expect(differing.entries.map(({ name }) => name)).toEqual(["zeta", "file 9", "file 10", "gone"]);
  expect(differing.total).toBe(4);
  const bySize = { ...whole, sort: { by: "size", descending: true } as const };
  const sized = await ask("restore.folder", { ...bySize, snapshotId, path: path("docs"), limit: 3 });
  expect(sized.entries.map(({ name }) => name)).toEqual(["zeta", "file 10", "Émile"]);

  const seek = (prefix: string, from: number) =>
    ask("restore.seek", { snapshotId, path: path("docs"), sort: byName, prefix, from });
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
  const input = { ...whole, path: repository.path("a") };
  const page = await repository.ask("restore.folder", { ...input, snapshotId: foreign });
  expect(page).toMatchObject({ isOfThisHost: false, entries: [{ name: "x", today: null }] });
  const all = await repository.ask("restore.folder", { ...input, snapshotId: foreign, onlyDifferent: true });
  expect(all.total).toBe(1);
});

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

test("previews go by what is in a file, never by its name", async () => {
  const repository = await testReaders();
  const { path, ask } = repository;
  mkdirSync(path("a/folder"), { recursive: true });
  const png = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), randomBytes(100)]);
  const files: Record<string, string | Buffer> = {
    "text.png": "Grüße aus Kiel\n",
    "picture.txt": png,
    "page.html": "<script>alert(1)</script>",
    "paper.bin": "%PDF-1.7\nwhatever",
    "long.txt": "0123456789abcdef".repeat(20_000),
    "huge.jpg": Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), randomBytes(5 << 20)]),
    "program.txt": randomBytes(1000),
    empty: "",
    "gbk.txt": Buffer.from("bacfcdacb1e0bac5a3ba32303234cae4cbcd0d0a", "hex"),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(path(`a/${name}`), content);
  const snapshotId = await backUp(repository, path("a"));
  const preview = (name: string) => ask("restore.preview", { snapshotId, path: path(`a/${name}`) });
  expect(await preview("text.png")).toEqual({ kind: "text", text: "Grüße aus Kiel\n", isCut: false });
  expect(await preview("picture.txt")).toEqual({
    kind: "image",
    mediaType: "image/png",
    base64: png.toString("base64"),
  });
  expect(await preview("page.html")).toMatchObject({ kind: "text", text: "<script>alert(1)</script>" });
  expect(await preview("paper.bin")).toMatchObject({ kind: "pdf" });
  const long = await preview("long.txt");
  expect(long.kind === "text" && long.isCut && long.text.length).toBe(256 * 1024);
  expect(await preview("huge.jpg")).toEqual({ kind: "none", why: "too-large" });
  expect(await preview("program.txt")).toEqual({ kind: "none", why: "not-shown" });
  expect(await preview("empty")).toEqual({ kind: "none", why: "empty" });
  expect(await preview("folder")).toEqual({ kind: "none", why: "no-file" });
  expect(await preview("gbk.txt")).toMatchObject({ kind: "text", text: "合同编号：2024输送\r\n" });
});

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

test("a download is one file as it is, or an archive, once and only with its ticket", async () => {
  const repository = await testReaders();
  const { path, ask, readers } = repository;
  mkdirSync(path("a/b"), { recursive: true });
  const content = randomBytes(3 << 20);
  writeFileSync(path("a/b/photo: 1.raw"), content);
  writeFileSync(path("a/note"), "text");
  const snapshotId = await backUp(repository, path("a"));

  const file = await ask("restore.download", { snapshotId, paths: [path("a/b/photo: 1.raw")] });
  expect(file.fileName).toBe("photo_ 1.raw");
  const download = await readers.openDownload(file.ticket);
  expect(download).toMatchObject({ fileName: "photo_ 1.raw", sizeBytes: content.length });
  const got = await buffer(download?.content ?? Readable.from([]));
  expect(createHash("sha256").update(got).digest("hex")).toBe(
    createHash("sha256").update(content).digest("hex"),
  );
  expect(await readers.openDownload(file.ticket)).toBeUndefined();
  expect(await readers.openDownload("0".repeat(32))).toBeUndefined();

  const archive = await ask("restore.download", { snapshotId, paths: [path("a/b"), path("a/note")] });
  expect(archive.fileName).toBe("a.zip");
  const zip = await buffer((await readers.openDownload(archive.ticket))?.content ?? Readable.from([]));
  writeFileSync(path("a.zip"), zip);
  const names = execFileSync("python3", ["-c", LIST_ZIP, path("a.zip")], { encoding: "utf8" })
    .trim()
    .split("\n");
  expect(names).toEqual(["b/", "b/photo: 1.raw", "note"]);
});

test("damage while a download runs breaks it off instead of making it short", async () => {
  const repository = await testReaders();
  const { path, ask, readers, engine } = repository;
  mkdirSync(path("a"));
  writeFileSync(path("a/large"), randomBytes(40 << 20));
  const snapshotId = await backUp(repository, path("a"));
  const { ticket } = await ask("restore.download", { snapshotId, paths: [path("a/large")] });
  const download = await readers.openDownload(ticket);
  const packs: string[] = [];
  for await (const { name } of engine.repository.store.list("pack")) packs.push(name);
  for (const name of packs) {
    const bytes = await engine.repository.store.read("pack", name);
    await engine.repository.store.write(
      "pack",
      name,
      bytes.map((byte, n) => (n > bytes.length / 2 ? byte ^ 1 : byte)),
    );
  }
  await expect(buffer(download?.content ?? Readable.from([]))).rejects.toMatchObject({
    code: "BLOB_CORRUPT",
  });
});

test("a download that nobody reads to its end lets the reader go on", async () => {
  const repository = await testReaders();
  const { path, ask, readers } = repository;
  mkdirSync(path("a"));
  writeFileSync(path("a/large"), randomBytes(20 << 20));
  const snapshotId = await backUp(repository, path("a"));
  const { ticket } = await ask("restore.download", { snapshotId, paths: [path("a")] });
  const download = await readers.openDownload(ticket);
  for await (const piece of download?.content ?? Readable.from([])) {
    expect(piece.length).toBeGreaterThan(0);
    break;
  }
  expect((await ask("restore.folder", { ...whole, snapshotId, path: path("a") })).total).toBe(1);
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
      ask("restore.folder", { ...whole, snapshotId, path: odd }),
      ask("restore.seek", { snapshotId, path: odd, sort: byName, prefix: "x", from: 0 }),
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

test("what cannot be opened says why, each time anew", async () => {
  const repository = await testReaders({ password: async () => "wrong" });
  await expect(repository.ask("snapshots.series", {})).rejects.toMatchObject({ code: "WRONG_PASSWORD" });
  await expect(repository.ask("snapshots.series", {})).rejects.toMatchObject({ code: "WRONG_PASSWORD" });
  expect(JSON.stringify(repository.logs)).not.toContain(PASSWORD);
});

test("a repository whose folder is gone, or another one stands there, is not read", async () => {
  const repository = await testReaders();
  const { path, ask } = repository;
  mkdirSync(path("a"));
  writeFileSync(path("a/x"), "x");
  const snapshotId = await backUp(repository, path("a"));
  await ask("restore.folder", { ...whole, snapshotId, path: path("a") });
  renameSync(path("repository"), path("elsewhere"));
  await expect(ask("snapshots.series", {})).rejects.toMatchObject({ code: "STORE_VANISHED" });
  await expect(ask("restore.preview", { snapshotId, path: path("a/x") })).rejects.toMatchObject({
    code: "STORE_VANISHED",
  });
  renameSync(path("elsewhere"), path("repository"));
  expect(await ask("restore.preview", { snapshotId, path: path("a/x") })).toMatchObject({ text: "x" });

  const other = await testReaders({
    repository: () => ({ location: path("repository"), cacheFolder: undefined }),
  });
  await expect(other.ask("snapshots.series", {})).rejects.toMatchObject({ code: "REPOSITORY_CHANGED" });
});

test("who waits for a reader that is killed is told, and the next call starts another one", async () => {
  const repository = await testReaders();
  const { ask, processes } = repository;
  const waiting = ask("snapshots.series", {});
  await expect.poll(() => processes.length).toBe(1);
  processes[0]?.kill("SIGKILL");
  await expect(waiting).rejects.toMatchObject({ code: "READER_CRASHED", details: { exit: "SIGKILL" } });
  expect(await ask("snapshots.series", {})).toMatchObject({ series: [] });
});

test("stopping ends the processes, and those who wait are told", async () => {
  const { ask, readers } = await testReaders();
  const waiting = ask("snapshots.series", {});
  const refused = expect(waiting).rejects.toMatchObject({ code: "CANCELLED" });
  await readers.stop();
  await refused;
  await expect(ask("snapshots.series", {})).rejects.toMatchObject({ code: "CANCELLED" });
});

test("snapshots that came after the repository was opened are found", async () => {
  const repository = await testReaders();
  const { ask, path, readers, engine } = repository;
  expect((await ask("snapshots.series", {})).series).toEqual([]);
  mkdirSync(path("a"));
  writeFileSync(path("a/x"), "x");
  const snapshotId = await backUp(repository, path("a"));
  expect((await ask("restore.folder", { ...whole, snapshotId, path: path("a") })).total).toBe(1);
  readers.snapshotsChanged(engine.repository.id);
  expect((await ask("snapshots.series", {})).series).toHaveLength(1);
});

const IMPATIENT = { idleMs: 60_000, quickMs: 1500, longMs: 60_000 };

test("who waits for a reader that hangs is told in time, and the next call starts another one", async () => {
  const repository = await testReaders({ limits: IMPATIENT });
  const { path, ask, ends } = repository;
  mkdirSync(path("a"));
  writeFileSync(path("a/x"), "inside");
  const snapshotId = await backUp(repository, path("a"));
  const input = { snapshotId, path: path("a/x") };
  await ask("restore.preview", input);
  for (const pid of childrenOfThisProcess()) process.kill(pid, "SIGSTOP");
  await expect(ask("restore.preview", input)).rejects.toMatchObject({
    code: "READER_SLOW",
    details: { seconds: 2 },
  });
  await expect.poll(() => ends, { timeout: 20_000 }).toContain("SIGKILL");
  for (const pid of childrenOfThisProcess()) process.kill(pid, "SIGCONT"); // the one that fills the index, if there is one
  expect(await ask("restore.preview", input)).toMatchObject({ text: "inside" });
}, 60_000);

/** Started by this very test, which is the only one of its file that runs. */
function childrenOfThisProcess(): number[] {
  const own = `/proc/${process.pid}/task`;
  return readdirSync(own).flatMap((thread) =>
    readFileSync(`${own}/${thread}/children`, "utf8").split(" ").filter(Boolean).map(Number),
  );
}

test("a reader that nobody needs ends by itself, and the next call starts another one", async () => {
  const { ask, ends, processes } = await testReaders({
    limits: { ...IMPATIENT, idleMs: 100, quickMs: 60_000 },
  });
  await ask("snapshots.series", {});
  await expect.poll(() => ends.length, { timeout: 20_000 }).toBe(1);
  await ask("snapshots.series", {});
  expect(processes.length).toBeGreaterThanOrEqual(2);
});

test("a download whose reader is killed breaks off", async () => {
  const repository = await testReaders();
  const { path, ask, readers, processes } = repository;
  mkdirSync(path("a"));
  writeFileSync(path("a/large"), randomBytes(40 << 20));
  const snapshotId = await backUp(repository, path("a"));
  const { ticket } = await ask("restore.download", { snapshotId, paths: [path("a/large")] });
  const download = await readers.openDownload(ticket);
  for (const process of processes) process.kill("SIGKILL");
  await expect(buffer(download?.content ?? Readable.from([]))).rejects.toMatchObject({
    code: "READER_CRASHED",
  });
});

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
  const page = await ask("restore.folder", { ...whole, snapshotId: first, path: path("a") });
  expect(page.entries.map(({ versions }) => versions)).toEqual([1, 1]);
});
