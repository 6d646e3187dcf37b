import { BackstayError } from "../../../shared/errors.ts";
import type { SnapshotId } from "../../../shared/ids.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import { decodeSnapshot, type Snapshot } from "../format/snapshot.ts";
import type { Repository } from "../repository.ts";
import { readDocument } from "../unpacked-files.ts";

/** A snapshot with the name its file has. */
export type StoredSnapshot = Snapshot & { readonly id: SnapshotId };

export type LoadedSnapshots = {
  /** Oldest first. */
  readonly snapshots: readonly StoredSnapshot[];
  /** Snapshot files that are there but cannot be read, each with its error. */
  readonly broken: readonly { readonly id: SnapshotId; readonly error: BackstayError }[];
};

const READS_AT_ONCE = 8;

/** Loads every snapshot of a repository; one that is damaged does not hide the others. */
export async function loadSnapshots(
  repository: Repository,
  cache: Pick<RepositoryCache, "snapshots" | "transaction">,
  signal?: AbortSignal,
): Promise<LoadedSnapshots> {
  const sizes = new Map<SnapshotId, number>();
  for await (const { name, sizeBytes } of repository.store.list("snapshot", signal))
    sizes.set(name as SnapshotId, sizeBytes);
  const snapshots: StoredSnapshot[] = [];
  const broken: { id: SnapshotId; error: BackstayError }[] = [];
  const fresh: { id: SnapshotId; sizeBytes: number; json: Uint8Array }[] = [];
  const queue = sizes.entries();

  async function readSome(): Promise<void> {
    for (const [id, sizeBytes] of queue) {
      try {
        const cached = cache.snapshots.json(id, sizeBytes);
        const json = cached ?? (await readDocument(repository, "snapshot", id, signal));
        snapshots.push({ ...decodeSnapshot(json, id), id });
        if (cached === undefined) fresh.push({ id, sizeBytes, json });
      } catch (error) {
        if (!(error instanceof BackstayError)) throw error;
        if (error.code === "OBJECT_MISSING") continue; // forgotten by somebody since it was listed
        if (error.code !== "OBJECT_CORRUPT") throw error;
        broken.push({ id, error });
      }
    }
  }

  await Promise.all(Array.from({ length: READS_AT_ONCE }, readSome));
  cache.transaction(() => {
    for (const { id, sizeBytes, json } of fresh) cache.snapshots.put(id, sizeBytes, json);
    cache.snapshots.keepOnly(new Set(sizes.keys()));
  });
  snapshots.sort((a, b) => (a.timeNs < b.timeNs ? -1 : a.timeNs > b.timeNs ? 1 : a.id < b.id ? -1 : 1));
  return { snapshots, broken };
}
