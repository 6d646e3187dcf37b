/** The engine under a clock that is moved by hand. */
import { renameSync } from "node:fs";
import { expect, test } from "vitest";
import { officeHost } from "../../test/support/office-host.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function handMovedClock(start: string) {
  const clock = { ms: Date.parse(start), nowMs: () => clock.ms };
  return clock;
}

test("a source whose backup grows too old is overdue, first on the overview, then as an alert, until there is a newer one", async () => {
  const clock = handMovedClock("2026-06-10T10:00:00");
  const { host, plan } = await officeHost({ deadlineMinutes: 120 }, { clock });
  const run = async () => await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  const look = async () => {
    host.noteWakeUp();
    await new Promise((resolve) => setImmediate(resolve));
    const { sources, openAlerts } = await host.call("overview.get", {});
    return [sources[0]?.protection, openAlerts];
  };
  await run();
  expect(await look()).toEqual(["protected", 0]);
  clock.ms += 2 * HOUR;
  expect(await look()).toEqual(["protected", 0]);
  clock.ms += 1;
  expect(await look()).toEqual(["overdue", 0]);
  clock.ms += MINUTE;
  expect(await look()).toEqual(["overdue", 1]);
  expect(await host.call("alerts.list", { which: "open", limit: 9 })).toMatchObject({
    alerts: [{ severity: "failing", subject: { code: "SOURCE_OVERDUE", about: "Documents" } }],
  });
  clock.ms += 3 * HOUR;
  expect(await look()).toEqual(["overdue", 1]);
  expect(await host.call("alerts.list", { which: "open", limit: 9 })).toMatchObject({
    alerts: [{ severity: "failed" }],
  });
  await run();
  clock.ms += MINUTE;
  expect(await look()).toEqual(["protected", 0]);
  clock.ms -= DAY;
  expect(await look()).toEqual(["unknown", 0]); // nobody can tell how old the backup is
});

test("a paused plan takes care of nothing, and is not overdue", async () => {
  const clock = handMovedClock("2026-06-10T10:00:00");
  const { host, plan } = await officeHost({ deadlineMinutes: 120 }, { clock });
  await host.call("plans.setPaused", { planId: plan.id, isPaused: true });
  clock.ms += DAY;
  host.noteWakeUp();
  const { sources, openAlerts, nextRun } = await host.call("overview.get", {});
  expect(sources).toMatchObject([{ protection: "unplanned", deadlineMs: null }]);
  expect([openAlerts, nextRun]).toEqual([0, null]);
});

test("a plan runs at its time, once, and what was missed is caught up once", async () => {
  const clock = handMovedClock("2026-06-10T10:00:00");
  const { host, open, plan } = await officeHost(
    { schedule: { kind: "daily", at: "12:30", weekdays: [1, 2, 3, 4, 5, 6, 7] } },
    { clock },
  );
  const [view] = (await host.call("plans.list", {})).plans;
  expect(view?.nextRunMs).toBe(Date.parse("2026-06-10T12:30:00"));
  expect((await host.call("overview.get", {})).today.planned).toEqual([
    { planId: plan.id, atMs: Date.parse("2026-06-10T12:30:00") },
  ]);
  const history = async (from = host) =>
    (await from.call("plans.history", { planId: plan.id, beforeMs: null, limit: 9 })).runs;

  clock.ms = Date.parse("2026-06-10T12:29:50");
  host.noteWakeUp();
  clock.ms = Date.parse("2026-06-10T12:30:01");
  host.noteWakeUp();
  host.noteWakeUp();
  const { job } = await host.event("job");
  if (job.runId === null) throw new Error("a job of no run");
  expect(await host.ended(job.runId)).toMatchObject({
    state: "done",
    trigger: "schedule",
    dueMs: Date.parse("2026-06-10T12:30:00"),
  });
  host.noteWakeUp();
  expect(await history()).toHaveLength(1);
  await host.stop();

  clock.ms = Date.parse("2026-06-13T15:00:00"); // off over three due times
  const again = await open();
  clock.ms += 3 * MINUTE; // longer than the random delay
  again.noteWakeUp();
  const { job: late } = await again.event("job");
  if (late.runId === null) throw new Error("a job of no run");
  expect(await again.ended(late.runId)).toMatchObject({ state: "done", trigger: "catch-up" });
  clock.ms += HOUR;
  again.noteWakeUp();
  const states = (await history(again)).map(({ state, trigger }) => `${trigger} ${state}`);
  expect(states).toEqual(["catch-up done", "schedule missed", "schedule missed", "schedule done"]);
});

test("what is old is forgotten, but not what the state of a source is told by", async () => {
  const clock = handMovedClock("2024-06-10T10:00:00");
  const { host, plan } = await officeHost({ deadlineMinutes: 120 }, { clock });
  const run = async () => await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  await run();
  clock.ms += HOUR;
  const last = await run();
  clock.ms += 500 * DAY;
  host.noteWakeUp();
  await new Promise((resolve) => setImmediate(resolve));
  const { jobs } = await host.call("jobs.list", { kinds: null, states: null, beforeMs: null, limit: 9 });
  expect(jobs.map(({ runId }) => runId)).toEqual([last.id]);
  const { runs } = await host.call("plans.history", { planId: null, beforeMs: null, limit: 9 });
  expect(runs).toEqual([last]);
  expect((await host.call("overview.get", {})).sources).toMatchObject([
    { protection: "overdue", newestGoodMs: last.endedMs },
  ]);
});

test("a run that failed because its repository was not there says when it is tried again, and is", async () => {
  const clock = handMovedClock("2026-06-10T10:00:00");
  const { host, plan, path, repository } = await officeHost(
    { schedule: { kind: "daily", at: "01:30", weekdays: [1, 2, 3, 4, 5, 6, 7] } },
    { clock },
  );
  renameSync(path("nas"), path("unplugged"));
  const failed = await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  expect(failed).toMatchObject({ state: "failed", error: { code: "REPOSITORY_MISSING" } });
  expect((await host.call("plans.list", {})).plans).toMatchObject([
    { waitsFor: "retry", nextRunMs: (failed.endedMs ?? 0) + MINUTE },
  ]);

  await host.call("repositories.refresh", { repositoryId: repository.id }); // the look at the end of the job is over
  renameSync(path("unplugged"), path("nas"));
  clock.ms += MINUTE + 1;
  host.noteWakeUp();
  const { job } = await host.event("job", ({ job: { runId } }) => runId !== null && runId !== failed.id);
  if (job.runId === null) throw new Error("a job of no run");
  expect(await host.ended(job.runId)).toMatchObject({ state: "done", trigger: "retry" });
  expect((await host.call("plans.list", {})).plans).toMatchObject([
    { nextRunMs: Date.parse("2026-06-11T01:30:00") },
  ]);
});
