/** The engine as a whole: through its contract, with real repositories, job processes and a real catalog. */

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { localPathsOf } from "../shared/model/source.ts";
import { folderSource } from "../test/support/host.ts";
import { officeHost, PASSWORD, snapshotsAt } from "../test/support/office-host.ts";

test("a repository, a source and a plan become a backup, and everybody is told", async () => {
  const { host, path, repository, source, plan } = await officeHost();
  const { runId } = await host.call("plans.run", { planId: plan.id });
  const run = await host.ended(runId);
  expect(run).toMatchObject({ state: "done", trigger: "person", filesNew: 2, problemCount: 0, error: null });
  expect(run.bytesAdded).toBeGreaterThan(0);

  const [jobId] = run.jobIds;
  if (jobId === undefined) throw new Error("the run has no job");
  expect(await host.call("jobs.get", { jobId })).toMatchObject({
    ...{ kind: "backup", state: "done", repositoryId: repository.id, planId: plan.id },
    ...{ sourceId: source.id, runId, counts: { filesNew: 2 } },
  });
  const [snapshot] = await snapshotsAt(path("nas"));
  expect(snapshot?.tags).toEqual([`backstay:source=${source.id}`, "backstay:incremental"]);

  await host.event("snapshots", ({ repositoryId }) => repositoryId === repository.id);
  await host.event("progress", (event) => event.jobId === jobId && event.progress.filesDone === 2);
  const states = host.told.flatMap(({ event }) => (event.type === "job" ? [event.job.state] : []));
  expect(states).toEqual(["queued", "running", "done"]);
  const numbers = host.told.map(({ number }) => number);
  expect(numbers).toEqual(numbers.map((_, n) => n + 1));

  const { sources, jobs, today } = await host.call("overview.get", {});
  expect(sources).toMatchObject([{ protection: "protected", copies: [{ isNewest: true }] }]);
  expect(jobs).toEqual([]);
  expect(today.runs).toMatchObject([{ id: runId }]);
  const { plans } = await host.call("plans.list", {});
  expect(plans).toMatchObject([
    { plan, currentRun: null, lastRun: { id: runId }, recentRuns: [{ id: runId }], nextRunMs: null },
  ]);
  expect(plans[0]?.addedBytes30Days).toBe(run.bytesAdded);
});

test("a host that starts again knows everything", async () => {
  const { host, open, path, plan, source } = await officeHost();
  await host.call("settings.set", { officeName: "Hansen & Partner", keepHistoryDays: 30 });
  await host.call("app.finishSetUp", {});
  const run = await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  unlinkSync(path("documents", "letter.txt"));
  await host.call("plans.setPaused", { planId: plan.id, isPaused: true });
  const asked = async (from: typeof host) => ({
    plans: await from.call("plans.list", {}),
    sources: await from.call("sources.list", {}),
    runs: await from.call("plans.history", { planId: null, beforeMs: null, limit: 10 }),
    jobs: await from.call("jobs.list", { kinds: null, states: null, beforeMs: null, limit: 10 }),
    settings: (await from.call("app.state", {})).settings,
  });
  const before = await asked(host);
  expect(before.settings).toMatchObject({ officeName: "Hansen & Partner", theme: "system" });
  await host.stop();
  expect(await host.dispatch("plans.list", {}, { name: "late", rights: new Set(["read"]) })).toEqual({
    kind: "error",
    error: { code: "CANCELLED", details: { reason: "shutdown" } },
  });

  const again = await open();
  expect(await asked(again)).toEqual(before);
  expect(await again.call("app.state", {})).toMatchObject({ isSetUp: true, eventNumber: expect.any(Number) });
  const next = await again.ended((await again.call("plans.run", { planId: plan.id })).runId);
  expect(next).toMatchObject({ state: "done", filesNew: 0, filesUnmodified: 1 });
  const { runs } = await again.call("plans.history", { planId: plan.id, beforeMs: null, limit: 10 });
  expect(runs.map(({ id }) => id)).toEqual([next.id, run.id]);
  expect((await again.call("sources.list", {})).sources).toEqual([source]);
});

