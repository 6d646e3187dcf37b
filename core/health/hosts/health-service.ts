import { BackstayError } from "../../../shared/errors.ts";
import type { HealthSubjectId, WatchedHostId } from "../../../shared/ids.ts";
import type {
  ArrayView,
  ControllerView,
  DiskDetail,
  DiskView,
  HealthOverview,
  SeriesMetric,
  SeriesRun,
  VolumeView,
} from "../../../shared/model/health-view.ts";
import type { WatchedHost } from "../../../shared/model/watched-host.ts";
import type { SubjectRecord } from "../../catalog/health-subject-store.ts";
import type { Stores } from "../../catalog/open-stores.ts";
import type { WatchedHostRecord } from "../../catalog/watched-host-store.ts";
import type { Clock } from "../../clock.ts";
import { seenNow } from "../record/acknowledged.ts";
import { giveType } from "./given-types.ts";
import {
  readHealthState,
  severityNow,
  subjectsOf,
  viewArray,
  viewController,
  viewDisk,
  viewHost,
  viewVolume,
  worstFirst,
  worstOf,
} from "./health-views.ts";
import { thinRuns } from "./thin-runs.ts";

/** What is known of disks, arrays and controllers. */
export type HealthService = {
  overview(): HealthOverview;
  hosts(): WatchedHost[];
  viewHost(host: WatchedHostRecord): WatchedHost;
  disks(hostId?: WatchedHostId): DiskView[];
  /** @throws {BackstayError} HEALTH_SUBJECT_NOT_FOUND */
  disk(id: HealthSubjectId): DiskDetail;
  arrays(hostId?: WatchedHostId): ArrayView[];
  controllers(hostId?: WatchedHostId): ControllerView[];
  volumes(hostId?: WatchedHostId): VolumeView[];
  /** @throws {BackstayError} HEALTH_SUBJECT_NOT_FOUND */
  series(id: HealthSubjectId, metric: SeriesMetric, span: SeriesSpan): SeriesRun[];
  /** @throws {BackstayError} HEALTH_SUBJECT_NOT_FOUND */
  acknowledge(id: HealthSubjectId): SubjectRecord;
  /** @throws {BackstayError} HEALTH_SUBJECT_NOT_FOUND, HEALTH_SUBJECT_PRESENT */
  forget(id: HealthSubjectId): SubjectRecord;
  /** @throws {BackstayError} HEALTH_SUBJECT_NOT_FOUND, DISK_TYPE_NOT_TAKEN */
  giveType(id: HealthSubjectId, deviceType: string | null): SubjectRecord;
};
export type SeriesSpan = { readonly fromMs: number; readonly toMs: number; readonly maxRuns: number };

const MAX_TROUBLES = 20;

export function createHealthService(
  stores: Pick<Stores, "watchedHosts" | "healthSubjects" | "healthRuns">,
  clock: Clock,
  isReading: (id: WatchedHostId) => boolean,
): HealthService {
  const { healthSubjects: store, healthRuns: runs } = stores;
  const now = (hostId?: WatchedHostId) => readHealthState(stores, clock.nowMs(), hostId);
  const require = (id: HealthSubjectId): SubjectRecord => {
    const subject = store.get(id);
    if (subject === undefined) throw new BackstayError("HEALTH_SUBJECT_NOT_FOUND", {});
    return subject;
  };
  return {
    overview() {
      const state = now();
      const hosts = [...state.hosts.values()];
      const troubles = worstFirst(state, state.subjects).filter((subject) => {
        const severity = severityNow(state, subject);
        return severity === "critical" || severity === "warning";
      });
      const answered = hosts.map(({ answeredMs }) => answeredMs);
      return {
        severity: worstOf(state, state.subjects),
        hosts: { all: hosts.length, silent: hosts.filter((host) => host.silentSinceMs !== null).length },
        disks: tally(state, subjectsOf(state, "disk")),
        arrays: tally(state, subjectsOf(state, "array")),
        troubles: troubles.slice(0, MAX_TROUBLES).flatMap((subject) =>
          subject.kind === "volume"
            ? []
            : {
                ...{ kind: subject.kind, id: subject.id, hostId: subject.hostId, name: subject.name },
                hostName: state.hosts.get(subject.hostId)?.name ?? "",
                ...{ verdict: subject.verdict, findings: [...subject.findings], sinceMs: subject.sinceMs },
              },
        ),
        readMs: answered.some((ms) => ms === null)
          ? null
          : answered.reduce((a, b) => (a === null || (b !== null && b < a) ? b : a), null),
      };
    },
    hosts() {
      const state = now();
      return [...state.hosts.values()].map((host) => viewHost(state, host, isReading(host.id)));
    },
    viewHost: (host) => viewHost(now(host.id), host, isReading(host.id)),
    disks(hostId) {
      const state = now(hostId);
      return worstFirst(state, subjectsOf(state, "disk")).map((disk) => viewDisk(state, runs, disk));
    },
    disk(id) {
      const disk = require(id);
      if (disk.kind !== "disk") throw new BackstayError("HEALTH_SUBJECT_NOT_FOUND", {});
      return { disk: viewDisk(now(disk.hostId), runs, disk), reading: disk.reading };
    },
    arrays(hostId) {
      const state = now(hostId);
      return worstFirst(state, subjectsOf(state, "array")).map((one) => viewArray(state, runs, one));
    },
    controllers(hostId) {
      const state = now(hostId);
      return subjectsOf(state, "controller").map((one) => viewController(state, one));
    },
    volumes(hostId) {
      const state = now(hostId);
      return subjectsOf(state, "volume").map((one) => viewVolume(state, runs, one));
    },
    series(id, metric, { fromMs, toMs, maxRuns }) {
      return thinRuns(runs.series(require(id).number, metric, fromMs, toMs), fromMs, toMs, maxRuns);
    },
    acknowledge(id) {
      const subject = require(id);
      const acknowledged = seenNow(subject.verdict, subject.findings);
      const done = { ...subject, acknowledgedMs: clock.nowMs(), acknowledged };
      store.save(done);
      return done;
    },
    forget(id) {
      const subject = require(id);
      if (subject.vanishedMs === null)
        throw new BackstayError("HEALTH_SUBJECT_PRESENT", { name: subject.name });
      store.remove(id);
      return subject;
    },
    giveType: (id, deviceType) => giveType(store, id, deviceType),
  };
}

function tally(state: ReturnType<typeof readHealthState>, subjects: readonly SubjectRecord[]) {
  const count = { ok: 0, unknown: 0, warning: 0, critical: 0 };
  for (const subject of subjects) {
    const severity = severityNow(state, subject);
    if (severity !== undefined) count[severity] += 1;
  }
  return count;
}
