/** When old snapshots are let go and space is freed: with a real catalog and queue, of which nothing is started. */
import { expect, onTestFinished, test } from "vitest";
import type { PlanId, ReplicaId, RepositoryId, RunId, SnapshotId, SourceId } from "../../shared/ids.ts";
import type { Retention } from "../../shared/model/plan.ts";
import { MANUAL_PLAN } from "../../test/support/host.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { openStores } from "../catalog/open-stores.ts";
import type { RunRecord } from "../catalog/run-store.ts";
import { createJobQueue } from "../jobs/job-queue.ts";
import { jobDefinitions } from "../jobs/registry.ts";
import { createRetentionService } from "./retention-service.ts";

const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}` as string;
const repositoryId = "a".repeat(64) as string as RepositoryId;
const sourceId = uuid(9) as SourceId;
const HOUR = 3_600_000;
const keep = (rules: Partial<Retention>): Retention => ({ ...MANUAL_PLAN.retention, ...rules });

async function setUp(...retentions: Retention[]) {
  const stores = openStores(await tempFolder());
  onTestFinished(() => stores.close());
  const clock = { ms: Date.parse("2026-06-10T12:00:00"), nowMs: () => clock.ms };
  stores.repositories.insert(
    {
      ...{ id: repositoryId, name: "NAS", needsPrune: false, prunedMs: null },
      replicas: [
        {
          ...{ id: uuid(8) as ReplicaId, repositoryId, name: "NAS", location: "/nas", role: "active" },
          ...{ configSum: "", reach: "reachable", checkedMs: null, freeBytes: null, totalBytes: null },
        },
      ],
    },
    clock.ms,
  );
  stores.sources.save(
    {
      ...{ id: sourceId, name: "Documents", icon: "documents", paths: ["/d"], excludes: [] },
      ...{ excludeCaches: true, oneFileSystem: false, kind: "files" as const },
    },
    clock.ms,
  );
  for (const [n, retention] of retentions.entries()) {
    const plan = { ...MANUAL_PLAN, name: `Plan ${n}`, repositoryId, sourceIds: [sourceId], retention };
    stores.plans.save({ ...plan, id: uuid(n + 1) as PlanId, isPaused: false }, clock.ms);
  }
  const queue = createJobQueue({
    ...{ definitions: jobDefinitions, store: stores.jobs, clock },
    spawn: () => {
      throw new Error("nothing is started here");
    },
    secretsFor: async () => ({}),
    onEvent: () => {},
  });
  const others = new Set<PlanId>();
  const retention = createRetentionService({
    isOthers: (id) => others.has(id),
    plans: () => stores.plans.list(),
    snapshots: stores.snapshots,
    repositories: stores.repositories,
    jobs: stores.jobs,
    queue: () => queue,
    place: () => ({ location: "/nas" }),
    clock,
  });
  const run = (state: RunRecord["state"]): RunRecord => ({
    ...{ id: uuid(7) as RunId, planId: uuid(1) as PlanId, trigger: "schedule", state, dueMs: clock.ms },
    ...{ startedMs: null, endedMs: null, filesNew: 0, filesChanged: 0, filesUnmodified: 0, filesGone: null },
    ...{ bytesProcessed: 0, bytesAdded: 0, problemCount: 0, error: null },
  });
  let saved = 0;
  return {
    ...{ stores, clock, retention, others },
    ended: (state: RunRecord["state"]) => retention.afterRun(run(state)),
    save() {
      saved += 1;
      const snapshotId = saved.toString(16).padStart(64, "0") as string as SnapshotId;
      stores.snapshots.insert({ repositoryId, snapshotId, sourceId, savedMs: clock.ms, sizeBytes: 1 });
    },
    waiting: () => stores.jobs.inState("queued").map(({ kind }) => kind),
  };
}

test("a run that did not go well lets nothing go", async () => {
  const { ended, waiting } = await setUp(keep({ last: 1 }));
  for (const state of ["failed", "cancelled", "interrupted", "missed"] as const) ended(state);
  expect(waiting()).toEqual([]);
  ended("done-with-problems");
  expect(waiting()).toEqual(["forget"]);
});

test("the rules of all plans that save the source are asked, and one that keeps everything decides", async () => {
  const several = await setUp(keep({ last: 1 }), keep({ daily: 7, weekly: 0 }));
  several.ended("done");
  expect(several.stores.jobs.inState("queued")[0]?.input).toMatchObject({
    snapshots: [],
    retain: [{ sourceId, keep: [{ last: 1 }, { daily: 7 }] }],
  });
  const { ended, waiting } = await setUp(keep({ last: 1 }), keep({}));
  ended("done");
  expect(waiting()).toEqual([]);
});

test("after a run for another computer nothing is let go, as what its other plans keep is not known here", async () => {
  const { ended, waiting, others } = await setUp(keep({ last: 1 }));
  others.add(uuid(1) as PlanId);
  ended("done");
  expect(waiting()).toEqual([]);
  others.clear();
  ended("done");
  expect(waiting()).toEqual(["forget"]);
});

test("where nothing would be let go, the repository is asked once a day only", async () => {
  const { ended, waiting, save, clock } = await setUp(keep({ last: 2 }));
  save();
  ended("done"); // it may have snapshots that the catalog does not know
  expect(waiting()).toHaveLength(1);
  clock.ms += HOUR;
  save();
  ended("done");
  expect(waiting()).toHaveLength(1);
  save();
  ended("done"); // now there is one too many
  expect(waiting()).toHaveLength(2);
});

test("rules that were changed are not kept by what waits", async () => {
  const { ended, waiting, retention, stores } = await setUp(keep({ last: 1 }));
  ended("done");
  retention.prune(repositoryId);
  await retention.withdraw();
  expect(waiting()).toEqual(["prune"]);
  expect(stores.jobs.inState("cancelled")).toMatchObject([{ kind: "forget" }]);
});

test("space is freed when something was let go, once a day, and not twice at a time", async () => {
  const { retention, waiting, stores, clock } = await setUp(keep({ last: 1 }));
  retention.pruneIfDue(repositoryId);
  expect(waiting()).toEqual([]);
  stores.repositories.setNeedsPrune(repositoryId);
  retention.pruneIfDue(repositoryId);
  retention.pruneIfDue(repositoryId);
  expect(waiting()).toEqual(["prune"]);
  const [job] = stores.jobs.inState("queued");
  if (job === undefined) throw new Error("no job");
  stores.jobs.markEnded(job.id, { state: "done", result: { problemCount: 0, summary: {} } }, 1n);
  stores.repositories.markPruned(repositoryId, clock.ms);
  stores.repositories.setNeedsPrune(repositoryId);
  clock.ms += 23 * HOUR;
  retention.pruneIfDue(repositoryId);
  expect(waiting()).toEqual([]);
  clock.ms += HOUR;
  retention.pruneIfDue(repositoryId);
  expect(waiting()).toEqual(["prune"]);
});
