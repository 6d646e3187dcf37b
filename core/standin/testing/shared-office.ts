/** Several installations around the same replicas, each with a catalog, a scheduler and the service of its own, and one hand-moved clock. */
import { onTestFinished } from "vitest";
import { BackstayError } from "../../../shared/errors.ts";
import type { PlanId, ReplicaId, RunId, SourceId } from "../../../shared/ids.ts";
import type { StandInPlan } from "../../../shared/model/stand-in.ts";
import { folderSource, MANUAL_PLAN } from "../../../test/support/host.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { openStores, type Stores } from "../../catalog/open-stores.ts";
import { markAsReplica } from "../../failover/manifest/identity.ts";
import { encodeConfig } from "../../repository/format/config.ts";
import { newRepository } from "../../repository/inventory/testing/sample-repository.ts";
import type { Repository } from "../../repository/repository.ts";
import { createScheduler } from "../../schedule/scheduler.ts";
import { openMemoryStore } from "../../storage/memory.ts";
import type { Store } from "../../storage/store.ts";
import type { StandInNews } from "../follow-turns.ts";
import { createStandInService, type MissedPlan } from "../stand-in-service.ts";

export const PLAN = "00000000-0000-4000-8000-000000000001" as PlanId;
export const SOURCE = "00000000-0000-4000-8000-000000000002" as SourceId;
export const EVERY_MS = 10_000;
export const LEASE_MS = 60_000;
export const AFTER_MS = 30_000;
export const MINUTE_MS = 60_000;

export type SharedOffice = Awaited<ReturnType<typeof sharedOffice>>;
export type Installation = Awaited<ReturnType<SharedOffice["install"]>>;

