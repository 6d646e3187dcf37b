import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, link, mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openRepositoryCache } from "../../core/catalog/repository-cache.ts";
import { type RawPath, rawPathFromText, rawPathToText } from "../../core/platform/raw-path.ts";
import { loadIndex } from "../../core/repository/index/load-index.ts";
import { openRepository } from "../../core/repository/open-repository.ts";
import type { IndexedRepository } from "../../core/repository/repository.ts";
import { loadSnapshots, type StoredSnapshot } from "../../core/repository/snapshots/load-snapshots.ts";
import { type DiffChange, type DiffCounts, diffSnapshots } from "../../core/restore/browse/diff-snapshots.ts";
import { dumpArchive } from "../../core/restore/browse/dump-archive.ts";
import { dumpFile } from "../../core/restore/browse/dump-file.ts";
import { findEntries } from "../../core/restore/browse/find-entries.ts";
import { findFolder, findPath } from "../../core/restore/browse/find-path.ts";
import { listEntries } from "../../core/restore/browse/list-entries.ts";
import { readAll } from "../../core/restore/browse/read-all.ts";
import { openStore } from "../../core/storage/open-store.ts";
import { cheapenKeys } from "../support/cheapen-keys.ts";
import { lacksTool } from "../support/tools.ts";

/**
 * The real restic backs a tree up twice with changes between, and is asked what is in the snapshots, where something is, how
 * they differ, and for their contents: our answers must be the same.
 */
const run = promisify(execFile);
const PASSWORD = "test";

let folder: string;
let source: string;
let repository: IndexedRepository;
let older: StoredSnapshot;
let newer: StoredSnapshot;

async function restic(args: readonly string[]): Promise<Buffer> {
  const env = { ...process.env, RESTIC_PASSWORD: PASSWORD, RESTIC_REPOSITORY: join(folder, "repository") };
  const options = { env, maxBuffer: 1 << 28, encoding: "buffer" } as const;
  return (await run("restic", ["--no-cache", ...args], options)).stdout;
}

async function jsonLines(args: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const lines = (await restic([...args, "--json"])).toString().trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}

/** Noise that is the same each time. */
function noise(seed: string, length: number): Buffer {
  return createHash("shake256", { outputLength: length }).update(seed).digest();
}

async function plant(): Promise<void> {
  for (const path of ["same/deep", "moved", "gone/inner", "types"]) {
    await mkdir(join(source, path), { recursive: true });
  }
  for (const name of ["a.txt", "B.TXT", 'quo"te.txt', "new\nline", "日本.txt", "[x].txt"]) {
    await writeFile(join(source, "same", name), name);
    await writeFile(join(source, "gone", "inner", name), `gone ${name}`);
  }
  await writeFile(join(source, "same", "deep", "large"), noise("large", 5_000_000));
  await writeFile(join(source, "moved", "file"), noise("moved", 100_000));
  await writeFile(join(source, "changed"), "before");
  await writeFile(join(source, "touched"), "touched");
  await writeFile(join(source, "empty"), "");
  await link(join(source, "changed"), join(source, "hard"));
  await symlink("same/a.txt", join(source, "link"));
  await writeFile(join(source, "types", "file-to-folder"), "x");
  await mkdir(join(source, "types", "folder-to-link"));
}

async function change(): Promise<void> {
  await writeFile(join(source, "changed"), "after");
  await utimes(join(source, "touched"), 1, 2);
  await chmod(join(source, "same"), 0o700);
  await rm(join(source, "gone"), { recursive: true });
  await rename(join(source, "moved"), join(source, "moved-2"));
  await mkdir(join(source, "new", "inner"), { recursive: true });
  await writeFile(join(source, "new", "inner", "file"), noise("new", 50_000));
  await rm(join(source, "types", "file-to-folder"));
  await mkdir(join(source, "types", "file-to-folder"));
  await rm(join(source, "types", "folder-to-link"), { recursive: true });
  await symlink("x", join(source, "types", "folder-to-link"));
}

