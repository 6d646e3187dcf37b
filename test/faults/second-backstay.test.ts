/** Two hosts at one repository, each a process with a data folder of its own: the second one runs the plan while the first is dead. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { connectToHost, type HostConnection } from "../../core/host-socket/connect-to-host.ts";
import type { StandInPlan } from "../../shared/model/stand-in.ts";
import { backstay } from "../support/command-line.ts";
import { startConsoleProcess } from "../support/console-process.ts";
import { folderSource, MANUAL_PLAN } from "../support/host.ts";
import { PASSWORD, snapshotsAt } from "../support/office-host.ts";
import { busyness } from "../support/processor-time.ts";
import { resticOn } from "../support/restic.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

const LIMIT_MS = 300_000;
const PATIENCE = { timeout: 120_000, interval: 100 };
/** Long enough that a busy machine does not make somebody late who is there. */
const LEASE_MS = Math.min(20, Math.ceil(6 * busyness())) * 1000;
const AFTER_MS = LEASE_MS / 2;

async function startHost(home: string) {
  mkdirSync(home, { recursive: true });
  const host = startConsoleProcess(home);
  onTestFinished(() => host.kill());
  await host.served;
  const api = await connectToHost(home);
  if (api === undefined) throw new Error("the host has no socket");
  onTestFinished(() => api.close());
  return { host, api };
}

/** Resolves with what is told of the plan once it fits. */
async function told(api: HostConnection, fits: (plan: StandInPlan) => boolean): Promise<StandInPlan> {
  return await vi.waitFor(async () => {
    const [plan] = (await api.call("standIn.list", {})).plans;
    if (plan === undefined || !fits(plan)) throw new Error(JSON.stringify(plan));
    return plan;
  }, PATIENCE);
}

async function runsOf(api: HostConnection) {
  return (await api.call("plans.history", { planId: null, beforeMs: null, limit: 500 })).runs;
}

/** Resolves once a run that was not known before has ended well. */
async function nextGoodRun(api: HostConnection, known: readonly { readonly id: string }[]) {
  return await vi.waitFor(async () => {
    const runs = (await runsOf(api)).filter(({ id }) => !known.some((one) => one.id === id));
    const good = runs.find(({ state }) => state === "done");
    if (good === undefined) throw new Error(JSON.stringify(runs));
    return good;
  }, PATIENCE);
}

/** The first one has made a plan, and the second stands by for it. */
async function twoComputers() {
  const folder = await tempFolder();
  const path = (...names: string[]) => join(folder, ...names);
  mkdirSync(path("documents"));
  const write = (text: string) => writeFileSync(path("documents", "letter.txt"), text);
  write("Dear customer");
  const first = await startHost(path("first"));
  const repository = await first.api.call("repositories.create", {
    ...{ name: "NAS", location: path("nas"), password: PASSWORD },
  });
  const source = await first.api.call("sources.save", {
    ...{ sourceId: null, draft: folderSource("Documents", path("documents")) },
  });
  const { id: planId } = await first.api.call("plans.save", {
    planId: null,
    draft: {
      ...{ ...MANUAL_PLAN, name: "Office hours", repositoryId: repository.id, sourceIds: [source.id] },
      schedule: { kind: "continuous", dailyAt: "12:00" },
    },
  });
  await first.api.call("standIn.offer", { planId, isOffered: true, lastsMs: LEASE_MS });
  await nextGoodRun(first.api, []);

  const second = await startHost(path("second"));
  await second.api.call("repositories.open", {
    ...{ name: "Box", location: path("nas"), password: PASSWORD },
  });
  await second.api.call("standIn.list", { look: "now" });
  await second.api.call("standIn.standBy", { planId, afterMs: AFTER_MS });
  await told(second.api, ({ state, isOwnerThere }) => state === "owners" && isOwnerThere === true);
  await told(first.api, ({ state, standbyNames }) => state === "own" && standbyNames.length === 1);
  return { path, write, first, second, planId };
}

