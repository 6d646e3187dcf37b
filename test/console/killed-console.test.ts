/**
 * `backstay console` is killed with SIGKILL twenty times while backups run, at another moment each time: no plan, no run, no setting
 * and no alert is lost, and what was interrupted is continued or reported.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { connectToHost, type HostConnection } from "../../core/host-socket/connect-to-host.ts";
import { isProcessAlive } from "../../core/platform/process-alive.ts";
import type { BackstayEvent } from "../../shared/api/events.ts";
import type { Run } from "../../shared/model/plan.ts";
import { type ConsoleProcess, startConsoleProcess } from "../support/console-process.ts";
import { noise } from "../support/crash-sources.ts";
import { endOfRun, furnishOffice, OFFICE_PASSWORD, runPlan } from "../support/furnish-office.ts";
import { folderSource, MANUAL_PLAN } from "../support/host.ts";
import { childrenOf } from "../support/process-tree.ts";
import { resticOn } from "../support/restic.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

const KILLS = 20;
/** Written anew for each round: enough that a backup of it is under way for a moment. */
const ROUND_BYTES = 24_000_000;

type Fits = (event: BackstayEvent) => boolean;
const isJob =
  (state: string): Fits =>
  (event) =>
    event.type === "job" && event.job.kind === "backup" && event.job.state === state;

/** When the host is killed: at the first event that fits; undefined for at once. */
const MOMENTS: readonly (Fits | undefined)[] = [
  isJob("queued"),
  isJob("running"),
  ({ type }) => type === "progress",
  (event) => event.type === "progress" && event.progress.bytesDone > 0,
  (event) => event.type === "progress" && event.progress.bytesDone > ROUND_BYTES / 2,
  ({ type }) => type === "snapshots",
  isJob("done"),
  ({ type }) => type === "search-index",
  undefined,
  ({ type }) => type === "plans",
];

const isOver = ({ state }: Run) => state !== "queued" && state !== "running";

async function startHost(home: string): Promise<ConsoleProcess> {
  const host = startConsoleProcess(home);
  onTestFinished(() => host.killAll());
  await host.served;
  return host;
}

async function connect(home: string): Promise<HostConnection> {
  const api = await connectToHost(home);
  if (api === undefined) throw new Error("the host has no socket");
  return api;
}

/** Kills it with all that it started, which has to go by itself. */
async function killHost(host: ConsoleProcess): Promise<void> {
  const children = childrenOf(host.pid);
  await host.kill();
  await expect.poll(() => children.filter(isProcessAlive), { timeout: 60_000, interval: 10 }).toEqual([]);
}

async function runsOf(api: HostConnection): Promise<readonly Run[]> {
  return (await api.call("plans.history", { planId: null, beforeMs: null, limit: 500 })).runs;
}

/** What must never be lost. */
async function memoryOf(api: HostConnection) {
  const { plans } = await api.call("plans.list", {});
  const { sources } = await api.call("sources.list", {});
  const { repositories } = await api.call("repositories.list", {});
  const { alerts } = await api.call("alerts.list", { which: "all", limit: 100 });
  const { settings } = await api.call("app.state", {});
  return {
    plans: plans.map(({ plan }) => plan),
    sources,
    repositories: repositories.map(({ id, name }) => ({ id, name })),
    alerts: alerts.map(({ id, acknowledgedMs }) => ({ id, acknowledgedMs })),
    settings,
  };
}

test.skipIf(lacksTool("restic"))(
  "killed twenty times while it backs up, it forgets nothing and leaves nothing half done",
  async () => {
    const folder = await tempFolder();
    const path = (...names: string[]) => join(folder, ...names);
    const home = path("home");
    let host = await startHost(home);
    let api = await connect(home);
    const { repository, planId } = await furnishOffice(api, path);
    expect(await runPlan(api, planId)).toBe("done");
    const missing = await api.call("sources.save", {
      sourceId: null,
      draft: folderSource("Missing", path("missing")),
    });
    const failing = await api.call("plans.save", {
      planId: null,
      draft: { ...MANUAL_PLAN, name: "Fails", repositoryId: repository.id, sourceIds: [missing.id] },
    });
    expect(await runPlan(api, failing.id)).toBe("failed");
    const [alert] = (await api.call("alerts.list", { which: "open", limit: 9 })).alerts;
    if (alert === undefined) throw new Error("the failure is no alert");
    await api.call("alerts.acknowledge", { alertId: alert.id });

    /** As they were when last seen, by id. */
    const seen = new Map<string, Run>();
    let before = await memoryOf(api);
    for (let round = 0; round < KILLS; round += 1) {
      writeFileSync(path("documents", "scan.raw"), noise(`round ${round}`, ROUND_BYTES));
      writeFileSync(path("documents", `letter ${round}.txt`), `letter ${round}`);
      for (const run of await runsOf(api)) seen.set(run.id, run);
      await api.call("settings.set", { officeName: `Office ${round}` });
      before = { ...before, settings: { ...before.settings, officeName: `Office ${round}` } };

      const moment = MOMENTS[round % MOMENTS.length];
      const reached = Promise.withResolvers<void>();
      const stop = api.onEvent(({ event }) => (moment?.(event) ?? true) && reached.resolve());
      const { runId } = await api.call("plans.run", { planId });
      // a run that was taken up from the round before has the plan already; either way one is under way
      if (moment !== undefined) await Promise.race([reached.promise, endOfRun(api, runId)]);
      stop();
      api.close();
      await killHost(host);

      host = await startHost(home);
      api = await connect(home);
      expect(await memoryOf(api), `after kill ${round + 1}`).toEqual(before);
      const runs = new Map((await runsOf(api)).map((run) => [run.id as string, run]));
      for (const [id, was] of seen) {
        const is = runs.get(id);
        expect(is, `run ${id} after kill ${round + 1}`).toBeDefined();
        if (isOver(was)) expect({ ...is, filesGone: null }).toEqual({ ...was, filesGone: null }); // counted later
      }
      const interrupted = runs.get(runId);
      expect(interrupted, `the run of kill ${round + 1}`).toBeDefined();
      expect(["queued", "running", "done"]).toContain(interrupted?.state);
      // every second one is killed again before it has ended
      if (round % 2 === 0) expect(await endOfRun(api, runId)).toBe("done");
    }

    expect(await runPlan(api, planId)).toBe("done");
    const runs = await runsOf(api);
    expect(runs.filter(isOver)).toHaveLength(runs.length);
    api.close();
    expect(await host.stop()).toBe(0);
    const restic = resticOn(path("nas"), OFFICE_PASSWORD);
    await restic.run("unlock", "--remove-all"); // of those who were killed, which some systems list for ever
    expect(await restic.run("check", "--read-data")).toContain("no errors were found");
    const listed = await restic.run("ls", "latest");
    for (let round = 0; round < KILLS; round += 1) expect(listed).toContain(`/letter ${round}.txt\n`);
    const snapshots = JSON.parse(await restic.run("snapshots", "--json")) as unknown[];
    expect(snapshots.length).toBeGreaterThanOrEqual(runs.filter(({ state }) => state === "done").length);
  },
  600_000,
);