/** @param places how many replicas there are, the first of them active */
export async function sharedOffice(places = 1, wrap: (store: Store, n: number) => Store = (store) => store) {
  const clock = { ms: Date.parse("2026-06-10T12:00:10"), nowMs: () => clock.ms };
  const original = newRepository(openMemoryStore("nas"));
  const replicas: Repository[] = [];
  for (let n = 0; n < places; n += 1) {
    const store = wrap(openMemoryStore(`nas ${n}`), n);
    const config = encodeConfig({ version: 2, id: original.id, chunkerPolynomial: "3da3358b4dc173" });
    await store.create();
    await store.write("config", "config", original.sealedBytes.seal(config));
    const replica = { ...original, store };
    if (places > 1 && store.keepsManifests) await markAsReplica(replica, replicaId(n));
    replicas.push(replica);
  }
  /** All runs that began, by whoever. */
  const runs: { readonly by: string; readonly dueMs: number; readonly trigger: string }[] = [];
  const repositoryId = original.id;
  let count = 0;

  async function install(name: string) {
    const folder = await tempFolder();
    const documents = await tempFolder();
    const stores = openStores(folder);
    onTestFinished(() => stores.close());
    stores.repositories.insert(
      {
        ...{ id: repositoryId, name: "NAS", needsPrune: false, prunedMs: null },
        replicas: replicas.map(({ store }, n) => ({
          ...{ id: replicaId(n), repositoryId, name: `NAS ${n}`, location: store.location },
          ...{ role: n === 0 ? "active" : "standby", configSum: "", reach: "reachable", checkedMs: null },
          ...{ freeBytes: null, totalBytes: null },
        })),
      },
      clock.ms,
    );
    const news: StandInNews["kind"][] = [];
    const missed: { is: MissedPlan | undefined } = { is: undefined };
    const cut = new Set<number>();
    const host = {
      ...{ name, stores, news, missed, documents },
      /** Replicas that it cannot reach, by their numbers. */
      cut,
      /** False while it is not there. */
      isUp: true,
      /** The next runs do not end before this is false again. */
      isSlow: false,
      ...start(name, stores, news, missed, cut),
      /** What it is told of the plan. */
      async told(): Promise<StandInPlan | undefined> {
        return (await host.service.list("no")).plans.find(({ planId }) => planId === PLAN);
      },
      /** Ends at once, and begins anew with what is in its catalog. */
      restart() {
        host.scheduler.stop();
        for (const run of stores.runs.unfinished()) finish(stores, run.id, "interrupted");
        Object.assign(host, start(name, stores, news, missed, cut));
      },
      endRuns() {
        for (const run of stores.runs.unfinished()) finish(stores, run.id, "done");
      },
      /** Looks at the replicas and at the clock, as it does by itself. */
      async work() {
        if (!host.isUp) return;
        await host.service.look(repositoryId).catch(passing);
        host.scheduler.tick();
        if (!host.isSlow) host.endRuns();
      },
    };
    return host;
  }

  function start(
    name: string,
    stores: Stores,
    news: StandInNews["kind"][],
    missed: { is: MissedPlan | undefined },
    cut: ReadonlySet<number>,
  ) {
    const isRunning = (planId: PlanId) => stores.runs.unfinished().some((run) => run.planId === planId);
    const service = createStandInService({
      ...{ stores, clock, name, installationId: `installation-${name}`, isStanding: true, isRunning },
      async open({ id }) {
        const n = replicas.findIndex((_, at) => replicaId(at) === id);
        const replica = replicas[n];
        if (replica === undefined || cut.has(n))
          throw new BackstayError("STORE_VANISHED", { location: "nas" });
        return replica;
      },
      cancelRun: async (id) => finish(stores, id, "cancelled"),
      onNews: ({ kind }) => news.push(kind),
      onMissed: (_, plan) => {
        missed.is = plan;
      },
      ...{ onTurn: () => {}, onPlans: () => {}, onBackups: () => {} },
      onMistake(error) {
        throw error;
      },
    });
    const scheduler = createScheduler({
      plans: () =>
        stores.plans
          .list()
          .map((plan) => (service.turnOf(plan.id) === "rests" ? { ...plan, isPaused: true } : plan)),
      ...{ store: stores.planTiming, clock, isRunning, tickMs: undefined, random: () => 0 },
      start(planId, trigger, dueMs) {
        runs.push({ by: name, dueMs, trigger });
        count += 1;
        const id = `10000000-0000-4000-8000-${count.toString().padStart(12, "0")}` as RunId;
        stores.runs.insert({
          ...{
            id,
            planId,
            trigger,
            state: "running",
            dueMs,
            startedMs: clock.ms,
            endedMs: null,
            error: null,
          },
          ...{ filesNew: 0, filesChanged: 0, filesUnmodified: 0, filesGone: null, bytesProcessed: 0 },
          ...{ bytesAdded: 0, problemCount: 0 },
        });
        stores.runs.update(id, { ...sumOf(stores, id), startedMs: clock.ms, state: "running" });
      },
      wasStarted: (planId, dueMs) => stores.runs.wasStarted(planId, dueMs),
      ...{ onMissed: () => {}, isOnBattery: () => false },
      target: {
        reach: (planId) => ({ isReachable: service.turnOf(planId) !== "waits", checkedMs: clock.ms }),
        look: async () => {},
      },
      onError(error) {
        throw error;
      },
    });
    return { service, scheduler };
  }

  const sumOf = (stores: Stores, id: RunId) => {
    const run = stores.runs.get(id);
    if (run === undefined) throw new Error("no such run");
    const { id: _, planId: __, trigger: ___, dueMs: ____, ...sum } = run;
    return sum;
  };
  const finish = (stores: Stores, id: RunId, state: "done" | "cancelled" | "interrupted") =>
    stores.runs.update(id, { ...sumOf(stores, id), state, endedMs: clock.ms });

  const office = {
    ...{ clock, runs, repositoryId, replicas, install },
    /** The owner with a plan that is due every minute and may be started by others, and one that stands by for it. */
    async pair() {
      const owner = await install("owner");
      givePlan(owner);
      await owner.service.offer(PLAN, true, LEASE_MS);
      const second = await install("second");
      await second.service.look(repositoryId);
      await second.service.standBy(PLAN, AFTER_MS);
      await office.rounds(2, owner, second);
      return { owner, second };
    },
    /** Time passes, and all that are named work regularly. */
    async rounds(times: number, ...hosts: readonly { work(): Promise<void> }[]) {
      for (let n = 0; n < times; n += 1) {
        clock.ms += EVERY_MS;
        for (const host of hosts) await host.work();
      }
    },
  };

  function givePlan({ stores, documents }: { readonly stores: Stores; readonly documents: string }) {
    stores.sources.save({ id: SOURCE, ...folderSource("Documents", documents) }, clock.ms);
    const schedule = { kind: "cron", expression: "* * * * *" } as const;
    const plan = { ...MANUAL_PLAN, name: "Office hours", repositoryId, sourceIds: [SOURCE], schedule };
    stores.plans.save({ ...plan, id: PLAN, isPaused: false }, clock.ms);
  }
  return office;
}

export function replicaId(n: number): ReplicaId {
  return `20000000-0000-4000-8000-00000000000${n}` as ReplicaId;
}

/** Due times that more than one run was started for. */
export function twice(runs: SharedOffice["runs"]): readonly number[] {
  const minutes = runs.map(({ dueMs }) => Math.floor(dueMs / MINUTE_MS));
  return minutes.filter((minute, n) => minutes.indexOf(minute) !== n);
}

function passing(error: unknown): void {
  if (!(error instanceof BackstayError)) throw error;
}
