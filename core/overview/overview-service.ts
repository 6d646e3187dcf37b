/** The picture of everything at once, from the catalog alone. */
import type { ReplicaId, SourceId } from "../../shared/ids.ts";
import type { JobView } from "../../shared/model/job.ts";
import type { Overview, SourceStatus } from "../../shared/model/overview.ts";
import type { OverviewHealth } from "../../shared/model/overview-health.ts";
import type { Run } from "../../shared/model/plan.ts";
import type { Source } from "../../shared/model/source.ts";
import type { AlertService } from "../alerts/alert-service.ts";
import { damageFoundMs } from "../alerts/job-alerts.ts";
import type { JobStore } from "../catalog/job-store.ts";
import type { PlanRecord } from "../catalog/plan-store.ts";
import type { RepositoryRecord } from "../catalog/repository-store.ts";
import type { RunRecord, RunStore } from "../catalog/run-store.ts";
import type { SavedSnapshotStore } from "../catalog/saved-snapshot-store.ts";
import type { Clock } from "../clock.ts";
import type { RepositoryService } from "../repositories/repository-service.ts";
import { repositoryView } from "../repositories/repository-view.ts";
import { nextRuns } from "../schedule/next-runs.ts";
import { createAddedPerDay } from "./added-per-day.ts";
import { localDay } from "./local-day.ts";
import { sourceStatuses } from "./source-statuses.ts";

export type OverviewParts = {
  readonly clock: Clock;
  readonly sources: () => readonly Source[];
  readonly plans: () => readonly PlanRecord[];
  readonly repositories: () => readonly RepositoryRecord[];
  /** Why a replica was out of reach at the last look. Without it nobody looks. */
  readonly errorOf?: RepositoryService["errorOf"];
  /** Whether a standby is known to have all that the active replica has; without it none is. */
  readonly isCaughtUp?: (id: ReplicaId) => boolean;
  readonly snapshots: SavedSnapshotStore;
  readonly runs: RunStore;
  readonly jobs: JobStore;
  readonly alerts: AlertService;
  readonly viewRun: (run: RunRecord) => Run;
  readonly unfinishedJobs: () => readonly JobView[];
  readonly health: (nowMs: number) => OverviewHealth;
};

export type OverviewService = {
  get(): Overview;
  statuses(): SourceStatus[];
};

const MAX_INCIDENTS = 5;
/** Of one plan within a day: every minute. */
const MAX_PLANNED = 1_440;

export function createOverviewService(parts: OverviewParts): OverviewService {
  const { clock, runs, jobs, alerts, errorOf = () => undefined } = parts;
  const addedPerDay = createAddedPerDay(runs);

  const statuses = () =>
    sourceStatuses({
      sources: parts.sources(),
      plans: parts.plans(),
      repositories: parts.repositories(),
      newest: parts.snapshots.newest(),
      lastEnd: (id: SourceId) => jobs.lastEndOfSource(id),
      isDamaged: (id) => damageFoundMs(alerts, id) !== null,
      isCaughtUp: parts.isCaughtUp,
      nowMs: clock.nowMs(),
    });

  return {
    statuses,
    get() {
      const nowMs = clock.nowMs();
      const { startMs, endMs } = localDay(nowMs);
      const plans = parts.plans().filter(({ isPaused }) => !isPaused);
      const planned = plans
        .flatMap(({ id, schedule }) =>
          timesUntil(schedule, nowMs, endMs).map((atMs) => ({ planId: id, atMs })),
        )
        .sort((a, b) => a.atMs - b.atMs);
      return {
        nowMs,
        sources: statuses(),
        repositories: parts.repositories().map((one) => repositoryView(one, alerts, errorOf)),
        jobs: [...parts.unfinishedJobs()],
        today: { startMs, endMs, runs: runs.within(startMs, endMs).map(parts.viewRun), planned },
        nextRun: firstOf(plans, nowMs),
        addedPerDay: addedPerDay(nowMs),
        openAlerts: alerts.countOpen(),
        worstAlert: alerts.worstOpen(),
        health: parts.health(nowMs),
        incidents: alerts.resolved(MAX_INCIDENTS).map((alert) => ({
          atMs: alert.firstMs,
          endedMs: alert.resolvedMs ?? alert.lastMs,
          alertCode: alert.subject.code,
          about: alert.subject.about,
        })),
      };
    },
  };
}

function timesUntil(schedule: PlanRecord["schedule"], nowMs: number, endMs: number): number[] {
  const times: number[] = [];
  let afterMs = nowMs;
  for (let more = 8; times.length < MAX_PLANNED; more *= 2) {
    const next = nextRuns(schedule, afterMs, more);
    const today = next.filter((atMs) => atMs < endMs);
    times.push(...today);
    if (today.length < more) break;
    afterMs = today.at(-1) ?? endMs;
  }
  return times.slice(0, MAX_PLANNED);
}

function firstOf(plans: readonly PlanRecord[], nowMs: number): Overview["nextRun"] {
  const all = plans.flatMap(({ id, schedule }) =>
    nextRuns(schedule, nowMs, 1).map((atMs) => ({ planId: id, atMs })),
  );
  return all.toSorted((a, b) => a.atMs - b.atMs)[0] ?? null;
}