test("sources of a plan are backed up one after another, and the worst of them is the run's state", async () => {
  const { host, path, plan, source } = await officeHost();
  mkdirSync(path("pictures"));
  writeFileSync(path("pictures", "sea.jpg"), "blue");
  const pictures = await host.call("sources.save", {
    sourceId: null,
    draft: folderSource("Pictures", path("pictures")),
  });
  const { id, isPaused: _, ...draft } = plan;
  await host.call("plans.save", { planId: id, draft: { ...draft, sourceIds: [pictures.id, source.id] } });
  renameSync(path("pictures"), path("elsewhere"));
  const run = await host.ended((await host.call("plans.run", { planId: id })).runId);
  expect(run).toMatchObject({ state: "failed", error: { code: "NO_SOURCE" }, filesNew: 2 });
  const jobs = await Promise.all(run.jobIds.map((jobId) => host.call("jobs.get", { jobId })));
  expect(jobs.map(({ state, sourceId }) => [state, sourceId])).toEqual([
    ["failed", pictures.id],
    ["done", source.id],
  ]);
  expect(jobs[1]?.startedMs).toBeGreaterThanOrEqual(jobs[0]?.endedMs ?? Number.POSITIVE_INFINITY);

  const { alerts, open } = await host.call("alerts.list", { which: "open", limit: 10 });
  expect(open).toBe(1);
  expect(alerts).toMatchObject([
    { severity: "failing", subject: { code: "JOB_FAILED", about: "Pictures", sourceId: pictures.id } },
  ]);
  expect((await host.call("overview.get", {})).sources).toMatchObject([
    { source: { name: "Documents" }, protection: "protected" },
    { source: { name: "Pictures" }, protection: "never" },
  ]);

  renameSync(path("elsewhere"), path("pictures"));
  const restarted = await host.call("jobs.restart", { jobId: jobs[0]?.id as never });
  const { runId } = await host.call("jobs.get", { jobId: restarted.jobId });
  expect(await host.ended(runId as never)).toMatchObject({ state: "done", trigger: "restart", filesNew: 1 });
  expect((await host.call("alerts.list", { which: "open", limit: 10 })).alerts).toEqual([]);
  expect((await host.call("overview.get", {})).incidents).toMatchObject([
    { alertCode: "JOB_FAILED", about: "Pictures" },
  ]);
});

test("a file that cannot be read is a problem of a backup that is done, and its paths are named", async () => {
  const { host, path, plan } = await officeHost();
  const gone = path("documents", "gone");
  const source = await host.call("sources.save", {
    sourceId: null,
    draft: folderSource("With a gap", path("documents"), gone),
  });
  const { id, isPaused: _, ...draft } = plan;
  await host.call("plans.save", { planId: id, draft: { ...draft, sourceIds: [source.id] } });
  const run = await host.ended((await host.call("plans.run", { planId: id })).runId);
  expect(run).toMatchObject({ state: "done-with-problems", problemCount: 1, error: null });
  const job = await host.call("jobs.get", { jobId: run.jobIds[0] as never });
  expect(job.problems).toEqual([{ path: gone, reason: "vanished", systemCode: "ENOENT" }]);
  expect((await host.call("alerts.list", { which: "open", limit: 10 })).alerts).toMatchObject([
    { severity: "warning", subject: { code: "JOB_HAD_PROBLEMS", problemCount: 1, firstPaths: [gone] } },
  ]);
  expect((await host.call("overview.get", {})).sources).toMatchObject([
    { source: { name: "Documents" } },
    { lastRunHadProblems: true, protection: "protected" },
  ]);
});

test("entries come back by name, whatever they are called, to another folder or to their place", async () => {
  const { host, path, plan, repository } = await officeHost();
  writeFileSync(path("documents", "deeds", "[a]*?.txt"), "odd");
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  const [snapshot] = await snapshotsAt(path("nas"));
  if (snapshot === undefined) throw new Error("no snapshot");
  const restore = async (paths: string[], folder: string | undefined) => {
    const { jobId } = await host.call("restore.start", {
      repositoryId: repository.id,
      snapshotId: snapshot.id,
      paths,
      target: folder === undefined ? { kind: "original-place" } : { kind: "folder", folder },
      conflict: "overwrite",
      verify: true,
    });
    const { job } = await host.event("job", (event) => event.job.id === jobId && event.job.endedMs !== null);
    return job;
  };
  expect(await restore([path("documents", "deeds", "[a]*?.txt")], path("out"))).toMatchObject({
    state: "done",
    counts: { filesRestored: 1, filesVerified: 1 },
  });
  expect(readdirSync(path("out"))).toEqual(["[a]*?.txt"]);

  await restore([path("documents", "deeds"), path("documents", "letter.txt")], path("both"));
  expect(readdirSync(path("both")).sort()).toEqual(["deeds", "letter.txt"]);

  writeFileSync(path("documents", "letter.txt"), "spoilt");
  writeFileSync(path("documents", "new.txt"), "new");
  expect(await restore([path("documents", "letter.txt")], undefined)).toMatchObject({ state: "done" });
  expect(readFileSync(path("documents", "letter.txt"), "utf8")).toBe("Dear customer");
  expect(readFileSync(path("documents", "new.txt"), "utf8")).toBe("new");

  expect(await restore([path("documents", "nothing")], path("none"))).toMatchObject({
    state: "failed",
    error: { code: "PATH_NOT_IN_SNAPSHOT" },
  });
});

test("what is in use is not taken away", async () => {
  const { host, plan, source, repository } = await officeHost();
  await expect(host.call("sources.remove", { sourceId: source.id })).rejects.toMatchObject({
    code: "SOURCE_IN_USE",
    details: { name: "Documents", plans: ["Office hours"] },
  });
  await expect(host.call("repositories.detach", { repositoryId: repository.id })).rejects.toMatchObject({
    code: "REPOSITORY_IN_USE",
  });
  await host.call("plans.remove", { planId: plan.id });
  await host.call("sources.remove", { sourceId: source.id });
  await host.call("repositories.detach", { repositoryId: repository.id });
  await expect(host.call("plans.run", { planId: plan.id })).rejects.toMatchObject({ code: "PLAN_NOT_FOUND" });
  expect(await host.call("repositories.list", {})).toEqual({ repositories: [] });
});

