/** What was stopped before a backup is started again after it, whatever came in between. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test, vi } from "vitest";
import type { JobId, PlanId, RepositoryId } from "../../../shared/ids.ts";
import type { PlanHook } from "../../../shared/model/plan-hooks.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { openCatalog } from "../../catalog/open-catalog.ts";
import { createSettingsStore } from "../../catalog/settings-store.ts";
import { systemClock } from "../../clock.ts";
import type { JobRecord } from "../../jobs/job.ts";
import { queueInFolder } from "../../jobs/testing/queue-in-folder.ts";
import { isProcessAlive } from "../../platform/process-alive.ts";
import { createBackupHooks } from "./backup-hooks.ts";
import { createOwedHooksStore } from "./owed-hooks.ts";
import { hookedOffice, linesOf } from "./testing/hooked-office.ts";

const PATIENCE = { timeout: 60_000 };
const HOST = new URL("../../../test/support/office-host-process.ts", import.meta.url);
const PLAN = "00000000-0000-4000-8000-000000000001" as PlanId;
const REPOSITORY = "a".repeat(64) as RepositoryId;
const isKnownAgain = process.platform === "linux";

/** What the catalog has about hooks that are owed, as another program sees it. */
function writtenDown(folder: string): string {
  const catalog = new Sqlite(join(folder, "catalog.db"), { readonly: true });
  try {
    return String(
      catalog.prepare("SELECT value FROM settings WHERE name = 'backupHooksOwed'").pluck().get() ?? "",
    );
  } finally {
    catalog.close();
  }
}

