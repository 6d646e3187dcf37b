import { onTestFinished } from "vitest";
import type { MethodName, Output } from "../../../shared/api/methods.ts";
import { type Input, methods } from "../../../shared/api/methods.ts";
import type { SeriesId, SnapshotId, SourceId } from "../../../shared/ids.ts";
import { type Engine, openEngine, TEST_HOST } from "../../../test/support/engine.ts";
import { spawnJobProcess } from "../../../test/support/spawn-job-process.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import type { LogEntry } from "../../api/backstay.ts";
import type { JobProcess, SpawnJobProcess } from "../../jobs/spawn-job-process.ts";
import { createReaders, type ReaderParts, type Readers } from "../create-readers.ts";

export const PASSWORD = "a password that nothing may let out";

export const BY_NAME = { by: "name", descending: false } as const;
/** How to ask for all of a folder that is not large. */
export const WHOLE_FOLDER = { sort: BY_NAME, onlyDifferent: false, offset: 0, limit: 100 };
/** Of no series there is. */
export const NO_SERIES = "11111111-2222-3333-4444-555555555555" as SeriesId;

/** A repository in a temporary folder, and readers for it with real processes. */
export type TestReaders = {
  /** Of a file in the test's folder. */
  path(name: string): string;
  readonly engine: Engine;
  readonly readers: Readers;
  readonly logs: LogEntry[];
  /** The processes that were started, in order. */
  readonly processes: JobProcess[];
  /** How the processes ended, in order. */
  readonly ends: string[];
  /** Calls a handler as `dispatch` does: both ends are checked. */
  ask<N extends MethodName & keyof Readers["handlers"]>(
    name: N,
    input: Omit<Input<N>, "repositoryId">,
  ): Promise<Output<N>>;
  /** Resolves when the search index holds so many snapshots. */
  indexed(count: number): Promise<void>;
};

/** @param parts what shall be different; `location` makes no repository, but reads the one that is there */
export async function testReaders(
  parts: Partial<ReaderParts> & {
    readonly location?: string;
    readonly repositoryPassword?: string;
    readonly sourceNames?: Readonly<Record<string, string>>;
  } = {},
): Promise<TestReaders> {
  const { location: given, repositoryPassword = PASSWORD, sourceNames = {}, ...overrides } = parts;
  const folder = await tempFolder();
  const path = (name: string) => `${folder}/${name}`;
  const location = given ?? path("repository");
  const engine = await openEngine({
    location,
    password: repositoryPassword,
    cacheFolder: path("engine-cache"),
    ...(given === undefined ? { init: 2 as const } : {}),
  });
  onTestFinished(() => engine.close());
  const logs: LogEntry[] = [];
  const processes: JobProcess[] = [];
  const ends: string[] = [];
  const spawn: SpawnJobProcess = (events, urgency) => {
    const noted: typeof events = {
      ...events,
      onEnded(exit) {
        ends.push(exit);
        events.onEnded(exit);
      },
    };
    const process = spawnJobProcess(noted, urgency);
    processes.push(process);
    return process;
  };
  let progress = 0;
  const watchers = new Set<() => void>();
  const readers = createReaders({
    repository: () => ({ location, cacheFolder: path("cache") }),
    password: async () => repositoryPassword,
    sources: () => Object.entries(sourceNames).map(([id, name]) => ({ id: id as SourceId, name })),
    hostname: TEST_HOST,
    onIndexProgress(_, { snapshotsIndexed }) {
      progress = snapshotsIndexed;
      for (const watcher of watchers) watcher();
    },
    clock: { nowMs: () => Date.now() },
    log: (entry) => logs.push(entry),
    spawn,
    ...overrides,
  });
  onTestFinished(() => readers.stop());
  const repositoryId = engine.repository.id;
  return {
    path,
    engine,
    readers,
    logs,
    processes,
    ends,
    async ask(name, input) {
      const { input: inputSchema, output } = methods[name];
      const handler = readers.handlers[name] as (checked: unknown, caller: unknown) => Promise<unknown>;
      const checked = inputSchema.parse({ ...input, repositoryId });
      return output.parse(await handler(checked, { name: "test", rights: new Set() })) as never;
    },
    indexed: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (progress < count) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
  };
}

/** @returns the snapshot that a backup with the engine made */
export async function backUp(
  { engine }: TestReaders,
  source: string | readonly string[],
  options: Parameters<Engine["backUp"]>[1] = {},
): Promise<SnapshotId> {
  const { snapshotId } = await engine.backUp(source, options);
  if (snapshotId === undefined) throw new Error("nothing was backed up");
  return snapshotId;
}
