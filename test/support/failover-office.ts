/** Offices whose backups go to two replicas, for tests of what happens when one of them fails. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, vi } from "vitest";
import type { BackstayParts } from "../../core/api/backstay.ts";
import { DEFAULT_FAILOVER_SETTINGS } from "../../core/failover/state/settings.ts";
import type { JobId, RepositoryId, RunId } from "../../shared/ids.ts";
import type { FailoverSettings, FailoverView } from "../../shared/model/failover.ts";
import type { PlanDraft, Run } from "../../shared/model/plan.ts";
import type { RemotePlaceDraft } from "../../shared/model/remote-place.ts";
import { differencesOf, readTreeFacts } from "./compare-trees.ts";
import { holdInMidBackup } from "./hold-in-mid-backup.ts";
import { folderSource, MANUAL_PLAN, openTestHost, type TestHost } from "./host.ts";
import { PASSWORD } from "./office-host.ts";
import { busyness } from "./processor-time.ts";
import { resticOn } from "./restic.ts";
import type { SshServer } from "./ssh-server.ts";
import { tempFolder } from "./temp-folder.ts";

const PATIENCE = { timeout: 240_000, interval: 50 };

/** As impatient as can be, and no way back but by order. */
export const QUICK: FailoverSettings = {
  ...DEFAULT_FAILOVER_SETTINGS,
  ...{
    beatEveryMs: 1000,
    beatLimitMs: 10_000,
    windowMs: 30_000,
    beatsToClear: 2,
    stableMs: 1000,
    retryMs: 1000,
  },
  faultsToLeave: { ...DEFAULT_FAILOVER_SETTINGS.faultsToLeave, unreachable: 2 },
  failBack: "on-request",
};

export type Where = string | RemotePlaceDraft;
export type FailoverOffice = Awaited<ReturnType<typeof failoverOffice>>;

export type OfficeOptions = {
  /** Of 8 MiB each, to be saved when all is set up: so many that a backup of them takes a while. */
  readonly files?: number;
  readonly settings?: Partial<FailoverSettings>;
  readonly plan?: Partial<PlanDraft>;
  readonly parts?: Partial<BackstayParts>;
};

/** An office with two replicas, a small backup in both, and much more to be saved. */
export async function failoverOffice(first: Where, second: Where, options: OfficeOptions = {}) {
  const { files = 24, settings = {}, plan: draft = {}, parts = {} } = options;
  const folder = await tempFolder();
  const path = (...names: string[]) => join(folder, ...names);
  mkdirSync(path("documents"));
  writeFileSync(path("documents", "letter.txt"), "Dear customer");
  /** Opens a host over the same data folder. */
  const midBackup = holdInMidBackup();
  const open = async (others: Partial<BackstayParts> = {}): Promise<TestHost> => {
    const opened = await openTestHost(path("home"), { spawnJob: midBackup.spawnJob, ...parts, ...others });
    onTestFinished(() => opened.stop());
    return opened;
  };
  const host = await open();
  const repository = await host.call("repositories.create", {
    ...{ name: "NAS", location: first, password: PASSWORD },
  });
  const { id: repositoryId } = repository;
  const source = await host.call("sources.save", {
    sourceId: null,
    draft: folderSource("Documents", path("documents")),
  });
  const plan = await host.call("plans.save", {
    planId: null,
    draft: { ...MANUAL_PLAN, name: "Office", repositoryId, sourceIds: [source.id], ...draft },
  });
  const start = async (on = host) => (await on.call("plans.run", { planId: plan.id })).runId;
  /** A backup that has stored something already, and waits in the middle of it until `goOn`. */
  const startHeld = async (): Promise<{ runId: RunId; goOn: () => void }> => {
    const held = midBackup.next();
    const runId = await start();
    return { runId, ...(await held) };
  };
  const backUp = async (on = host): Promise<Run> => {
    const run = await on.ended(await start(on));
    expect(run).toMatchObject({ state: "done", error: null });
    return run;
  };
  await backUp();
  const { replica, jobId } = await host.call("replicas.add", {
    ...{ repositoryId, name: "NAS 2", location: second },
  });
  expect(await endOf(host, jobId)).toMatchObject({ state: "done" });
  await host.call("failover.settings", { repositoryId, settings: { ...QUICK, ...settings } });
  const { replicas } = await until(host, repositoryId, (state) =>
    state.replicas.every(({ wellSinceMs }) => wellSinceMs !== null),
  );
  const activeId = replicas.find(({ role }) => role === "active")?.id ?? replica.id;
  fill(path("documents"), files);
  return {
    ...{ host, open, path, repositoryId, sourceId: source.id, planId: plan.id, start, startHeld, backUp },
    ...{ activeId, standbyId: replica.id },
  };
}