test("a host that is killed while a service is being stopped leaves nothing running, and starts it again before all else", async () => {
  const office = await hookedOffice();
  const { host, path, plan, open } = office;
  const pids = path("notes", "pids");
  await office.save([
    // hangs the first time
    office.hook(
      "Stop",
      "before",
      `note stop; echo $$ >> '${pids}'; [ -e '${path("go")}' ] || tail -f /dev/null & wait`,
    ),
    office.hook("Start", "after", "note start"),
    office.hook("Badly", "failure", "note badly"),
  ]);
  await host.stop();
  const other = spawn(
    process.execPath,
    [HOST.pathname, path("home"), "plans.run", JSON.stringify({ planId: plan.id })],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  onTestFinished(() => void other.kill("SIGKILL"));
  const exit = once(other, "exit");
  await vi.waitFor(() => expect(linesOf(pids)).toHaveLength(1), PATIENCE);
  // a hook that runs is a moment older than what is written down of it
  if (isKnownAgain)
    await vi.waitFor(() => expect(writtenDown(path("home"))).toContain('"running":{"pid"'), PATIENCE);
  other.kill("SIGKILL");
  await exit;
  const [pid] = linesOf(pids).map(Number);
  if (pid === undefined) throw new Error("no hook");
  onTestFinished(() => {
    if (!isKnownAgain) process.kill(pid, "SIGKILL");
  });
  expect(isProcessAlive(pid)).toBe(true); // nobody was there to end it
  writeFileSync(path("go"), "");
  const again = await open();
  const { runs } = await again.call("plans.history", { planId: plan.id, beforeMs: null, limit: 9 });
  const run = await again.ended(runs[0]?.id as never);
  expect(run.state).toBe("done");
  expect(office.noted()).toEqual([
    ...["stop none", "start interrupted", "badly interrupted"],
    ...["stop none", "start done"],
  ]);
  if (isKnownAgain) await vi.waitFor(() => expect(isProcessAlive(pid)).toBe(false), PATIENCE);
  await again.stop();
  // and it is done with
  await (await open()).stop();
  expect(office.noted()).toHaveLength(5);
});

/** A queue with jobs that behave badly, and hooks around them; the folder may be opened again. */
function hookedQueue(folder: string, hooks: readonly PlanHook[], closeGraceMs?: number) {
  const catalog = openCatalog(folder);
  const owed = createOwedHooksStore(createSettingsStore(catalog.database));
  const told: string[] = [];
  const service = createBackupHooks({
    ...{ owed, clock: systemClock, hooksOf: () => hooks },
    describe: ({ id: jobId, attempt }: JobRecord) => ({
      ...{ planId: PLAN, planName: "Plan", sourceId: "s", sourceName: "Source", repositoryId: REPOSITORY },
      ...{ repositoryName: "NAS", runId: "r", trigger: "person", jobId, attempt },
    }),
    describeTrial: () => {
      throw new Error("nothing is tried");
    },
    jobOf: (id: JobId) => jobs.store.get(id),
    log: () => undefined,
    onFailed: ({ hook, problem }) => told.push(`${hook.name} ${problem}`),
    ...{ onWell: () => undefined, onRunBehind: () => undefined },
    onError(error) {
      throw error;
    },
    ...(closeGraceMs === undefined ? {} : { closeGraceMs }),
  });
  const jobs = queueInFolder(folder, { around: service.around });
  return {
    ...{ jobs, service, owed, told },
    async close() {
      await jobs.close();
      await service.close();
      catalog.close();
    },
  };
}

const shell = (name: string, when: PlanHook["when"], text: string): PlanHook => ({
  ...{ name, when, isEnabled: true, limitSeconds: 60, onFailure: "warn" },
  ...{ program: "/bin/sh", arguments: ["-c", text] },
});
const origin = { planId: PLAN };

test("a job whose process crashes has failed, and what comes after it is run", async () => {
  const folder = await tempFolder();
  const notes = join(folder, "notes");
  const show = `echo "$BACKSTAY_WHEN $BACKSTAY_STATE $BACKSTAY_ERROR" >> '${notes}'`;
  const office = hookedQueue(folder, [
    shell("A", "after", show),
    shell("F", "failure", show),
    shell("S", "success", show),
  ]);
  office.jobs.queue.start();
  const { id } = office.jobs.queue.enqueue({ kind: "exits", input: {}, origin });
  expect(await office.jobs.until(id, "failed")).toMatchObject({ error: { code: "JOB_CRASHED" } });
  expect(linesOf(notes)).toEqual(["after failed JOB_CRASHED", "failure failed JOB_CRASHED"]);
  expect(office.owed.list()).toEqual([]);
  await office.close();
});

test("a host that ends waits a little for what is started again, and the next one runs what it did not come to", async () => {
  const folder = await tempFolder();
  const [notes, go] = [join(folder, "notes"), join(folder, "go")];
  const note = (what: string) => `echo "${what} $BACKSTAY_STATE" >> '${notes}'`;
  const hooks = [
    shell("Begin", "before", note("begin")),
    shell("Quick", "after", note("quick")),
    shell(
      "Slow",
      "after",
      `${note("slow")}; echo $$ > '${notes}.pid'; [ -e '${go}' ] || { tail -f /dev/null & wait; }; ${note("slow done")}`,
    ),
    shell("Last", "after", note("last")),
  ];
  const first = hookedQueue(folder, hooks, 100);
  first.jobs.queue.start();
  const { id } = first.jobs.queue.enqueue({ kind: "wait", input: {}, origin, restartWhenInterrupted: true });
  const isAtWork = () =>
    first.jobs.events.some((event) => event.type === "progress" && event.progress.phase === "wait");
  await vi.waitFor(() => expect(isAtWork()).toBe(true), PATIENCE);
  await first.jobs.queue.stop();
  expect(first.jobs.store.get(id)?.state).toBe("interrupted"); // the job itself is over at once
  await vi.waitFor(() => expect(linesOf(`${notes}.pid`)).toHaveLength(1), PATIENCE);
  await first.close();
  expect(linesOf(notes)).toEqual(["begin ", "quick cancelled", "slow cancelled"]);
  expect(isProcessAlive(Number(readFileSync(`${notes}.pid`, "utf8")))).toBe(false);
  expect(first.told).toEqual([]);

  writeFileSync(go, "");
  const second = hookedQueue(folder, []); // as they were when the backup began
  expect(second.owed.list()).toMatchObject([{ done: ["Quick"] }]);
  second.service.settle();
  expect(second.service.isBusy(PLAN)).toBe(true);
  await vi.waitFor(() => expect(second.service.isBusy(PLAN)).toBe(false), PATIENCE);
  expect(linesOf(notes).slice(3)).toEqual(["slow interrupted", "slow done interrupted", "last interrupted"]);
  expect(second.owed.list()).toEqual([]);
  await second.close();
});
