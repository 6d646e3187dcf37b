/** What must hold after every crash, judged by reading everything back, and by the real restic. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { openRepositoryCache } from "../../core/catalog/repository-cache.ts";
import type { CheckNote, CheckResult } from "../../core/repository/check/check-result.ts";
import { runCheck } from "../../core/repository/check/run-check.ts";
import { decodeTree } from "../../core/repository/format/tree-decode.ts";
import { loadIndex } from "../../core/repository/index/load-index.ts";
import { readBlob, readTree } from "../../core/repository/read-blob.ts";
import type { IndexedRepository, Repository } from "../../core/repository/repository.ts";
import { type LoadedSnapshots, loadSnapshots } from "../../core/repository/snapshots/load-snapshots.ts";
import { objectPath } from "../../core/storage/local/layout.ts";
import type { FileKind, Store } from "../../core/storage/store.ts";
import type { BlobId, SnapshotId } from "../../shared/ids.ts";
import { CRASH_PASSWORD } from "./crash-repository.ts";
import type { Contents } from "./crash-sources.ts";

/** The snapshots that were reported as done, and what was in the sources then. */
export type Promised = ReadonlyMap<SnapshotId, Contents>;

/**
 * Expects every promised snapshot to be there, and every file in every snapshot that is there to be readable; those that
 * were promised to be what they were, byte for byte.
 *
 * @param cacheFolder of the cache that survived; without it everything is learnt afresh from the repository
 */
export async function expectPromisesKept(
  repository: Repository,
  promised: Promised,
  cacheFolder?: string,
): Promise<void> {
  await withSnapshots(repository, cacheFolder, async ({ snapshots, broken }, readAll) => {
    expect(broken).toEqual([]);
    expect(snapshots.map((snapshot) => snapshot.id)).toEqual(expect.arrayContaining([...promised.keys()]));
    for (const { id, tree } of snapshots) {
      const contents = await readAll(tree);
      const wanted = promised.get(id);
      if (wanted !== undefined) expect(contents, `snapshot ${id}`).toEqual(wanted);
    }
  });
}

/** The same for some snapshots of a repository in which others may be damaged. */
export async function expectReadable(repository: Repository, promised: Promised): Promise<void> {
  await withSnapshots(repository, undefined, async ({ snapshots }, readAll) => {
    for (const [id, wanted] of promised) {
      const snapshot = snapshots.find((one) => one.id === id);
      expect(snapshot && (await readAll(snapshot.tree)), `snapshot ${id}`).toEqual(wanted);
    }
  });
}

async function withSnapshots(
  repository: Repository,
  cacheFolder: string | undefined,
  judge: (loaded: LoadedSnapshots, readAll: (tree: BlobId) => Promise<Contents>) => Promise<void>,
): Promise<void> {
  const cache = openRepositoryCache(cacheFolder, repository.id);
  try {
    const loaded = await loadSnapshots(repository, cache);
    const indexed = await loadIndex(repository, cache);
    const hashes = new Map<string, string>();
    await judge(loaded, async (tree) => {
      const contents = new Map<string, string>();
      await readInto(contents, indexed, tree, "", hashes);
      return contents;
    });
  } finally {
    cache.close();
  }
}

/** @param hashes of files by their blobs, so that what several snapshots share is read once */
async function readInto(
  contents: Map<string, string>,
  repository: IndexedRepository,
  tree: BlobId,
  folder: string,
  hashes: Map<string, string>,
): Promise<void> {
  for (const node of decodeTree(await readTree(repository, tree), tree)) {
    const path = `${folder}/${Buffer.from(node.name).toString()}`;
    if (node.subtree !== undefined) await readInto(contents, repository, node.subtree, path, hashes);
    if (node.content === null) continue;
    const key = node.content.join();
    const hash = hashes.get(key) ?? (await hashBlobs(repository, node.content));
    hashes.set(key, hash);
    contents.set(path, hash);
  }
}

async function hashBlobs(repository: IndexedRepository, blobs: readonly BlobId[]): Promise<string> {
  const hash = createHash("sha256");
  for (const blob of blobs) hash.update(await readBlob(repository, "data", blob));
  return hash.digest("hex");
}

/** What Backstay's own check finds, by default reading every byte; locks left behind do not keep it from looking. */
export function checkAll(repository: Repository, readData: "all" | "none" = "all"): Promise<CheckResult> {
  const job = { signal: new AbortController().signal, reportProgress: () => {} };
  return runCheck(repository, { readData: { kind: readData }, threads: 1, withoutLock: true }, job);
}

/**
 * Expects the check to find nothing wrong.
 *
 * @param harmless what a crash may leave, and somebody cleans up later
 */
export async function expectCheckFindsNothing(
  repository: Repository,
  harmless: readonly CheckNote["code"][] = ["pack-orphaned"],
): Promise<void> {
  const { problems, notes } = await checkAll(repository);
  expect(problems).toEqual([]);
  expect(notes.filter(({ code }) => !harmless.includes(code))).toEqual([]);
}

/**
 * Runs `restic check --read-data` on a folder and expects it to find no error.
 */
export async function expectResticFindsNothing(folder: string): Promise<void> {
  const env = { ...process.env, RESTIC_PASSWORD: CRASH_PASSWORD, RESTIC_REPOSITORY: folder };
  const args = ["check", "--read-data", "--no-cache", "--no-lock"];
  const { stdout, stderr } = await promisify(execFile)("restic", args, { env }).catch((error: unknown) => {
    throw new Error(`restic check: ${String(error)}`);
  });
  expect(stdout, stderr).toContain("no errors were found");
}

const KINDS: readonly FileKind[] = ["config", "key", "snapshot", "index", "pack"];

/** The same for a store that is no folder: it is copied into one, without its locks. */
export async function expectResticFindsNothingIn(store: Store): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "backstay-judge-"));
  try {
    for (const kind of KINDS) {
      for await (const { name } of store.list(kind)) {
        const path = objectPath(folder, kind, name);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, await store.read(kind, name));
      }
    }
    await expectResticFindsNothing(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
