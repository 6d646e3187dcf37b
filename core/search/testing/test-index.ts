import { expect } from "vitest";
import type { CheckedInput } from "../../../shared/api/methods.ts";
import { BackstayError } from "../../../shared/errors.ts";
import type { SnapshotId } from "../../../shared/ids.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { seriesOfSnapshot } from "../../reader/snapshot-series.ts";
import type { StoredSnapshot } from "../../repository/snapshots/load-snapshots.ts";
import { type Plan, plantRepository } from "../../restore/browse/testing/planted-repository.ts";
import { fillSearchIndex } from "../fill-search-index.ts";
import { searchFilePath } from "../search-file.ts";
import { openSearchIndex, type SearchIndex } from "../search-index.ts";

type SearchOptions = Partial<
  Pick<CheckedInput<"restore.search">, "seriesId" | "limit" | "onlyGone" | "kind" | "changedSinceMs">
>;

/** A repository in memory whose snapshots a test makes and takes away, and its index. */
export async function testIndex() {
  const folder = await tempFolder();
  const planted = plantRepository();
  const path = searchFilePath(folder, planted.repository.id);
  const snapshots: StoredSnapshot[] = [];
  const warnings: string[] = [];
  let time = 1_700_000_000;
  const series = seriesOfSnapshot({ tags: [], hostname: "office", paths: ["/srv"] });

  async function add(plan: Plan, fields: Partial<StoredSnapshot> = {}): Promise<StoredSnapshot> {
    const { id, tree } = await planted.snapshot(plan);
    time += 3600;
    const timeNs = BigInt(time) * 1_000_000_000n;
    const snapshot = {
      id,
      tree,
      timeNs,
      tags: [],
      hostname: "office",
      paths: ["/srv"],
      ...fields,
    } as unknown;
    snapshots.push(snapshot as StoredSnapshot);
    snapshots.sort((a, b) => Number(a.timeNs - b.timeNs));
    return snapshot as StoredSnapshot;
  }

  function fill(signal = new AbortController().signal, repository = planted.repository): Promise<void> {
    const warn = (text: string) => void warnings.push(text);
    return fillSearchIndex(path, repository, { snapshots, broken: [] }, { signal, warn, report: () => {} });
  }

  /** Stops the filling in the middle of a snapshot: after it has read so many folders. */
  async function interrupt(afterFolders: number): Promise<void> {
    const stop = new AbortController();
    const { store, cache } = planted.repository;
    let left = afterFolders;
    const read: typeof store.read = (...args) => {
      left -= 1;
      if (left === 0) stop.abort(new BackstayError("CANCELLED", { reason: "shutdown" }));
      return store.read(...args);
    };
    cache.database.exec("DELETE FROM trees");
    const repository = { ...planted.repository, store: { ...store, read } };
    await fill(stop.signal, repository).catch((error: BackstayError) => expect(error.code).toBe("CANCELLED"));
  }

  function look<T>(work: (index: SearchIndex) => T): T {
    const index = openSearchIndex(path);
    if (index === undefined) throw new Error("there is no index");
    try {
      return work(index);
    } finally {
      index.close();
    }
  }

  const search = (text: string, options: SearchOptions = {}) =>
    look((index) =>
      index.search(
        {
          repositoryId: planted.repository.id,
          seriesId: options.seriesId ?? null,
          text,
          onlyGone: options.onlyGone ?? false,
          kind: options.kind ?? null,
          changedSinceMs: options.changedSinceMs ?? null,
          limit: options.limit ?? 100,
        },
        snapshots.length,
      ),
    );

  return {
    planted,
    path,
    snapshots,
    warnings,
    series,
    add,
    fill,
    look,
    search,
    interrupt,
    remove: (id: SnapshotId) =>
      void snapshots.splice(
        snapshots.findIndex((snapshot) => snapshot.id === id),
        1,
      ),
    names: (text: string) => search(text).hits.map(({ name }) => name),
  };
}
