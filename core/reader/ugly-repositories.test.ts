import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import type { TreeEntry } from "../../shared/model/browse.ts";
import { plantNastyTree, SMALL_NASTINESS } from "../../test/support/nasty-tree.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { rawPathFromText } from "../platform/raw-path.ts";
import { type TestReaders, testReaders } from "./testing/test-readers.ts";

// processes that derive keys, and a hundred thousand files to make and to remove
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const FIXTURES = fileURLToPath(new URL("../../test/fixtures/restic-repo", import.meta.url));
const byName = { by: "name", descending: false } as const;
const whole = { sort: byName, onlyDifferent: false, offset: 0, limit: 1000 };

/** Everything below a folder, as pages show it. */
async function browse({ ask }: TestReaders, snapshotId: string, path: string): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = [];
  for (let offset = 0, total = 1; offset < total; ) {
    const page = await ask("restore.folder", { ...whole, snapshotId, path, offset } as never);
    total = page.total;
    offset += page.entries.length;
    entries.push(...page.entries);
    if (page.entries.length === 0) break;
  }
  const inside: TreeEntry[] = [];
  for (const entry of entries)
    if (entry.type === "dir") inside.push(...(await browse({ ask } as TestReaders, snapshotId, entry.path)));
  return [...entries, ...inside];
}

test.each([
  { name: "small", password: "geheim", counts: [4], files: 3 },
  { name: "same-timestamps", password: "geheim", counts: [3], files: 0 },
  { name: "compressed", password: "restic", counts: [2], files: 50 },
])(
  "a repository that restic wrote is browsed like any other: $name",
  async ({ name, password, counts, files }) => {
    const home = await tempFolder();
    execFileSync("tar", ["-xzf", join(FIXTURES, `${name}.tar.gz`), "-C", home, "--no-same-owner"]);
    const repository = await testReaders({ location: join(home, "repo"), repositoryPassword: password });
    const { ask, indexed } = repository;
    const { series } = await ask("snapshots.series", {});
    const total = counts.reduce((sum, count) => sum + count, 0);
    expect(series.reduce((sum, { count }) => sum + count, 0)).toBe(total);
    for (const { sourceId } of series) expect(sourceId).toBeNull();
    const newest = series[0];
    const { snapshots } = await ask("snapshots.list", { seriesId: newest?.id } as never);
    const last = snapshots.at(-1);
    expect(last?.mode).toBeNull();
    const entries = await browse(repository, last?.id ?? "", "/");
    const shownFiles = entries.filter(({ type }) => type === "file");
    expect(shownFiles).toHaveLength(files);
    for (const { path, today } of shownFiles.slice(0, 3)) {
      expect(today).toBeNull();
      const { ticket } = await ask("restore.download", { snapshotId: last?.id, paths: [path] } as never);
      const download = await repository.readers.openDownload(ticket);
      const bytes = await buffer(download?.content ?? new ReadableStream());
      expect(bytes.length).toBe(shownFiles.find((entry) => entry.path === path)?.sizeBytes);
    }
    await indexed(total);
    for (const entry of shownFiles.slice(0, 3)) {
      const { hits } = await ask("restore.search", { seriesId: null, text: entry.name, limit: 10 });
      expect(hits.map(({ path }) => path)).toContain(entry.path);
    }
  },
);