/** What a move may take once it is decided: five seconds, as much longer as this machine has more to do than it can. */
export function moveLimitMs(): number {
  return 5_000 * busyness();
}

export async function endOf(host: TestHost, jobId: JobId) {
  return (await host.event("job", ({ job }) => job.id === jobId && job.endedMs !== null)).job;
}

function fill(folder: string, files: number): void {
  for (let n = 0; n < files; n += 1) {
    const bytes = Buffer.alloc(8 * 1024 * 1024);
    for (let at = 0; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
    writeFileSync(join(folder, `scan ${n}.bin`), bytes);
  }
}

export async function until(
  host: TestHost,
  repositoryId: RepositoryId,
  fits: (state: FailoverView) => boolean,
): Promise<FailoverView> {
  const stateNow = async () => (await host.call("failover.state", { repositoryId })).state;
  try {
    return await vi.waitFor(async () => {
      const state = await stateNow();
      if (state === null || !fits(state)) throw new Error("not yet");
      return state;
    }, PATIENCE);
  } catch (cause) {
    const { transitions } = await host.call("failover.history", { repositoryId, before: null, limit: 20 });
    const steps = transitions.map(({ to, cause: why }) => `${to}: ${JSON.stringify(why)}`);
    const text = [JSON.stringify(await stateNow()), ...steps, ...host.logged.map(({ text }) => text)];
    throw new Error(text.join("\n"), { cause });
  }
}

export async function expectOneAlert(host: TestHost): Promise<void> {
  const { alerts } = await host.call("alerts.list", { which: "open", limit: 20 });
  expect(alerts).toMatchObject([
    {
      severity: "warning",
      occurrences: 1,
      subject: { code: "REPLICA_SWITCHED", fromName: "NAS", toName: "NAS 2" },
    },
  ]);
}

/** Both folders are whole to restic, hold the same snapshots, and give back what was saved. */
export async function expectAlike(folders: readonly string[], documents: string): Promise<void> {
  const found: string[] = [];
  for (const folder of folders) {
    const restic = resticOn(folder, PASSWORD);
    expect(await restic.run("check", "--read-data", "--no-lock")).toContain("no errors were found");
    const snapshots = JSON.parse(await restic.run("snapshots", "--json", "--no-lock")) as { id: string }[];
    found.push(snapshots.map(({ id }) => id).join(" "));
    const target = await tempFolder();
    await restic.run("restore", "latest", "--target", target, "--no-lock");
    expect(
      differencesOf(await readTreeFacts(documents), await readTreeFacts(join(target, documents))),
    ).toEqual([]);
  }
  expect(found[0]?.split(" ")).toHaveLength(2);
  expect(new Set(found).size).toBe(1);
}

/**
 * @param mayRelapse whether the place may have looked well before it was, so that it was left and taken up again. What is suspected after
 * the way back, on a machine that answers slowly, is no part of it either
 */
export async function failBackAndCompare(
  { host, path, repositoryId }: FailoverOffice,
  folders: readonly string[],
  mayRelapse = false,
): Promise<void> {
  await until(host, repositoryId, ({ phase, isReconciled }) => phase === "recovering" && isReconciled);
  await host.call("failover.failBack", { repositoryId, evenIfBehind: false });
  await until(
    host,
    repositoryId,
    ({ phase, activeId, usualId }) => phase === "healthy" && activeId === usualId,
  );
  await until(host, repositoryId, ({ replicas }) =>
    replicas.every(({ lag, jobId, role }) => jobId === null && (role === "active" || lag?.snapshots === 0)),
  );
  expect((await host.call("alerts.list", { which: "open", limit: 20 })).alerts).toEqual([]);
  await expectAlike(folders, path("documents"));
  const { transitions } = await host.call("failover.history", { repositoryId, before: null, limit: 50 });
  const steps: string[] = [];
  for (const { to } of transitions.toReversed()) {
    if (steps.at(-1) === "healthy") break;
    if (mayRelapse && to === "failed-over" && steps.at(-1) === "recovering") steps.pop();
    else steps.push(to);
  }
  expect(steps).toEqual([
    ...["suspect", "failing-over", "failed-over", "recovering", "failing-back", "healthy"],
  ]);
  expect(host.logged).toEqual([]);
}

export function placeOn({ port, user, privateKey, hostKey }: SshServer, folder: string): RemotePlaceDraft {
  return {
    place: { kind: "sftp", address: "127.0.0.1", port, user, folder, signIn: "key", hostKey },
    secrets: { privateKey },
  };
}