describe.skipIf(lacksTool("restic"))("a second Backstay", () => {
  test(
    "runs the plan of the first one while that is dead, hands it back, and no backup is made twice",
    async () => {
      const { path, write, first, second } = await twoComputers();

      await first.host.kill();
      write("Dear customer, we have moved.");
      const taken = await told(second.api, ({ state }) => state === "taken-over");
      expect(taken).toMatchObject({ isHere: true, isOwn: false });
      // it had none before
      expect(await nextGoodRun(second.api, [])).toMatchObject({ filesChanged: 1, filesUnmodified: 0 });
      const { alerts } = await second.api.call("alerts.list", { which: "open", limit: 20 });
      expect(alerts.map(({ subject }) => subject)).toMatchObject([{ code: "PLAN_TAKEN_OVER", isHere: true }]);

      const again = await startHost(path("first"));
      const before = await runsOf(again.api);
      await told(again.api, ({ state }) => state === "own");
      await told(second.api, ({ state }) => state === "owners");
      await vi.waitFor(async () => {
        const open = await second.api.call("alerts.list", { which: "open", limit: 20 });
        expect(open.alerts).toEqual([]);
      }, PATIENCE);
      const runsOfSecond = await runsOf(second.api);
      // nobody knows what changed meanwhile, so the first one looks, and finds that all is saved
      const looked = await nextGoodRun(again.api, before);
      expect(looked).toMatchObject({ filesChanged: 0, filesUnmodified: 1 });
      write("Dear customer, we have moved back.");
      const last = await nextGoodRun(again.api, [...before, looked]);
      expect(last).toMatchObject({ trigger: "change", filesChanged: 1 });

      expect(await runsOf(second.api)).toEqual(runsOfSecond);
      expect(await snapshotsAt(path("nas"))).toHaveLength(3);
      const restic = resticOn(path("nas"), PASSWORD);
      expect(await restic.run("check", "--read-data", "--no-lock")).toContain("no errors were found");
    },
    LIMIT_MS,
  );

  test(
    "has the plan for its own when somebody says that the first one is gone for good, also when it comes back",
    async () => {
      const { path, write, first, second, planId } = await twoComputers();
      const adopt = (...more: string[]) =>
        backstay(["failover", "adopt", "Office hours", ...more], {
          cwd: path(),
          env: { BACKSTAY_HOME: path("second"), BACKSTAY_LANGUAGE: "en" },
        });
      expect(await adopt("--gone")).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining("The computer of this plan is there"),
      });
      await first.host.kill();
      await told(second.api, ({ state }) => state === "taken-over");
      await nextGoodRun(second.api, []);
      expect(await adopt()).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining("Should that computer come back"),
      });
      expect(await adopt("--gone")).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining("This computer starts it."),
      });
      await told(second.api, ({ state, isOwn }) => state === "own" && isOwn);
      const open = await second.api.call("alerts.list", { which: "open", limit: 20 });
      expect(open.alerts).toEqual([]);
      const known = await runsOf(second.api);
      write("Dear customer, we have moved.");
      expect(await nextGoodRun(second.api, known)).toMatchObject({ filesChanged: 1 });

      const again = await startHost(path("first"));
      const goodOf = async () => (await runsOf(again.api)).filter(({ state }) => state === "done");
      const goodOfFirst = await goodOf();
      await told(again.api, ({ state, isOwn }) => state === "owners" && !isOwn);
      await told(second.api, ({ standbyNames }) => standbyNames.length === 1);
      const { alerts } = await again.api.call("alerts.list", { which: "open", limit: 20 });
      expect(alerts.map(({ subject }) => subject)).toMatchObject([
        { code: "PLAN_TAKEN_OVER", planId, isForGood: true },
      ]);
      const { entries } = await again.api.call("audit.list", { before: null, limit: 50 });
      expect(entries.map(({ action }) => action)).toContain("standIn.givenAway");
      const before = await runsOf(second.api);
      write("Dear customer, we have moved once more.");
      await nextGoodRun(second.api, before);
      expect(await goodOf()).toEqual(goodOfFirst);
      const restic = resticOn(path("nas"), PASSWORD);
      expect(await restic.run("check", "--read-data", "--no-lock")).toContain("no errors were found");
    },
    LIMIT_MS,
  );
});
