/** Continuous plans in the real engine, with the system's notifications of changes. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { folderSource } from "../../test/support/host.ts";
import { officeHost, snapshotsAt } from "../../test/support/office-host.ts";

test("what changes is backed up within a minute, by a host that keeps its data in what it backs up", async () => {
  const { host, path, plan } = await officeHost();
  const source = await host.call("sources.save", {
    sourceId: null,
    draft: folderSource("Everything", path("")),
  });
  const { id, isPaused: _, ...draft } = plan;
  const runOf = async (number: number) => {
    const jobs = new Set<string>();
    const ended = await host.event("job", ({ job: { planId, runId, endedMs } }) => {
      if (planId === id && endedMs !== null && runId !== null) jobs.add(runId);
      return jobs.size === number;
    });
    return await host.ended(ended.job.runId as never);
  };
  await host.call("plans.save", {
    planId: id,
    draft: { ...draft, sourceIds: [source.id], schedule: { kind: "continuous", dailyAt: "12:00" } },
  });
  const first = await runOf(1); // nobody knows what changed before
  expect(first).toMatchObject({ trigger: "change", state: "done" });

  mkdirSync(path("documents", "new", "deep"), { recursive: true });
  writeFileSync(path("documents", "new", "deep", "contract.txt"), "signed");
  const writtenMs = Date.now();
  const second = await runOf(2);
  expect(second).toMatchObject({ trigger: "change", state: "done" });
  expect(second.endedMs).toBeLessThan(writtenMs + 60_000);
  const { snapshots } = await host.call("snapshots.list", {
    repositoryId: plan.repositoryId,
    seriesId: source.id,
  } as never);
  expect(snapshots).toHaveLength(2);
});

test("a plan whose repository is not there waits for it, and starts when it is", async () => {
  let aheadMs = 0;
  const clock = { nowMs: () => Date.now() + aheadMs };
  const { host, path, plan } = await officeHost({}, { clock });
  const { id, isPaused: _, ...draft } = plan;
  renameSync(path("nas"), path("elsewhere"));
  await host.call("repositories.refresh", { repositoryId: plan.repositoryId });
  await host.call("plans.save", {
    planId: id,
    draft: { ...draft, schedule: { kind: "cron", expression: "* * * * *" } },
  });
  aheadMs = 60_000;
  host.noteWakeUp();
  const planView = async () => (await host.call("plans.list", {})).plans[0];
  await vi.waitFor(async () => expect((await planView())?.waitsFor).toBe("target"), { timeout: 30_000 });
  expect(await planView()).toMatchObject({ currentRun: null, recentRuns: [] });

  renameSync(path("elsewhere"), path("nas"));
  const refreshed = async () => {
    await host.call("repositories.refresh", { repositoryId: plan.repositoryId });
    host.noteWakeUp();
    expect((await planView())?.waitsFor).toBeUndefined();
  };
  // a look that began before may still end with what it found then
  await vi.waitFor(refreshed, { timeout: 30_000 });
  const { job } = await host.event(
    "job",
    ({ job: { kind, state } }) => kind === "backup" && state === "done",
  );
  expect(job.planId).toBe(id);
});

test("a run that only looked for changes and found none adds no snapshot", async () => {
  const { host, open, plan, path } = await officeHost();
  const { id, isPaused: _, ...draft } = plan;
  await host.call("plans.save", {
    planId: id,
    draft: { ...draft, schedule: { kind: "continuous", dailyAt: "12:00" } },
  });
  const firstRun = async (from: typeof host) => {
    const { job } = await from.event(
      "job",
      ({ job: { runId, endedMs } }) => runId !== null && endedMs !== null,
    );
    if (job.runId === null) throw new Error("a job of no run");
    return await from.ended(job.runId);
  };
  expect(await firstRun(host)).toMatchObject({ trigger: "change", filesNew: 2 });
  await host.stop();
  const again = await open(); // nobody knows what changed meanwhile
  expect(await firstRun(again)).toMatchObject({
    ...{ trigger: "change", state: "done" },
    ...{ filesNew: 0, filesUnmodified: 2, filesGone: 0 },
  });
  expect(await snapshotsAt(path("nas"))).toHaveLength(1);
});
