/**
 * The composition root: builds the engine over a data folder. It only wires; what is done is done in the modules it names.
 */
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
import { jobHandlers } from "./api/job-handlers.ts";
import { planHandlers } from "./api/plan-handlers.ts";
import { readingBackHandlers } from "./api/reading-back-handlers.ts";
import { repositoryHandlers } from "./api/repository-handlers.ts";
import { restoreHandlers } from "./api/restore-handlers.ts";
import { survivalHandlers } from "./api/survival-handlers.ts";
import { packMaker } from "./audit/pack/make-pack.ts";
import { createLeftoverWatch } from "./backup/moment/leftover-watch.ts";
import { openStores, type Stores } from "./catalog/open-stores.ts";
import type { PlanRecord } from "./catalog/plan-store.ts";
import { createChangeHold } from "./guard/change-hold.ts";
import { acknowledgeSubject } from "./health/hosts/acknowledge-subject.ts";
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
import { overviewInAnyCase } from "./overview/overview-in-any-case.ts";
import { adoptSnapshots } from "./plans/adopt-snapshots.ts";
import { createPlanService } from "./plans/plan-service.ts";
import { createRetentionService } from "./plans/retention-service.ts";
import { createRunService } from "./plans/run-service.ts";
import { sourceSecretsFor } from "./plans/source-secrets.ts";
import { createSourceService } from "./plans/source-service.ts";
import { createReaders } from "./reader/create-readers.ts";
import { createReadPlaces } from "./replicas/read-places.ts";
import { confirmSnapshots } from "./repositories/confirm-snapshots.ts";
import { createRepositoryService } from "./repositories/repository-service.ts";
import { createSettingsService } from "./settings/settings-service.ts";
import { createMistakes } from "./wiring/mistakes.ts";
import { wireActing } from "./wiring/wire-acting.ts";
import { wireAudit } from "./wiring/wire-audit.ts";
import { wireBackupHooks } from "./wiring/wire-backup-hooks.ts";
import { wireDrills } from "./wiring/wire-drills.ts";
import { wireFailover } from "./wiring/wire-failover.ts";
import { wireGateways } from "./wiring/wire-gateways.ts";
import { wireHealing } from "./wiring/wire-healing.ts";
import { wireHealth } from "./wiring/wire-health.ts";
import { wireHooks } from "./wiring/wire-hooks.ts";
import { wireOverview } from "./wiring/wire-overview.ts";
import { wireReadingBack } from "./wiring/wire-reading-back.ts";
import { wireRotWatch } from "./wiring/wire-rot-watch.ts";
import { wireScheduling } from "./wiring/wire-scheduling.ts";
import { wireStandIn } from "./wiring/wire-stand-in.ts";

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
  /** Whether plans start by themselves here, and disks are watched. */
  const isStanding = parts.isScheduling !== false;
  let isOnBattery = false;
  let isStopped = false;

  const mistakes = createMistakes(parts.log, () => isStopped);

  const audit = wireAudit({
    ...{ stores, clock, folder: parts.folder, hostKind: parts.hostKind, mistakes, isStanding },
    doors: () => availability.doors,
    installationId: () => availability.installationId,
  });

  const events = createEventHub();
  const notices = createNotices(events);
  // services know each other in circles (a run queues jobs, a job ends a run), so the queue is asked for when it is there
  const queue = (): JobQueue => jobQueue;

  const settings = createSettingsService(stores.settings, (now) => {
    events.publish({ type: "settings", settings: now });
    mistakes.inBackground(acting.update(), "acting on health");
  });
  const { alerts, ...telling } = createAlertServices({
    ...{ stores, secrets, clock, hostname, isStanding },
    officeName: () => settings.get().officeName,
    sources: () => overview.statuses(),
    makePack: packMaker(() => dispatch, ENGINE, clock),
    isProofElsewhere: () => standIn.service.isAllElsewhere(),
    onAlerts: notices.alerts,
    onChannels: notices.alertChannels,
    onError: (error) => mistakes.note(error, "alert delivery"),
  });
  const repositoryWatch = createRepositoryWatch(alerts, (id) =>
    stores.plans.list().some((plan) => plan.repositoryId === id && !plan.isPaused && !isLookedAfter(id)),
  );
  // where another replica takes over, people are told of that, or that none could
  const isLookedAfter = (id: RepositoryId) => availability.failover.isLookedAfter(id);
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
    secrets,
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
    rememberAs: (id) => (isLookedAfter(id) ? availability.installationId : undefined),
    obstacleOf: (id) =>
      availability.failover.pruneObstacle(id) ?? (changeHold.isAnyHeld(id) ? "suspicious" : undefined),
    isHeld: (id, sourceId) => changeHold.isHeld(id, sourceId),
    pinned: (id) => rotWatch.pinned(id),
    standbys: repositories.standbyPlaces,
    isOthers: (id) => standIn.service.isOthers(id),
  });
  const changeHold = createChangeHold({
    ...{ alerts, jobs: stores.jobs, snapshots: stores.snapshots, settings: stores.settings },
    limits: () => settings.get().changeLimits,
    onHeld: () => mistakes.inBackground(retention.withdraw(), "retention"),
  });
  const rotWatch = wireRotWatch({
    ...{ stores, alerts, clock, grounds: () => grounds },
    onPins(id) {
      mistakes.inBackground(retention.withdraw(), "retention");
      notices.snapshots(id);
    },
  });
  const runs = createRunService({
    runs: stores.runs,
    jobs: stores.jobs,
    queue,
    clock,
    hostname,
    requirePlan: plans.require,
    requireSource: sources.require,
    mountsOf: stores.sources.mountsOf,
    guardFor: (...which) => ({ ...changeHold.guardFor(...which), rot: rotWatch.guardFor(...which) }),
    place: (plan) => repositories.place(plan.repositoryId),
    onChange: notices.plans,
    onEnded: retention.afterRun,
  });
  const jobLog = createJobLog(stores.jobLog, clock, (error) => mistakes.note(error, "job log"));
  const grounds = createGrounds({
    ...{ stores, clock, onChange: notices.hosts },
    onError: (error) => mistakes.noteUnlessStopped(error, "what lies where"),
  });
  const sourcesOf = (plan: PlanRecord) => plan.sourceIds.map(sources.require);
  const acting = wireActing({
    ...{ stores, clock, grounds, settings, plans, sourcesOf, runs, retention, jobLog, queue },
    replication: () => availability.replication,
    ...{ notices, mistakes, isStanding },
  });
  const strategy = () => settings.get().readFrom;
  const readPlaces = createReadPlaces({ repositories, sets: stores.replicaSets, strategy });
  const jobs = createJobService({
    jobs: stores.jobs,
    logLines: stores.jobLog,
    log: jobLog,
    queue,
    ...createRestarts(
      stores.jobs,
      runs,
      { place: repositories.place, placeToRead: readPlaces.placeOf },
      clock,
    ),
  });
  const { overview, survival } = wireOverview({
    ...{ stores, clock, sources, plans, repositories, runs, jobs, alerts, grounds, notices },
  });
  const readers = createReaders({
    repository: repositories.place,
    password: repositories.password,
    variables: repositories.variables,
    onBadObject: (id, object) => healing.noteBad(id, object),
    others: async (id) => ({ others: [...(await readPlaces.othersOf(id))], strategy: strategy() }),
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
    mistakes.inBackground(repositories.refresh(id), "look");
  };
  const gateways = wireGateways({
    ...{ stores, clock, mistakes, isStanding, onChange: notices.failover },
    requireRepository: repositories.require,
  });
  const hooks = wireHooks({
    ...{ stores, secrets, clock, alerts, trail: audit.trail, mistakes, onChange: notices.failover },
    requireRepository: repositories.require,
  });
  const backupHooks = wireBackupHooks({
    ...{ stores, clock, alerts, mistakes },
    log: (jobId, entry) => follower.note({ type: "log", jobId, entry }),
    onRunBehind(jobId) {
      const record = stores.jobs.get(jobId);
      const job = record === undefined ? undefined : jobs.viewOf(record);
      if (job !== undefined) events.publish({ type: "job", job });
      jobQueue.lookAgain();
    },
  });
  const availability = wireFailover({
    ...{
      stores,
      secrets,
      clock,
      folder: parts.folder,
      queue,
      spawnJob,
      repositories,
      alerts,
      grounds,
      notices,
      mistakes,
    },
    onMembers: (id) => mistakes.inBackground(readers.forget(id), "readers"),
    onSwitched(id) {
      gateways.follow(id);
      mistakes.inBackground(readers.forget(id), "readers");
      notices.repositories();
      look(id);
    },
    isThreatened: acting.isThreatened,
    requireSource: sources.require,
    placementHours: () => telling.rules.get().placementHours,
    hooks: hooks.port,
    onState: (id) => drills.noteFailover(id),
    onTransitions: audit.noteTransitions,
    mend: (...replica) => healing.mend(...replica),
    onAlike: retention.pruneIfDue,
    onReconciled(id) {
      readers.snapshotsChanged(id);
      mistakes.inBackground(adopt(id), "adopt snapshots");
    },
  });
  const follower = createJobFollower({
    hub: events,
    jobs,
    log: jobLog,
    runs,
    retention,
    alerts,
    watch: repositoryWatch,
    changeHold,
    rotWatch,
    sources: stores.sources,
    // people are told of a drill that failed, and of what it found
    isSilent: (job) => job.kind === "drill" || healing.isSilent(job) || availability.isSilent(job),
    jobOf: stores.jobs.get,
    isRestarted: stores.jobs.isRestarted,
    repositories: stores.repositories,
    snapshots: stores.snapshots,
    onSnapshots: noteSnapshots,
    look,
    onError: (error) => mistakes.note(error, "job event"),
  });
  const healing = wireHealing({
    ...{ stores, clock, folder: parts.folder, queue, alerts, grounds, mistakes },
    failover: () => availability.failover,
  });
  const isPausedOnBattery = () => isOnBattery && settings.get().pauseOnBattery;
  const readingBack = wireReadingBack({
    ...{ stores, clock, settings, plans, repositories, queue, acting, isPausedOnBattery },
    ...{ scheduling: () => scheduling, onChange: notices.repositories },
    onAllRead: healing.noteAllRead,
    onError: (error) => mistakes.note(error, "reading back"),
  });
  const drills = wireDrills({
    ...{ stores, clock, hostname, folder: parts.folder, settings, repositories, sources, plans, runs, queue },
    ...{ failover: availability.failover, alerts, scheduling: () => scheduling, acting, isPausedOnBattery },
    ...{ notices, mistakes },
  });
  const standIn = wireStandIn({
    ...{ stores, clock, hostname, runs, isStanding, alerts, mistakes },
    ...{ installationId: availability.installationId, doors: availability.doors, trail: audit.trail },
    onTurn() {
      jobQueue.lookAgain();
      scheduling.tick();
      notices.plans();
      for (const { id } of stores.repositories.list()) notices.failover(id);
    },
    onPlans() {
      notices.sources();
      notices.plans();
    },
    onBackups: (id) => mistakes.inBackground(adopt(id), "adopt snapshots"),
  });
  const stopping = new AbortController();
  const jobQueue = createJobQueue({
    definitions: jobDefinitions,
    store: stores.jobs,
    spawn: spawnJob,
    secretsFor: async (job) => ({
      ...(job.origin.repositoryId === undefined
        ? {}
        : await repositories.jobSecrets(job.origin.repositoryId)),
      ...(await sourceSecretsFor(job, sources)),
    }),
    onEvent(event) {
      follower.note(event);
      if (event.type === "progress") availability.noteProgress(event.jobId, event.progress);
      if (event.type !== "changed") return;
      readingBack.noteJob(event.job);
      availability.noteJob(event.job);
      healing.noteJob(event.job);
      drills.noteJob(event.job);
      audit.noteJob(event.job);
    },
    mayBegin: (job) =>
      availability.stopped.mayBegin(job) && standIn.service.mayBegin(job) && backupHooks.mayBegin(job),
    around: backupHooks.around,
    endOf: availability.failover.endOf,
    clock,
  });
  drills.settle();
  await backupHooks.settle();
  jobQueue.start();
  runs.settle(follower.record);
  audit.start();
  gateways.start();
  availability.start(isStanding ? "all" : "begun");

  const scheduling = await wireScheduling({
    ...{ turnOf: standIn.service.turnOf, lookAtTurns: standIn.service.look },
    ...{ stores, clock, plans, sources, repositories, runs, notices, mistakes, isStanding },
    ...{ folder: parts.folder, log: parts.log },
    isPausedOnBattery,
  });
  const watching = wireHealth({
    ...{ stores, secrets, clock, hostname, toolFolder: parts.toolFolder, alerts, notices, mistakes },
    ...{ rules: telling.rules, settings, plans, sourcesOf, jobs, repositories, grounds, scheduling, acting },
    onRead: availability.noteDisks,
  });
  const housekeeping = startHousekeeping(
    standingChores({
      alerts,
      ...(isStanding
        ? {
            ...{ poller: watching.poller, selfTests: watching.selfTests, readingBack, drills, healing },
            placement: availability.placement,
            // where the disks are none of the host's, neither is what lies on them
            ...(parts.toolFolder === undefined ? { fsSnapshots: createLeftoverWatch(parts.log) } : {}),
          }
        : {}),
      delivery: telling.delivery,
      overview,
      repositories,
      settings,
      stores,
      folder: parts.folder,
      clock,
    }),
    clock,
    mistakes.noteUnlessStopped,
  );
  housekeeping.tick();

  const restoring = restoreHandlers({
    ...{ readers, repositories, queue: jobQueue, retention, readPlaces, sources, rotWatch, changeHold },
  });
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
        onPlace: availability.failover.forget,
        onDetached(id) {
          availability.failover.update();
          hooks.forget(id);
          rotWatch.forget(id);
          availability.forgetRules(id);
          gateways.forget(id);
        },
        adopt: (id) => mistakes.inBackground(adopt(id), "adopt snapshots"),
      }),
      ...planHandlers({
        ...{
          sources,
          plans,
          runs,
          retention,
          changeHold,
          rotWatch,
          repositories,
          alerts,
          clock,
          backupHooks,
        },
        stopping: stopping.signal,
        viewParts: {
          plans: plans.list,
          runs: stores.runs,
          runService: runs,
          snapshots: stores.snapshots,
          scheduling,
          startedBy: standIn.service.startedBy,
          isHeld: changeHold.isHeld,
          nameOfSource: (id) => sources.require(id).name,
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
      ...watching.handlers,
      ...actingHandlers(acting, repositories),
      ...survivalHandlers(survival),
      ...readingBackHandlers(readingBack),
      ...availability.handlers,
      ...drills.handlers,
      ...audit.handlers,
      ...hooks.handlers,
      ...gateways.handlers,
      ...standIn.handlers,
      ...restoring,
    },
    mistakes.note,
    (error) => dataFolderTrouble(error, parts.folder),
  );
  standIn.start();
  const recorded = audit.record(answer);
  const dispatch: Dispatch = async (name, input, caller) =>
    isStopped ? { kind: "error", error: STOPPED } : await recorded(name, input, caller);

  return {
    dispatch,
    events,
    audit: audit.trail,
    overview: overviewInAnyCase(overview.get, clock, (error) => mistakes.note(error, "overview")),
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
      stopping.abort(new BackstayError("CANCELLED", { reason: "shutdown" }));
      housekeeping.stop();
      watching.selfTests.stop();
      if (!isStanding) await telling.delivery.flush();
      await standIn.stop();
      await availability.stop();
      await gateways.stop();
      await audit.stop();
      await Promise.all([
        scheduling.stop(),
        jobQueue.stop(),
        readers.stop(),
        telling.delivery.stop(),
        watching.poller.stop(),
      ]);
      await backupHooks.close();
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
