/** What must hold after every crash, judged by reading everything back, and by the real restic. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { openRepositoryCache } from "../../core/catalog/repository-cache.ts";
import { decodeTree } from "../../core/repository/format/tree-decode.ts";
import { loadIndex } from "../../core/repository/index/load-index.ts";
import { readBlob, readTree } from "../../core/repository/read-blob.ts";
import type { IndexedRepository, Repository } from "../../core/repository/repository.ts";
import { loadSnapshots } from "../../core/repository/snapshots/load-snapshots.ts";
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
  const cache = openRepositoryCache(cacheFolder, repository.id);
  try {
    const { snapshots, broken } = await loadSnapshots(repository, cache);
    expect(broken).toEqual([]);
    expect(snapshots.map((snapshot) => snapshot.id)).toEqual(expect.arrayContaining([...promised.keys()]));
    const indexed = await loadIndex(repository, cache);
    const hashes = new Map<string, string>();
    for (const { id, tree } of snapshots) {
      const contents = new Map<string, string>();
      await readInto(contents, indexed, tree, "", hashes);
      const wanted = promised.get(id);
      if (wanted !== undefined) expect(contents, `snapshot ${id}`).toEqual(wanted);
    }
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

/**
 * Runs `restic check --read-data` on a folder and expects it to find nothing, not even a pack named by two index files. Packs
 * that no index names are no fault: they are what a crash may leave, and what prune removes.
 */
export async function expectResticFindsNothing(folder: string): Promise<void> {
  const env = { ...process.env, RESTIC_PASSWORD: CRASH_PASSWORD, RESTIC_REPOSITORY: folder };
  const args = ["check", "--read-data", "--no-cache", "--no-lock"];
  const { stdout, stderr } = await promisify(execFile)("restic", args, { env }).catch((error: unknown) => {
    throw new Error(`restic check: ${String(error)}`);
  });
  expect(stdout, stderr).toContain("no errors were found");
  expect(stdout + stderr).not.toContain("contained in several indexes");
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
