import { expect, onTestFinished, test } from "vitest";
import type { ChannelId, JobId, PlanId, RepositoryId, RunId, SourceId } from "../../shared/ids.ts";
import { MANUAL_PLAN } from "../../test/support/host.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { createJobs } from "./migrations/001-jobs.ts";
import { migrations } from "./migrations/all.ts";
import { openCatalog } from "./open-catalog.ts";
import { openStores } from "./open-stores.ts";

const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}` as string;
const repositoryId = "a".repeat(64) as string as RepositoryId;

test("a catalog of the first version keeps its jobs and gets everything else", async () => {
  const folder = await tempFolder();
  const old = openCatalog(folder, [createJobs]);
  old.database.exec(`
    INSERT INTO jobs (id, kind, repository, access, input, priority, restart_when_interrupted, attempt, state,
      created_ns, started_ns, ended_ns, progress, result)
    VALUES ('${uuid(1)}', 'check', '/srv/nas', 'shared', '{"readDataPercent":5}', 1, 0, 1, 'done',
      1000000, 2000000, 3000000, '{"phase":"check","filesDone":1,"bytesDone":2}', '{"problemCount":0,"summary":{}}')`);
  old.close();
  const stores = openStores(folder);
  onTestFinished(() => stores.close());
  expect(stores.jobs.get(uuid(1) as JobId)).toMatchObject({
    ...{ kind: "check", state: "done", input: { readDataPercent: 5 }, createdNs: 1_000_000n },
    origin: { repositoryId: undefined, planId: undefined, sourceId: undefined, runId: undefined },
  });
  expect(stores.plans.list()).toEqual([]);
  expect(stores.runs.unfinished()).toEqual([]);
  stores.settings.setAll({ theme: "dark" });
  expect(stores.settings.get("theme")).toBe("dark");
});

test("what was to be told is kept where deliveries may be of proof packs, too", async () => {
  const folder = await tempFolder();
  const old = openCatalog(
    folder,
    migrations.filter(({ version }) => version < 21),
  );
  const channelId = uuid(1) as ChannelId;
  old.database.exec(`
    INSERT INTO alert_channels (id, name, details, address_host, kept)
    VALUES ('${channelId}', 'Mail', '{}', '', '[]');
    INSERT INTO alert_deliveries (id, channel_id, what, severity, state, phase, queued_ns, due_ns, attempts)
    VALUES ('d', '${channelId}', 'digest', 'notice', 'waiting', 0, 1000000, 2000000, 3)`);
  old.close();
  const stores = openStores(folder);
  onTestFinished(() => stores.close());
  const [digest] = stores.deliveries.waiting(channelId);
  expect(digest).toMatchObject({ id: "d", what: "digest", queuedMs: 1, dueMs: 2, attempts: 3 });
  if (digest !== undefined) stores.deliveries.save({ ...digest, id: "p", what: "pack" });
  expect(stores.deliveries.waiting(channelId).map(({ what }) => what)).toEqual(["digest", "pack"]);
  stores.channels.remove(channelId);
  expect(stores.deliveries.waiting(channelId)).toEqual([]);
});

test("runs are found by plan, by time and by what they were started for", async () => {
  const stores = openStores(await tempFolder());
  onTestFinished(() => stores.close());
  const planIds = [uuid(1) as PlanId, uuid(2) as PlanId] as const;
  const add = (n: number, planId: PlanId, dueMs: number, state: "done" | "missed" | "running") =>
    stores.runs.insert({
      ...{ id: uuid(n) as RunId, planId, trigger: "schedule", state, dueMs, startedMs: dueMs },
      ...{ endedMs: state === "done" ? dueMs + 10 : null, filesNew: 1, filesChanged: 2, filesUnmodified: 3 },
      ...{ bytesProcessed: 2 ** 52, bytesAdded: 7, problemCount: 0, filesGone: n, error: null },
    });
  add(3, planIds[0], 1_000, "done");
  add(4, planIds[0], 2_000, "missed");
  add(5, planIds[1], 3_000, "done");
  add(6, planIds[0], 4_000, "running");
  const ids = (runs: readonly { readonly id: RunId }[]) => runs.map(({ id }) => Number(id.slice(-1)));
  expect(ids(stores.runs.page({ planId: planIds[0], dueBeforeMs: null }, 9))).toEqual([6, 4, 3]);
  expect(ids(stores.runs.page({ planId: null, dueBeforeMs: 4_000 }, 2))).toEqual([5, 4]);
  expect(ids(stores.runs.unfinished())).toEqual([6]);
  expect(ids(stores.runs.within(2_000, 3_000))).toEqual([4, 6]);
  expect([1_000, 2_000, 2_500].map((ms) => stores.runs.wasStarted(planIds[0], ms))).toEqual([
    true,
    false,
    false,
  ]);
  expect(stores.runs.get(uuid(3) as RunId)?.bytesProcessed).toBe(2 ** 52);
  expect(stores.runs.addedByPlanSince(3_000)).toEqual(new Map([[planIds[1], 7]]));
  stores.runs.removeEndedBefore(10_000);
  expect(ids(stores.runs.page({ planId: null, dueBeforeMs: null }, 9))).toEqual([6, 5]); // the newest of each plan
});

test("a source keeps the time since when it is in a plan, whatever else of the plan is changed", async () => {
  const stores = openStores(await tempFolder());
  onTestFinished(() => stores.close());
  stores.repositories.insert(
    { id: repositoryId, name: "NAS", replicas: [], needsPrune: false, prunedMs: null },
    1,
  );
  const source = (n: number) => {
    const id = uuid(n) as SourceId;
    const choices = { excludes: [], excludeCaches: true, oneFileSystem: false, kind: "files" as const };
    stores.sources.save({ id, name: `Source ${n}`, icon: "folder", paths: ["/"], ...choices }, 1);
    return id;
  };
  const [first, second] = [source(1), source(2)] as const;
  const plan = { ...MANUAL_PLAN, id: uuid(3) as PlanId, name: "Plan", repositoryId, isPaused: false };
  stores.plans.save({ ...plan, sourceIds: [first] }, 100);
  stores.plans.save({ ...plan, sourceIds: [second, first], name: "Renamed" }, 200);
  expect(stores.plans.get(plan.id)).toEqual({
    ...plan,
    name: "Renamed",
    sourceIds: [second, first],
    sourcesSinceMs: [200, 100],
  });
});
