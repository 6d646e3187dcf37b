/** Two replicas of one small repository, in memory. */
import { randomBytes } from "node:crypto";
import { expect, onTestFinished } from "vitest";
import type { FileKind } from "../../../shared/errors.ts";
import { openRepositoryCache } from "../../catalog/repository-cache.ts";
import type { CheckResult } from "../../repository/check/check-result.ts";
import { runCheck } from "../../repository/check/run-check.ts";
import {
  newRepository,
  type SampleRepository,
  sampleRepository,
} from "../../repository/inventory/testing/sample-repository.ts";
import type { Repository } from "../../repository/repository.ts";
import { type MemoryStore, openMemoryStore } from "../../storage/memory.ts";
import type { Store } from "../../storage/store.ts";
import { replicate } from "../replicate/replicate.ts";
import type { ReplicaEnd, ReplicateJob, ReplicateOptions } from "../replicate/replication.ts";

export const quietJob: ReplicateJob = { signal: new AbortController().signal, reportProgress: () => {} };

export type SampleEnd = SampleRepository & { readonly store: MemoryStore };

export function twoReplicas() {
  const base = newRepository(openMemoryStore("first"));
  const one = sampleRepository(base) as SampleEnd;
  const other = sampleRepository({ ...base, store: openMemoryStore("second") }) as SampleEnd;
  const copy = (options: ReplicateOptions = {}, job: Partial<ReplicateJob> = {}) =>
    replicate(one, other, { readBackShare: 1, ...options }, { ...quietJob, ...job });
  return { one, other, copy };
}

/** The same replica seen through another store, by a computer that knows nothing of it. */
export function anewIn<S extends Store>(end: Repository, store: S): ReplicaEnd & { readonly store: S } {
  const cache = openRepositoryCache(undefined, end.id);
  onTestFinished(() => cache.close());
  return { ...end, store, cache };
}

export async function namesOf(store: Store, kind: FileKind): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of store.list(kind)) names.push(name);
  return names.sort();
}

/** Every byte is read. */
export function checkOf(end: Repository): Promise<CheckResult> {
  const job = { signal: new AbortController().signal, reportProgress: () => {} };
  return runCheck(end, { readData: { kind: "all" }, threads: 1 }, job);
}

/** Expects a replica to have exactly these snapshots, and all they need, with nothing left over and no lock. */
export async function expectWhole(end: Repository, snapshots: readonly string[]): Promise<void> {
  expect(await namesOf(end.store, "snapshot")).toEqual(snapshots.toSorted());
  const { problems, notes } = await checkOf(end);
  expect({ problems, notes }).toEqual({ problems: [], notes: [] });
  expect(await namesOf(end.store, "lock")).toEqual([]);
}

/** Text that nobody has stored yet, and that hardly compresses. */
export const noise = (bytes: number) => randomBytes(bytes).toString("base64");

/** Tells of each file that is written. */
export function watching<S extends Store>(store: S, onWrite: (kind: FileKind, name: string) => void): S {
  return {
    ...store,
    write: async (kind, name, bytes, signal) => {
      await store.write(kind, name, bytes, signal);
      onWrite(kind, name);
    },
  };
}

/** Turns one bit of a file. */
export async function flip(store: Store, kind: FileKind, name: string, at: number): Promise<void> {
  const bytes = await store.read(kind, name);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await store.write(kind, name, bytes);
}

/** What a copy of a store in the middle of a run has, and a check would wait for. */
export function withoutLocks<S extends Store>(store: S): S {
  return {
    ...store,
    async *list(kind, signal) {
      if (kind !== "lock") yield* store.list(kind, signal);
    },
  };
}
