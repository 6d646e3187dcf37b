import { expect, onTestFinished, test } from "vitest";
import type { JobId, PlanId, SourceId } from "../../shared/ids.ts";
import type { AlertSubject } from "../../shared/model/alert.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { createAlertStore } from "../catalog/alert-store.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import { createAlertService, thingOf } from "./alert-service.ts";

const planId = "00000000-0000-4000-8000-000000000001" as string as PlanId;
const sourceId = "00000000-0000-4000-8000-000000000002" as string as SourceId;
const jobId = "00000000-0000-4000-8000-000000000003" as string as JobId;
const job = { jobId, kind: "backup", planId, sourceId, about: "Documents" };
const failed = {
  code: "JOB_FAILED",
  ...job,
  error: { code: "STORE_VANISHED", details: { location: "/srv/nas" } },
} as const;
const problems = (problemCount: number): AlertSubject => ({
  ...job,
  code: "JOB_HAD_PROBLEMS",
  problemCount,
  firstPaths: ["/a"],
});

async function setUp() {
  const catalog = openCatalog(await tempFolder());
  onTestFinished(() => catalog.close());
  const clock = { ms: 1_000_000, nowMs: () => clock.ms };
  const told: number[] = [];
  const store = createAlertStore(catalog.database);
  const alerts = createAlertService(store, clock, (open) => void told.push(open));
  return { alerts, clock, told };
}

test("what happens again and again is one alert that counts", async () => {
  const { alerts, clock } = await setUp();
  alerts.raise(failed, "failing");
  clock.ms += 60_000;
  alerts.raise(
    { ...failed, error: { code: "STORE_READ_ONLY", details: { location: "/srv/nas" } } },
    "failing",
  );
  expect(alerts.list("open", 10)).toMatchObject([
    {
      occurrences: 2,
      firstMs: 1_000_000,
      lastMs: 1_060_000,
      resolvedMs: null,
      subject: { error: { code: "STORE_READ_ONLY" } },
    },
  ]);
});

test("another source, another plan or another code is another alert", async () => {
  const { alerts } = await setUp();
  alerts.raise(failed, "failing");
  alerts.raise(
    { ...failed, sourceId: "00000000-0000-4000-8000-000000000009" as string as SourceId },
    "failing",
  );
  alerts.raise(problems(1), "warning");
  expect(alerts.countOpen()).toBe(3);
  expect(alerts.list("open", 10)[2]).toMatchObject({ severity: "warning" }); // the worst first
});

test("a resolved alert stays in the history, and the next time is a new one", async () => {
  const { alerts, clock } = await setUp();
  alerts.raise(failed, "failing");
  clock.ms += 1_000;
  alerts.resolve(thingOf(failed));
  alerts.resolve(thingOf(failed));
  expect(alerts.list("open", 10)).toEqual([]);
  expect(alerts.resolved(10)).toMatchObject([{ resolvedMs: 1_001_000 }]);
  alerts.raise(failed, "failing");
  expect(alerts.list("all", 10)).toHaveLength(2);
  expect(alerts.list("all", 10)[0]).toMatchObject({ occurrences: 1, resolvedMs: null });
});

test("what was acknowledged stays silent until it is worse", async () => {
  const { alerts } = await setUp();
  alerts.raise(problems(5), "warning");
  const [alert] = alerts.list("open", 1);
  if (alert === undefined) throw new Error("no alert");
  expect(alerts.acknowledge(alert.id)).toMatchObject({ acknowledgedMs: 1_000_000 });
  expect(alerts.countOpen()).toBe(0);
  alerts.raise(problems(5), "warning");
  alerts.raise(problems(2), "warning");
  expect(alerts.countOpen()).toBe(0);
  alerts.raise(problems(4), "warning"); // more than the last time, not more than when it was seen
  expect(alerts.countOpen()).toBe(0);
  alerts.raise(problems(6), "warning");
  expect(alerts.list("open", 1)).toMatchObject([{ acknowledgedMs: null, occurrences: 5 }]);
});

test("what was put off comes back when its time is over, and everybody is told", async () => {
  const { alerts, clock, told } = await setUp();
  alerts.raise(failed, "failing");
  const [alert] = alerts.list("open", 1);
  if (alert === undefined) throw new Error("no alert");
  alerts.snooze(alert.id, clock.ms + 60_000);
  expect(told).toEqual([1, 0]);
  alerts.raise(failed, "failing");
  expect(alerts.countOpen()).toBe(0);
  alerts.noteTime();
  expect(told).toEqual([1, 0, 0]);
  clock.ms += 60_000;
  alerts.noteTime();
  alerts.noteTime();
  expect(told).toEqual([1, 0, 0, 1]);
});

test("what lasts is told when it begins and when it is worse, and not in between", async () => {
  const { alerts, told } = await setUp();
  const overdue = {
    code: "SOURCE_OVERDUE",
    sourceId,
    about: "Documents",
    newestMs: 1,
    deadlineMs: 2,
  } as const;
  for (let n = 0; n < 5; n += 1) alerts.keepRaised(overdue, "failing");
  expect(told).toEqual([1]);
  alerts.keepRaised(overdue, "failed");
  expect(alerts.list("open", 1)).toMatchObject([{ severity: "failed", occurrences: 2 }]);
});

test("what lasts says what is so now, which is no news and brings back nothing that was acknowledged", async () => {
  const { alerts, clock } = await setUp();
  const warns = (warning: string): AlertSubject => ({
    ...{ code: "DISK_TROUBLE", about: "Disk", subjectId: "00000000-0000-4000-8000-000000000004" as never },
    ...{ hostId: "00000000-0000-4000-8000-000000000005" as never, hostName: "NAS", verdict: "failing" },
    ...{
      controller: null,
      step: 0,
      finding: { code: "DISK_NVME_WARNING", level: "failing", details: { warning } },
    },
  });
  alerts.correct(warns("read-only"));
  expect(alerts.list("all", 10)).toEqual([]);
  alerts.keepRaised(warns("reliability-degraded"), "failing");
  const [alert] = alerts.list("open", 1);
  if (alert === undefined) throw new Error("no alert");
  alerts.acknowledge(alert.id);
  clock.ms += 60_000;
  alerts.correct(warns("read-only"));
  expect(alerts.list("open", 10)).toMatchObject([
    {
      ...{ occurrences: 1, lastMs: 1_000_000, acknowledgedMs: 1_000_000 },
      subject: { finding: { details: { warning: "read-only" } } },
    },
  ]);
  expect(alerts.countOpen()).toBe(0);
});

test("an alert that is not there is an error", async () => {
  const { alerts } = await setUp();
  expect(() => alerts.acknowledge("00000000-0000-4000-8000-00000000000f" as never)).toThrow(
    expect.objectContaining({ code: "ALERT_NOT_FOUND" }),
  );
});
