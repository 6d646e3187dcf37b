import { expect, onTestFinished, test } from "vitest";
import type { JobId, PlanId, RepositoryId, SourceId } from "../../shared/ids.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { createAlertStore } from "../catalog/alert-store.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import type { JobRecord } from "../jobs/job.ts";
import { createAlertService } from "./alert-service.ts";
import { alertOfJob, repairOf } from "./job-alerts.ts";

const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}` as string;
const origin = {
  repositoryId: "a".repeat(64) as string as RepositoryId,
  planId: uuid(1) as PlanId,
  sourceId: uuid(2) as SourceId,
};

function job(state: JobRecord["state"], rest: Partial<JobRecord> = {}): JobRecord {
  return {
    ...{ id: uuid(3) as JobId, kind: "backup", origin, repository: undefined, access: "shared", input: {} },
    ...{ priority: "normal", restartWhenInterrupted: true, attempt: 1, restartOf: undefined, state },
    ...{
      createdNs: 1n,
      startedNs: 1n,
      endedNs: 2n,
      progress: undefined,
      result: undefined,
      error: undefined,
    },
    ...rest,
  };
}

const failed = job("failed", { error: { code: "STORE_READ_ONLY", details: { location: "/srv/nas" } } });
const withProblems = (problemCount: number, rest: Partial<JobRecord> = {}) =>
  job("done-with-problems", { result: { problemCount, summary: {} }, ...rest });

async function setUp() {
  const catalog = openCatalog(await tempFolder());
  onTestFinished(() => catalog.close());
  const alerts = createAlertService(createAlertStore(catalog.database), { nowMs: () => 1_000 }, () => {});
  const note = (record: JobRecord, isGivenUp = false) =>
    alertOfJob(alerts, record, "Documents", ["/1", "/2", "/3", "/4", "/5", "/6"], isGivenUp);
  const open = () => alerts.list("open", 9).map(({ subject, severity }) => `${subject.code} ${severity}`);
  return { note, open, alerts };
}

test("what several problems are about is named once", async () => {
  const { alerts } = await setUp();
  alertOfJob(alerts, withProblems(3), "Documents", ["/a", "/a", "/b"], false);
  expect(alerts.list("open", 9)).toMatchObject([{ subject: { problemCount: 3, firstPaths: ["/a", "/b"] } }]);
});

test("a failed backup is an alert until the next one that saved something", async () => {
  const { note, open } = await setUp();
  note(failed);
  expect(open()).toEqual(["JOB_FAILED failing"]);
  note(withProblems(3));
  expect(open()).toEqual(["JOB_HAD_PROBLEMS warning"]);
  note(job("done"));
  expect(open()).toEqual([]);
});

test("an alert names five paths and counts all", async () => {
  const { note, alerts } = await setUp();
  note(withProblems(6));
  expect(alerts.list("open", 1)[0]?.subject).toMatchObject({
    problemCount: 6,
    firstPaths: ["/1", "/2", "/3", "/4", "/5"],
  });
});

test("damage that a check found is as bad as it can be", async () => {
  const { note, open } = await setUp();
  const check = {
    ...{ kind: "check", origin: { repositoryId: origin.repositoryId }, input: { readDataPercent: 100 } },
  };
  note(withProblems(1, check));
  expect(open()).toEqual(["JOB_HAD_PROBLEMS failed"]);
  note(job("done")); // a backup proves nothing about old data
  expect(open()).toEqual(["JOB_HAD_PROBLEMS failed"]);
  note(job("done", { ...check, input: { readDataPercent: 50 } })); // nor does a sample
  expect(open()).toEqual(["JOB_HAD_PROBLEMS failed"]);
  note(job("done", check));
  expect(open()).toEqual([]);
});

test("damage that the structure shows is gone when the structure is whole again", async () => {
  const { alerts } = await setUp();
  const check = {
    ...{ kind: "check", origin: { repositoryId: origin.repositoryId }, input: { readDataPercent: 0 } },
  };
  const found = withProblems(1, check);
  alertOfJob(alerts, found, "NAS", [], false);
  alertOfJob(alerts, job("done", check), "NAS", [], false); // what found it is forgotten
  expect(alerts.countOpen()).toBe(1);
  alertOfJob(alerts, job("done", check), "NAS", [], false, (id) => (id === found.id ? found : undefined));
  expect(alerts.countOpen()).toBe(0);
});

test("being cancelled is nobody's fault, and resolves nothing", async () => {
  const { note, open } = await setUp();
  note(job("cancelled", { error: { code: "CANCELLED", details: { reason: "person" } } }));
  expect(open()).toEqual([]);
  note(failed);
  note(job("cancelled", { error: { code: "CANCELLED", details: { reason: "person" } } }));
  expect(open()).toEqual(["JOB_FAILED failing"]);
});

test("an interrupted job is an alert only when it is not started again", async () => {
  const { note, open } = await setUp();
  note(job("interrupted"));
  expect(open()).toEqual([]);
  note(job("interrupted"), true);
  expect(open()).toEqual(["JOB_FAILED failing"]);
});

test("a repository that was renamed meanwhile is still the same", async () => {
  const { alerts } = await setUp();
  const prune = { kind: "prune", origin: { repositoryId: origin.repositoryId } };
  alertOfJob(alerts, job("failed", { ...prune, error: failed.error }), "NAS", [], false);
  alertOfJob(alerts, job("done", prune), "NAS in the cellar", [], false);
  expect(alerts.countOpen()).toBe(0);
});

test("after a repair the damage is still an alert, of what is lacking or of what nobody has proved", async () => {
  const { note, open, alerts } = await setUp();
  const care = { origin: { repositoryId: origin.repositoryId }, input: { readDataPercent: 100 } };
  const repair = { kind: "repair", ...care };
  note(job("done", repair)); // there was none
  expect(open()).toEqual([]);
  note(withProblems(3, { kind: "check", ...care }));
  const known = () => repairOf(alerts, origin.repositoryId);
  expect(known()).toBeNull();
  note(withProblems(1, repair));
  expect(known()).toEqual({ endedMs: expect.any(Number), isLacking: true });
  expect(open()).toEqual(["JOB_HAD_PROBLEMS failed"]);
  expect(alerts.list("open", 1)[0]?.subject).toMatchObject({ kind: "repair", problemCount: 1 });
  note(job("done", repair));
  expect(open()).toEqual(["JOB_HAD_PROBLEMS warning"]);
  expect(alerts.list("open", 1)[0]?.subject).toMatchObject({ kind: "repair", problemCount: 0 });
  expect(known()).toMatchObject({ isLacking: false });
  note(job("done", { kind: "check", ...care, input: { readDataPercent: 50 } }));
  expect(open()).toEqual(["JOB_HAD_PROBLEMS warning"]);
  note(withProblems(1, { kind: "check", ...care }));
  expect(known()).toBeNull(); // there is damage again
  note(job("done", { kind: "check", ...care }));
  expect(open()).toEqual([]);
  expect(known()).toBeNull();
});
