/** The whole engine over a folder, as a host opens it, for a test. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Backstay, BackstayParts, LogEntry } from "../../core/api/backstay.ts";
import type { Caller } from "../../core/api/handlers.ts";
import { openBackstay } from "../../core/backstay.ts";
import { systemClock } from "../../core/clock.ts";
import { createFileSecretStore } from "../../core/secrets/file-secret-store.ts";
import type { BackstayEvent, NumberedEvent } from "../../shared/api/events.ts";
import type { Input, MethodName, Output } from "../../shared/api/methods.ts";
import { fromWire } from "../../shared/errors.ts";
import type { RunId } from "../../shared/ids.ts";
import type { Run } from "../../shared/model/plan.ts";
import type { FilesDraft } from "../../shared/model/source.ts";
import { spawnJobProcess } from "./spawn-job-process.ts";

const EVERYTHING: Caller = { name: "test", rights: new Set(["read", "write", "programs"]) };

export type TestHost = Backstay & {
  /** @throws {BackstayError} the error that the dispatch answers with */
  call<N extends MethodName>(name: N, input: Input<N>, caller?: Caller): Promise<Output<N>>;
  /** All that was told so far. */
  readonly told: readonly NumberedEvent[];
  readonly logged: readonly LogEntry[];
  /** Resolves with the first event that fits, one already told included. */
  event<T extends BackstayEvent["type"]>(
    type: T,
    fits?: (event: Extract<BackstayEvent, { type: T }>) => boolean,
  ): Promise<Extract<BackstayEvent, { type: T }>>;
  /** Resolves when a run has come to its end. */
  ended(runId: RunId): Promise<Run>;
};

/** @param folder of the engine's data; made if it is not there */
export async function openTestHost(folder: string, parts: Partial<BackstayParts> = {}): Promise<TestHost> {
  mkdirSync(folder, { recursive: true });
  const logged: LogEntry[] = [];
  const backstay = await openBackstay({
    folder,
    hostKind: "console",
    secrets: createFileSecretStore(join(folder, "secrets.json"), () => {}),
    spawnJob: spawnJobProcess,
    clock: systemClock,
    log: (entry) => void logged.push(entry),
    toolFolder: join(folder, "no-tools"), // the disks of whoever runs the tests are none of theirs
    ...parts,
  });
  const told: NumberedEvent[] = [];
  const watchers = new Set<() => void>();
  backstay.events.subscribe((event) => {
    told.push(event);
    for (const watcher of watchers) watcher();
  });

  /** Looks at once, and again after each event. */
  const until = <T>(look: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const watcher = () => {
        const found = look();
        if (found === undefined) return;
        watchers.delete(watcher);
        resolve(found);
      };
      watchers.add(watcher);
      watcher();
    });
  const call: TestHost["call"] = async (name, input, caller = EVERYTHING) => {
    const answer = await backstay.dispatch(name, input, caller);
    if (answer.kind === "error") throw fromWire(answer.error);
    return answer.value as Output<typeof name>;
  };
  const host: TestHost = {
    ...backstay,
    call,
    told,
    logged,
    event: (type, fits = () => true) =>
      until(() => {
        const found = told.find(({ event }) => event.type === type && fits(event as never));
        return found?.event as never;
      }),
    async ended(runId) {
      for (let seen = -1; ; ) {
        const { runs } = await call("plans.history", { planId: null, beforeMs: null, limit: 500 });
        const run = runs.find(({ id }) => id === runId);
        if (run !== undefined && run.state !== "queued" && run.state !== "running") return run;
        const count = Math.max(seen, told.length);
        seen = count;
        await until(() => (told.length > count ? true : undefined));
      }
    },
  };
  return host;
}

/** What a person would fill in for one folder. */
export function folderSource(name: string, ...paths: string[]): FilesDraft {
  return {
    kind: "files",
    name,
    icon: "documents",
    paths,
    excludes: [],
    excludeCaches: true,
    oneFileSystem: false,
  };
}

/** A plan that runs only when somebody says so, and keeps everything. */
export const MANUAL_PLAN = {
  mode: "incremental",
  schedule: { kind: "manual" },
  window: null,
  retention: { last: null, hourly: null, daily: null, weekly: null, monthly: null, yearly: null },
  deadlineMinutes: null,
} as const;