describe.skipIf(lacksTool("restic"))("what restic backed up", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "backstay-browse-"));
    source = join(folder, "source");
    await plant();
    await restic(["init"]);
    await cheapenKeys(join(folder, "repository"), PASSWORD);
    await restic(["backup", source]);
    await change();
    await restic(["backup", source]);
    const opened = await openRepository(await openStore(join(folder, "repository")), PASSWORD);
    repository = await loadIndex(opened, openRepositoryCache(undefined, opened.id));
    const [first, second] = (await loadSnapshots(opened, repository.cache)).snapshots;
    if (first === undefined || second === undefined) throw new Error("restic made no two snapshots");
    [older, newer] = [first, second];
  });

  afterAll(async () => {
    repository?.cache.close();
    await repository?.store.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.each([
    ["everything", []],
    ["a folder", ["same"]],
    ["folders and a file", ["same", "types", "changed"]],
    ["a folder with all below it", ["--recursive", "gone"]],
    ["a path that is not there", ["none"]],
  ])("is listed the same: %s", async (_, words) => {
    const recursive = words.includes("--recursive");
    const paths = words.filter((word) => word !== "--recursive").map((name) => join(source, name));
    const lines = await jsonLines(["ls", ...(recursive ? ["--recursive"] : []), older.id, ...paths]);
    const wanted = lines
      .filter((line) => line.struct_type === "node")
      .map(({ path, type, size }) => [path, type, size]);
    const options = { paths: paths.map(rawPathFromText), recursive };
    const ours = (await readAll(listEntries(repository, older, options))).map(({ path, node }) => [
      rawPathToText(path),
      node.type,
      node.type === "file" ? node.sizeBytes : undefined,
    ]);
    expect(ours).toEqual(wanted);
    expect(wanted.length > 0).toBe(words[0] !== "none");
  });

  test.each([
    [["*.txt"], []],
    [["*.txt"], ["--ignore-case"]],
    [["gone", "link"], []],
    [["/**/inner/[ab]*"], ["--ignore-case"]],
    [["\\[x\\]*"], []],
    [["same/deep"], []],
    [["t*"], ["--newest", "1990-01-01"]],
    [["t*"], ["--oldest", "1990-01-01"]],
    [["nothing"], []],
  ])("is found the same: %j %j", async (globs, flags) => {
    const output = await restic(["find", "--json", ...flags, ...globs]);
    const wanted = (
      JSON.parse(output.toString()) as { snapshot: string; matches: { path: string }[] }[]
    ).flatMap(({ snapshot, matches }) => matches.map(({ path }) => `${snapshot} ${path}`));
    const ignoreCase = flags.includes("--ignore-case");
    const boundNs = BigInt(new Date(1990, 0, 1).getTime()) * 1_000_000n;
    const query = {
      patterns: globs.map((glob) => ({ glob: rawPathFromText(glob), ignoreCase })),
      ...(flags.includes("--oldest") && { oldestNs: boundNs }),
      ...(flags.includes("--newest") && { newestNs: boundNs }),
    };
    const ours = (await readAll(findEntries(repository, [older, newer], query))).map(
      ({ snapshot, path }) => `${snapshot.id} ${rawPathToText(path)}`,
    );
    expect(ours.toSorted()).toEqual(wanted.toSorted());
    expect(wanted.length > 0).toBe(globs[0] !== "nothing");
  });

  test.each([
    ["forwards", false, false],
    ["backwards", true, false],
    ["with metadata", false, true],
  ])("differs the same %s", async (_, isBackwards, metadata) => {
    const [before, after] = isBackwards ? [newer, older] : [older, newer];
    const flags = metadata ? ["--metadata"] : [];
    const lines = await jsonLines(["diff", ...flags, before.id, after.id]);
    const events = await readAll(diffSnapshots(repository, before.tree, after.tree, { metadata }));
    const changes = events.flatMap((event) => (event.kind === "change" ? shown(event) : []));
    const wanted = lines.filter((line) => line.message_type === "change");
    expect(changes).toEqual(wanted.map(({ modifier, path }) => `${modifier} ${path}`));
    const statistics = events.at(-1);
    if (statistics?.kind !== "statistics") throw new Error("no statistics at the end");
    expect(lines.at(-1)).toMatchObject({
      changed_files: statistics.changedFiles,
      added: resticCounts(statistics.added),
      removed: resticCounts(statistics.removed),
    });
    expect(wanted.length).toBeGreaterThan(10);
  });

  test.each(["changed", "empty", "same/deep/large", "same/new\nline"])(
    "%j has the same content",
    async (name) => {
      const path = join(source, name);
      const found = await findPath(repository, older, rawPathFromText(path));
      const ours = Buffer.concat(await readAll(dumpFile(repository, found)));
      expect(ours.equals(await restic(["dump", older.id, path]))).toBe(true);
    },
  );

  test.each([
    ["tar", ["tar", "--list", "--verbose", "--utc", "--full-time", "--file"]],
    ["zip", ["unzip", "-Zs"]],
  ] as const)("lists the same as a %s archive", async (kind, [program, ...args]) => {
    if (lacksTool(program)) return;
    const path = rawPathFromText(source);
    const tree = await findFolder(repository, newer, path);
    const ours = Buffer.concat(await readAll(dumpArchive(repository, { path, tree }, kind)));
    const theirs = await restic(["dump", "--archive", kind, newer.id, source]);
    const contents = await Promise.all(
      [ours, theirs].map(async (bytes, n) => {
        const file = join(folder, `${n}.${kind}`);
        await writeFile(file, bytes);
        const { stdout } = await run(program, [...args, file]);
        return stdout.split("\n").filter((line) => line.includes("source"));
      }),
    );
    expect(contents[0]?.map(significant)).toEqual(contents[1]?.map(significant));
    expect(contents[0]?.length).toBeGreaterThan(10);
  });
});

function shown({ modifier, path, before, after }: DiffChange): string {
  const isFolder = (after ?? before)?.type === "dir";
  return `${modifier} ${rawPathToText((isFolder ? `${path}/` : path) as RawPath)}`;
}

function resticCounts(counts: DiffCounts) {
  const { files, folders: dirs, others, dataBlobs: data_blobs, treeBlobs: tree_blobs, bytes } = counts;
  return { files, dirs, others, data_blobs, tree_blobs, bytes };
}

/** Without the times of day, which restic rounds in a tar, and without the version and compressed size of zip. */
function significant(line: string): string {
  return line
    .replace(/ \d\d:\d\d:\d\d(\.\d+)?/, "")
    .replace(/ +\d\.\d unx( +\d+) \S+ \S+/, "$1")
    .replaceAll(/ +/g, " ");
}
