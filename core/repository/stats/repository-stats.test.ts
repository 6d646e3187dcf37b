import { expect, test } from "vitest";
import { loadIndex } from "../index/load-index.ts";
import { type SampleFolder, sampleRepository } from "../inventory/testing/sample-repository.ts";
import { loadSnapshots } from "../snapshots/load-snapshots.ts";
import { repositoryStats } from "./repository-stats.ts";
import type { StatsMode } from "./stats-result.ts";

async function statsOf(mode: StatsMode, ...folders: readonly SampleFolder[]) {
  const repository = sampleRepository();
  for (const folder of folders) await repository.backUp(folder);
  const { snapshots } = await loadSnapshots(repository, repository.cache);
  const job = { signal: new AbortController().signal, reportProgress: () => undefined };
  return repositoryStats(await loadIndex(repository, repository.cache), snapshots, mode, job);
}

const FIRST = { "a.txt": "12345", docs: { "b.txt": ["12345", "678"] } };
const SECOND = { "a.txt": "12345", docs: { "c.txt": ["12345", "678"] } };

test("restore-size counts every entry and its bytes, once per snapshot", async () => {
  expect(await statsOf("restore-size", FIRST, FIRST)).toEqual({
    total_size: 2 * 13,
    total_file_count: 2 * 3,
    snapshots_count: 2,
  });
});

test("files-by-contents counts each content once, and what has none as one more", async () => {
  expect(await statsOf("files-by-contents", FIRST, SECOND)).toEqual({
    total_size: 5 + 8,
    total_file_count: 3,
    snapshots_count: 2,
  });
});

test("blobs-per-file counts each blob once per path", async () => {
  expect(await statsOf("blobs-per-file", FIRST)).toEqual({
    total_size: 5 + 5 + 3,
    total_file_count: 2,
    total_blob_count: 3,
    snapshots_count: 1,
  });
});

test("raw-data counts each stored blob once", async () => {
  const { total_size: totalSize, ...rest } = await statsOf("raw-data", FIRST, SECOND);
  expect(totalSize).toBeGreaterThan(8 + 6 * 32);
  expect(rest).toEqual({ total_uncompressed_size: totalSize, total_blob_count: 6, snapshots_count: 2 });
});
