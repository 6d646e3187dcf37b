/**
 * The composition root: builds the engine over a data folder. It only wires; what is done is done in the modules it names.
 */
import { randomUUID } from "node:crypto";
import { hostname as systemHostname } from "node:os";
import { join } from "node:path";
import { BackstayError, toWire } from "../shared/errors.ts";
import type { RepositoryId, SeriesId } from "../shared/ids.ts";
import { createJobLog } from "./activity/job-log.ts";
import { createJobService } from "./activity/job-service.ts";
import { createAlertServices } from "./alerts/create-alert-services.ts";
import { createRepositoryWatch } from "./alerts/repository-watch.ts";
import { actingHandlers } from "./api/acting-handlers.ts";
import { alertHandlers } from "./api/alert-handlers.ts";
import { appHandlers } from "./api/app-handlers.ts";
import type { Backstay, BackstayParts } from "./api/backstay.ts";
import { createDispatch, type Dispatch } from "./api/dispatch.ts";
import { createEventHub } from "./api/event-hub.ts";
import type { Caller } from "./api/handlers.ts";
import { healthHandlers } from "./api/health-handlers.ts";
import { jobHandlers } from "./api/job-handlers.ts";
import { planHandlers } from "./api/plan-handlers.ts";
import { repositoryHandlers } from "./api/repository-handlers.ts";
import { restoreHandlers } from "./api/restore-handlers.ts";
import { selfTestHandlers } from "./api/self-test-handlers.ts";
import { survivalHandlers } from "./api/survival-handlers.ts";
import { openStores, type Stores } from "./catalog/open-stores.ts";
import type { PlanRecord } from "./catalog/plan-store.ts";
import { createActing } from "./health/acting/create-acting.ts";
import { explainStart } from "./health/acting/explain-start.ts";
import { acknowledgeSubject } from "./health/hosts/acknowledge-subject.ts";
import { createHealth } from "./health/hosts/create-health.ts";
import { createOnMachine } from "./health/hosts/open-machine.ts";
import { createSelfTests } from "./health/self-tests/create-self-tests.ts";
import { isHostBusy } from "./health/self-tests/is-host-busy.ts";
import { createGrounds } from "./health/under-path/create-grounds.ts";
import { dataFolderTrouble } from "./host/data-folder-trouble.ts";
import { createJobFollower } from "./host/follow-jobs.ts";
import { lockDataFolder } from "./host/host-lock.ts";
import { startHousekeeping } from "./host/housekeeping.ts";
import { createNotices } from "./host/notices.ts";
import { createRestarts } from "./host/restart-jobs.ts";
import { standingChores } from "./host/standing-chores.ts";
import { createJobQueue, type JobQueue } from "./jobs/job-queue.ts";
import { jobDefinitions } from "./jobs/registry.ts";
import { createOverviewHealth } from "./overview/overview-health.ts";
import { overviewInAnyCase } from "./overview/overview-in-any-case.ts";
import { createOverviewService } from "./overview/overview-service.ts";
import { adoptSnapshots } from "./plans/adopt-snapshots.ts";
import { allExcludes } from "./plans/backup-request.ts";
import { passingFailureOf } from "./plans/passing-failure.ts";
import { createPlanService } from "./plans/plan-service.ts";
import { createRetentionService } from "./plans/retention-service.ts";
import { createRunService } from "./plans/run-service.ts";
import { createSourceService } from "./plans/source-service.ts";
import { createReaders } from "./reader/create-readers.ts";
import { confirmSnapshots } from "./repositories/confirm-snapshots.ts";
import { activeReplica, createRepositoryService } from "./repositories/repository-service.ts";
import { startScheduling } from "./schedule/start-scheduling.ts";
import { createSettingsService } from "./settings/settings-service.ts";
import { createSurvivalService } from "./survival/survival-service.ts";

/**
 * Opens the engine over a data folder, settles what an earlier host left unfinished, and starts to work.
 *
 * @throws {BackstayError} HOST_RUNNING when another host has the folder; CATALOG_NEWER, CATALOG_BROKEN
 */