test("the ugliest names and entries are shown, opened and found", async () => {
  const repository = await testReaders();
  const { path, ask, engine, indexed, readers } = repository;
  plantNastyTree(path("nasty"), { ...SMALL_NASTINESS, levels: 30 });
  const { snapshotId = "" } = await engine.backUp(path("nasty"));
  const entries = await browse(repository, snapshotId, rawPathFromText(path("nasty")));
  const count = (where: Buffer): number =>
    readdirSync(where, { encoding: "buffer", withFileTypes: true }).reduce((sum, entry) => {
      const inside = Buffer.concat([where, Buffer.from("/"), entry.name as unknown as Buffer]);
      return sum + 1 + (entry.isDirectory() ? count(inside) : 0);
    }, 0);
  expect(entries).toHaveLength(count(Buffer.from(path("nasty"))));
  // nothing was changed since, so nothing differs; a folder's state is not known
  for (const { type, today, name } of entries)
    expect([name, type === "dir" ? null : "same"]).toEqual([name, today]);

  const names = entries.filter(({ path: where }) => where.startsWith(`${path("nasty")}/names/`));
  expect(names.length).toBeGreaterThan(20);
  for (const entry of names) {
    if (entry.type !== "file") continue;
    const preview = await ask("restore.preview", { snapshotId, path: entry.path } as never);
    const disk = readFileSync(Buffer.from(entry.path, "latin1"));
    const { ticket, fileName } = await ask("restore.download", { snapshotId, paths: [entry.path] } as never);
    expect(fileName).not.toMatch(/[\p{Cc}/\\"\u202e]/u);
    expect(await buffer((await readers.openDownload(ticket))?.content ?? new ReadableStream())).toEqual(disk);
    expect(["text", "none"]).toContain(preview.kind);
  }
  readers.snapshotsChanged(engine.repository.id);
  await indexed(1);
  const found = new Set<string>();
  for (const text of ["a", "e", "日本語", "🙂", "quotes", "\ufffd", "...", "*question?[class]", "nnnnnn"]) {
    const { hits } = await ask("restore.search", { seriesId: null, text, limit: 500 });
    for (const hit of hits) found.add(hit.path);
    expect(hits.length, text).toBeGreaterThan(0);
  }
  for (const hit of found)
    expect(entries.map((entry) => entry.path).concat(parents(path("nasty")))).toContain(hit);
});

function parents(path: string): string[] {
  return path
    .split("/")
    .slice(1)
    .map((_, n, all) => `/${all.slice(0, n + 1).join("/")}`);
}

test("snapshots that cannot be read are counted, and folders that cannot are told", async () => {
  const repository = await testReaders();
  const { path, ask, engine } = repository;
  mkdirSync(path("a/sub"), { recursive: true });
  writeFileSync(path("a/sub/x"), "x");
  const { snapshotId: first } = await engine.backUp(path("a"));
  writeFileSync(path("a/sub/y"), "y");
  const { snapshotId: second } = await engine.backUp(path("a"));
  writeFileSync(path(`repository/snapshots/${first}`), "no snapshot");
  const { series, unreadable } = await ask("snapshots.series", {});
  expect(unreadable).toBe(1);
  const list = await ask("snapshots.list", { seriesId: series[0]?.id } as never);
  expect([list.snapshots.length, list.unreadable]).toEqual([1, 1]);

  for (const folder of readdirSync(path("repository/data")))
    rmSync(path(`repository/data/${folder}`), { recursive: true });
  const broken = await ask("restore.folder", {
    ...whole,
    snapshotId: second,
    path: path("a/sub"),
  } as never).catch((error: { code: string }) => error.code);
  expect(broken).toBe("OBJECT_MISSING");
});

test("a folder of a hundred thousand entries opens while one still thinks that it opens at once", async () => {
  const repository = await testReaders();
  const { path, ask, engine } = repository;
  mkdirSync(path("many/sub"), { recursive: true });
  for (let n = 0; n < 100_000; n += 1)
    writeFileSync(path(`many/Scan ${(n * 7919) % 100_000} of 100000.pdf`), "");
  const { snapshotId } = await engine.backUp(path("many"));
  await ask("snapshots.series", {}); // opens the repository
  const input = { ...whole, limit: 200, snapshotId, path: path("many") } as never;
  const start = performance.now();
  const page = await ask("restore.folder", input);
  const firstMs = performance.now() - start;
  expect(page.total).toBe(100_001);
  expect(page.entries.slice(0, 4).map(({ name }) => name)).toEqual([
    "sub",
    "Scan 0 of 100000.pdf",
    "Scan 1 of 100000.pdf",
    "Scan 2 of 100000.pdf",
  ]);
  expect(page.entries[200 - 1]).toMatchObject({ name: "Scan 198 of 100000.pdf", today: "same" });
  const later = performance.now();
  const last = await ask("restore.folder", { ...(input as object), offset: 99_900 } as never);
  const laterMs = performance.now() - later;
  expect(last.entries).toHaveLength(101);
  const sought = await ask("restore.seek", {
    snapshotId,
    path: path("many"),
    sort: byName,
    prefix: "scan 99999",
    from: 0,
  } as never);
  expect(sought.index).toBe(100_000);
  expect(firstMs).toBeLessThan(3000); // 0.3 s on an idle machine; this one may be busy
  expect(laterMs).toBeLessThan(1000);
  const differing = await ask("restore.folder", { ...(input as object), onlyDifferent: true } as never);
  expect(differing.entries.map(({ name }) => name)).toEqual(["sub"]);
});