test("sources with paths, patterns and names that cannot be are refused", async () => {
  const { host, path } = await officeHost();
  const save = (change: object) =>
    host.call("sources.save", {
      sourceId: null,
      draft: { ...folderSource("New", path("documents")), ...change },
    });
  await expect(save({ paths: ["documents"] })).rejects.toMatchObject({ code: "SOURCE_PATH_INVALID" });
  await expect(save({ excludes: ["[a"] })).rejects.toMatchObject({ code: "PATTERN_INVALID" });
  await expect(save({ name: "DOCUMENTS" })).rejects.toMatchObject({ code: "NAME_TAKEN" });
  const saved = await save({ paths: [`${path("documents")}/`, `${path("documents")}/x/..`, "/"] });
  expect(localPathsOf(saved)).toEqual([path("documents"), "/"]);
});

test("a run can be cancelled, with all that waits in it, and is not an alert", async () => {
  const { host, path, plan } = await officeHost();
  for (let n = 0; n < 40; n += 1) writeFileSync(path("documents", `${n}`), Buffer.alloc(4 << 20, n));
  const { runId } = await host.call("plans.run", { planId: plan.id });
  expect(await host.call("plans.run", { planId: plan.id })).toEqual({ runId }); // not a second time beside it
  await host.event("progress");
  await host.call("plans.cancelRun", { runId });
  expect(await host.ended(runId)).toMatchObject({ state: "cancelled", error: null });
  expect(await snapshotsAt(path("nas"))).toEqual([]);
  expect(await host.call("alerts.list", { which: "all", limit: 9 })).toEqual({ alerts: [], open: 0 });
  await expect(
    host.call("plans.cancelRun", { runId: "00000000-0000-4000-8000-000000000000" as never }),
  ).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
});

test("passwords are in the key store and nowhere else", async () => {
  const { host, path, plan, repository } = await officeHost();
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  await host.call("restore.folder", {
    ...{
      repositoryId: repository.id,
      snapshotId: (await snapshotsAt(path("nas")))[0]?.id as never,
      path: "/",
    },
    ...{ sort: { by: "name", descending: false }, onlyDifferent: false, offset: 0, limit: 10 },
  });
  await expect(
    host.call("repositories.open", { name: "x", location: path("nas"), password: `${PASSWORD} wrong` }),
  ).rejects.toThrow(/^(?!.*horse)/);
  const { jobs } = await host.call("jobs.list", { kinds: null, states: null, beforeMs: null, limit: 9 });
  for (const { id } of jobs) await host.call("jobs.log", { jobId: id, afterNumber: 0, limit: 99 });
  await host.stop();
  expect(JSON.stringify([host.told, host.logged])).not.toContain("horse");
  const files = readdirSync(path("home"), { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(["catalog.db", "secrets.json"]));
  const holders = files.filter(({ parentPath, name }) =>
    readFileSync(join(parentPath, name), "latin1").includes("horse"),
  );
  expect(holders.map(({ name }) => name)).toEqual(["secrets.json"]);
});

test("a password that is no longer in the key store is an error that says so", async () => {
  const { host, open, path, plan } = await officeHost();
  await host.stop();
  rmSync(path("home", "secrets.json"));
  const again = await open();
  const run = await again.ended((await again.call("plans.run", { planId: plan.id })).runId);
  expect(run).toMatchObject({ state: "failed", error: { code: "SECRET_MISSING", details: { name: "NAS" } } });
  await again.call("repositories.open", { name: "NAS", location: path("nas"), password: PASSWORD });
  const next = await again.ended((await again.call("plans.run", { planId: plan.id })).runId);
  expect(next.state).toBe("done");
});

test("a folder that is in use by a host is refused to another one", async () => {
  const { open, path } = await officeHost();
  await expect(open()).rejects.toMatchObject({
    code: "HOST_RUNNING",
    details: { pid: process.pid, folder: path("home") },
  });
});

test("a backup never takes the repository it goes to, nor the caches, into itself", async () => {
  const { host, path, plan } = await officeHost();
  const everything = await host.call("sources.save", {
    sourceId: null,
    draft: folderSource("Everything", path()),
  });
  const { id, isPaused: _, ...draft } = plan;
  await host.call("plans.save", { planId: id, draft: { ...draft, sourceIds: [everything.id] } });
  await host.ended((await host.call("plans.run", { planId: id })).runId);
  const [snapshot] = await snapshotsAt(path("nas"));
  expect(snapshot?.excludes).toEqual([path("nas"), path("home", "cache")]);
  const second = await host.ended((await host.call("plans.run", { planId: id })).runId);
  expect(second.bytesProcessed).toBeLessThan(2_000_000);
});