export async function openBackstay(parts: BackstayParts): Promise<Backstay> {
  const lock = lockDataFolder(parts.folder);
  try {
    const stores = openStores(parts.folder);
    try {
      return await build(parts, stores, lock.release);
    } catch (error) {
      stores.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function build(parts: BackstayParts, stores: Stores, unlock: () => void): Promise<Backstay> {
  const { clock, secrets, spawnJob } = parts;
  const { hostname = systemHostname() } = parts;
  let isOnBattery = false;
  let isStopped = false;

  const noteMistake = (error: unknown, where: string): string => {
    const reference = randomUUID();
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    parts.log({ level: "error", text, facts: { where, reference } });
    return reference;
  };
  /** Work nobody waits for. What is under way when the host stops finds the catalog closed, which is no mistake. */
  const inBackground = (work: Promise<unknown>, where: string) =>
    void work.catch((error: unknown) => (isStopped ? undefined : noteMistake(error, where)));

  const events = createEventHub();
  const notices = createNotices(events);
  // services know each other in circles (a run queues jobs, a job ends a run), so the queue is asked for when it is there
  const queue = (): JobQueue => jobQueue;

  const settings = createSettingsService(stores.settings, (now) => {
    events.publish({ type: "settings", settings: now });
    inBackground(actOnHealth(), "acting on health");
  });
  const { alerts, ...telling } = createAlertServices({
    ...{ stores, secrets, clock, hostname },
    isStanding: parts.isScheduling !== false,
    officeName: () => settings.get().officeName,
    sources: () => overview.statuses(),
    onAlerts: notices.alerts,
    onChannels: notices.alertChannels,
    onError: (error) => noteMistake(error, "alert delivery"),
  });
  const repositoryWatch = createRepositoryWatch(alerts, (id) =>
    stores.plans.list().some((plan) => plan.repositoryId === id && !plan.isPaused),
  );
  const repositories = createRepositoryService({
    store: stores.repositories,
    secrets,
    clock,
    cacheFolder: join(parts.folder, "cache"),
    plansUsing: (id) => plans.using(id),
    onChange: notices.repositories,
    async onLook(repository, error) {
      repositoryWatch.noteLook(repository, error);
      const variablesOf = () => repositories.variables(repository.id);
      if (error !== undefined || !(await confirmSnapshots(repository, stores.snapshots, variablesOf))) return;
      noteSnapshots(repository.id);
      notices.repositories();
    },
  });
  const sources = createSourceService({
    store: stores.sources,
    clock,
    plansWith: (id) => plans.withSource(id),
    onChange: notices.sources,
  });
  const plans = createPlanService({
    store: stores.plans,
    clock,
    requireRepository: repositories.require,
    requireSource: sources.require,
    onChange: notices.plans,
  });
  const retention = createRetentionService({
    plans: plans.list,
    snapshots: stores.snapshots,
    repositories: stores.repositories,
    jobs: stores.jobs,
    queue,
    place: repositories.place,
    clock,
    isSpared: (id) => acting.causesToSpare(id).length > 0,
  });
  const runs = createRunService({
    runs: stores.runs,
    jobs: stores.jobs,
    queue,
    clock,
    hostname,
    requirePlan: plans.require,
    requireSource: sources.require,
    place: (plan) => repositories.place(plan.repositoryId),
    onChange: notices.plans,
    onEnded: retention.afterRun,
  });
  const jobLog = createJobLog(stores.jobLog, clock, (error) => noteMistake(error, "job log"));
  const grounds = createGrounds({ stores, clock });
  const sourcesOf = (plan: PlanRecord) => plan.sourceIds.map(sources.require);
  const acting = createActing({
    ...{ stores, clock, settings: settings.get, plans: plans.list },
    ...{ grounds, sourcesOf },
    isRunning: (planId) => runs.unfinished().some((run) => run.planId === planId),
    start(planId, causes) {
      const run = runs.start(planId, "failing-disk", clock.nowMs());
      for (const jobId of stores.jobs.idsOfRun(run.id)) jobLog.add(jobId, explainStart(causes));
      return run;
    },
    onResumed: retention.pruneIfDue,
    onAct: notices.acts,
    onError: (error) => (isStopped ? undefined : noteMistake(error, "acting on health")),
  });
  /** A host that does nothing by itself does nothing about this either. */
  const actOnHealth = async () => {
    if (parts.isScheduling !== false) await acting.update();
  };
  const jobs = createJobService({
    jobs: stores.jobs,
    logLines: stores.jobLog,
    log: jobLog,
    queue,
    ...createRestarts(stores.jobs, runs, repositories, clock),
  });
  const overview = createOverviewService({
    clock,
    sources: sources.list,
    plans: plans.list,
    repositories: repositories.list,
    snapshots: stores.snapshots,
    runs: stores.runs,
    jobs: stores.jobs,
    alerts,
    viewRun: runs.view,
    unfinishedJobs: jobs.unfinished,
    health: createOverviewHealth({ stores, alerts, repositories: repositories.list }),
  });
  const survival = createSurvivalService({
    ...{ clock, grounds, statuses: overview.statuses, hosts: stores.watchedHosts.list },
    repositories: repositories.list,
    isPasswordKept: repositories.hasPassword,
  });
  const readers = createReaders({
    repository: repositories.place,
    password: repositories.password,
    variables: repositories.variables,
    sources: sources.list,
    hostname,
    onIndexProgress: (repositoryId, progress) =>
      events.publish({ type: "search-index", repositoryId, ...progress }),
    clock,
    log: parts.log,
    spawn: spawnJob,
  });
  function noteSnapshots(id: RepositoryId): void {
    readers.snapshotsChanged(id);
    notices.snapshots(id);
  }
  const look = (id: RepositoryId) => {
    if (isStopped || stores.repositories.get(id) === undefined) return;
    inBackground(repositories.refresh(id), "look");
  };
  const follower = createJobFollower({
    hub: events,
    jobs,
    log: jobLog,
    runs,
    retention,
    alerts,
    watch: repositoryWatch,
    sources: stores.sources,
    jobOf: stores.jobs.get,
    isRestarted: stores.jobs.isRestarted,
    repositories: stores.repositories,
    snapshots: stores.snapshots,
    onSnapshots: noteSnapshots,
    look,
    onError: (error) => noteMistake(error, "job event"),
  });
  const jobQueue = createJobQueue({
    definitions: jobDefinitions,
    store: stores.jobs,
    spawn: spawnJob,
    secretsFor: async ({ origin: { repositoryId } }) =>
      repositoryId === undefined ? {} : await repositories.jobSecrets(repositoryId),
    onEvent: follower.note,
    clock,
  });
  jobQueue.start();
  runs.settle(follower.record);

  const scheduling = await startScheduling({
    plans: parts.isScheduling === false ? () => [] : plans.list,
    sourcesOf(planId) {
      const { sourceIds, repositoryId } = plans.require(planId);
      const place = repositories.place(repositoryId);
      return sourceIds
        .map(sources.require)
        .map((source) => ({ ...source, excludes: allExcludes(source, place) }));
    },
    store: stores.planTiming,
    clock,
    start: (planId, trigger, dueMs) => void runs.start(planId, trigger, dueMs),
    isRunning: (planId) => runs.unfinished().some((run) => run.planId === planId),
    wasStarted: stores.runs.wasStarted,
    failureOf: (planId) => passingFailureOf(stores.runs, planId),
    onMissed: runs.noteMissed,
    isOnBattery: () => isOnBattery && settings.get().pauseOnBattery,
    target: {
      reach(planId) {
        const { reach, checkedMs } = activeReplica(repositories.require(plans.require(planId).repositoryId));
        return { isReachable: reach !== "unreachable", checkedMs };
      },
      look: async (planId) => await repositories.refresh(plans.require(planId).repositoryId),
    },
    ignoredFolders: [parts.folder],
    onChange: notices.plans,
    onError: (error) => noteMistake(error, "schedule"),
    log: parts.log,
  });
  const watching = createHealth({
    ...{ stores, secrets, clock, alerts, notices, hostname, toolFolder: parts.toolFolder },
    async onRead(hostId) {
      selfTests.noteRead(hostId);
      await actOnHealth();
    },
    onError: (error) => noteMistake(error, "health"),
  });
  const selfTests = createSelfTests({
    ...{ stores, clock, hosts: watching.hosts, onChange: notices.health },
    onMachine: createOnMachine(parts.toolFolder),
    isBusy: (hostId) =>
      isHostBusy(hostId, {
        ...{ plans: plans.list, jobs: jobs.unfinished, repositories: repositories.list, grounds, clock },
        nextRunMs: ({ id }) => scheduling.next(id)?.atMs,
        pathsOf: (plan) => sourcesOf(plan).flatMap(({ paths }) => paths),
        localHostId: () => stores.watchedHosts.list().find(({ setup }) => setup.kind === "local")?.id,
      }),
    isSparing: () => settings.get().spareFailing,
    onBegun: (hostId) => inBackground(watching.poller.checkNow(hostId), "health"),
  });
  const housekeeping = startHousekeeping(
    standingChores({
      alerts,
      ...(parts.isScheduling === false ? {} : { poller: watching.poller, selfTests }),
      delivery: telling.delivery,
      overview,
      repositories,
      settings,
      stores,
      folder: parts.folder,
      clock,
    }),
    clock,
    (error, name) => (isStopped ? undefined : noteMistake(error, name)),
  );
  housekeeping.tick();

  const restoring = restoreHandlers(readers, repositories, jobQueue);
  const adopt = async (repositoryId: RepositoryId) => {
    const sourceIds = sources.list().map(({ id }) => id);
    const snapshotsOf = async (seriesId: SeriesId) =>
      (await restoring["snapshots.list"]({ repositoryId, seriesId }, ENGINE)).snapshots;
    if (await adoptSnapshots(repositoryId, sourceIds, stores.snapshots, snapshotsOf))
      noteSnapshots(repositoryId);
  };
  const answer = createDispatch(
    {
      ...appHandlers({ settings, overview, events, hostname }, parts),
      ...repositoryHandlers({
        ...{ repositories, readers, retention, alerts, queue: jobQueue, jobs: stores.jobs },
        adopt: (id) => inBackground(adopt(id), "adopt snapshots"),
      }),
      ...planHandlers({
        ...{ sources, plans, runs, retention, repositories, alerts, clock },
        viewParts: {
          plans: plans.list,
          runs: stores.runs,
          runService: runs,
          snapshots: stores.snapshots,
          scheduling,
          clock,
        },
        listSnapshots: restoring["snapshots.list"],
        onSchedules: scheduling.tick,
      }),
      ...jobHandlers(jobs),
      ...alertHandlers({
        ...{ alerts, ...telling, onChange: notices.alertChannels },
        onAcknowledged: (subject) => acknowledgeSubject(watching.health, subject, notices.health),
      }),
      ...healthHandlers({
        ...{ ...watching, alerts, onChange: notices.health },
        inBackground: (work) => inBackground(work, "health"),
      }),
      ...actingHandlers(acting, repositories),
      ...selfTestHandlers(selfTests),
      ...survivalHandlers(survival),
      ...restoring,
    },
    noteMistake,
    (error) => dataFolderTrouble(error, parts.folder),
  );
  const dispatch: Dispatch = async (name, input, caller) =>
    isStopped ? { kind: "error", error: STOPPED } : await answer(name, input, caller);

  return {
    dispatch,
    events,
    overview: overviewInAnyCase(overview.get, clock, (error) => noteMistake(error, "overview")),
    openDownload: readers.openDownload,
    setOnBattery(now) {
      isOnBattery = now;
      scheduling.tick();
    },
    noteWakeUp() {
      scheduling.tick();
      housekeeping.tick();
    },
    async stop() {
      if (isStopped) return;
      isStopped = true;
      housekeeping.stop();
      selfTests.stop();
      if (parts.isScheduling === false) await telling.delivery.flush();
      await Promise.all([
        scheduling.stop(),
        jobQueue.stop(),
        readers.stop(),
        telling.delivery.stop(),
        watching.poller.stop(),
      ]);
      notices.stop();
      jobLog.flush();
      stores.close();
      unlock();
    },
  };
}

/** Who asks when the engine asks itself. */
const ENGINE: Caller = { name: "engine", rights: new Set(["read"]) };
const STOPPED = toWire(new BackstayError("CANCELLED", { reason: "shutdown" }), "");
