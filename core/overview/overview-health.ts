/** How disks and arrays are, for the overview and the tray, from the catalog alone. */
import type { HealthSubjectId } from "../../shared/ids.ts";
import { alertStanding } from "../../shared/model/alert-standing.ts";
import type { HealthTrouble } from "../../shared/model/health-view.ts";
import type { BlindSpot, OverviewHealth, StripBay, StripHost } from "../../shared/model/overview-health.ts";
import type { AlertService } from "../alerts/alert-service.ts";
import type { SubjectRecordOf } from "../catalog/health-subject-store.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { RepositoryRecord } from "../catalog/repository-store.ts";
import type { WatchedHostRecord } from "../catalog/watched-host-store.ts";
import {
  type HealthState,
  isOutdated,
  readHealthState,
  severityNow,
  subjectsOf,
  worstFirst,
  worstOf,
} from "../health/hosts/health-views.ts";
import { isStale } from "../health/hosts/staleness.ts";
import { UNREAD_ROUNDS_BEFORE_ALERT } from "../health/hosts/watch-health.ts";
import { shortNameOf } from "../health/record/short-name-of.ts";
import { createSpaceForecasts, type Place, roomsOf } from "./rooms.ts";

export type OverviewHealthParts = {
  readonly stores: Pick<Stores, "watchedHosts" | "healthSubjects" | "healthRuns">;
  readonly alerts: Pick<AlertService, "list">;
  readonly repositories: () => readonly RepositoryRecord[];
};

const MAX_TROUBLES = 20;
const MAX_BAYS = 100;
const MAX_ALERTS = 1000;

export function createOverviewHealth(parts: OverviewHealthParts): (nowMs: number) => OverviewHealth {
  const forecast = createSpaceForecasts(parts.stores.healthRuns);
  return (nowMs) => look(parts, forecast, nowMs);
}

function look(
  parts: OverviewHealthParts,
  forecast: ReturnType<typeof createSpaceForecasts>,
  nowMs: number,
): OverviewHealth {
  const state = readHealthState(parts.stores, nowMs);
  const hosts = [...state.hosts.values()];
  const troubles = worstFirst(state, state.subjects).flatMap((subject) => troubleOf(state, subject) ?? []);
  const open = parts.alerts.list("open", MAX_ALERTS);
  return {
    severity: worstOf(state, state.subjects),
    hosts: hosts.map((host) => stripOf(state, host)),
    troubles: troubles.slice(0, MAX_TROUBLES),
    troubleCount: troubles.length,
    blind: hosts.flatMap((host) => blindSpotOf(state, host) ?? []),
    openAlerts: open.filter((alert) => "hostId" in alert.subject && alertStanding(alert, nowMs) === "needs")
      .length,
    rooms: roomsOf(state, forecast, placesOf(parts.repositories())),
  };
}

function placesOf(repositories: readonly RepositoryRecord[]): Place[] {
  return repositories.flatMap(({ replicas }) =>
    replicas.map(({ id, location, totalBytes }) => ({ id, location, totalBytes })),
  );
}

function troubleOf(state: HealthState, subject: HealthState["subjects"][number]): HealthTrouble | undefined {
  const severity = severityNow(state, subject);
  if (subject.kind === "volume" || (severity !== "critical" && severity !== "warning")) return undefined;
  const { kind, id, hostId, name, verdict, sinceMs } = subject;
  const hostName = state.hosts.get(hostId)?.name ?? "";
  const shortName = shortNameOf(subject);
  return {
    ...{ kind, id, hostId, hostName, name, verdict, findings: [...subject.findings], sinceMs },
    ...(shortName && { shortName }),
  };
}

/** A machine that was off, and has just been started, is no news: it has not been asked again yet. */
function blindSpotOf(state: HealthState, host: WatchedHostRecord): BlindSpot | undefined {
  const about = { hostId: host.id, hostName: host.name };
  if (host.silentSinceMs !== null) {
    const isRecent = host.error?.code !== "REMOTE_KEY_CHANGED" && !isStale(host.answeredMs, state.nowMs);
    return isRecent ? undefined : { kind: "silent", ...about };
  }
  const isUnread = state.subjects.some(
    ({ kind, hostId, memory, vanishedMs }) =>
      hostId === host.id &&
      kind !== "volume" &&
      vanishedMs === null &&
      memory.wasReadable &&
      memory.unreadRounds >= UNREAD_ROUNDS_BEFORE_ALERT,
  );
  return isUnread ? { kind: "unread", ...about } : undefined;
}

function stripOf(state: HealthState, host: WatchedHostRecord): StripHost {
  const own = { ...state, subjects: state.subjects.filter(({ hostId }) => hostId === host.id) };
  const disks = subjectsOf(own, "disk").filter(
    ({ vanishedMs, memory }) => vanishedMs === null || !memory.isRemovable,
  );
  const arrays = subjectsOf(own, "array").filter(({ vanishedMs }) => vanishedMs === null);
  const awake = disks.filter((disk) => disk.vanishedMs === null && !isOutdated(state, disk));
  const highest = (values: readonly (number | null)[]) =>
    values.reduce((a, b) => (b === null || (a !== null && a >= b) ? a : b), null);
  return {
    ...{ id: host.id, name: host.name, kind: host.setup.kind, answeredMs: host.answeredMs },
    state: host.silentSinceMs !== null ? "silent" : host.answeredMs === null ? "not-read" : "answers",
    isStale: isStale(host.answeredMs, state.nowMs),
    severity: worstOf(state, own.subjects),
    arrays: arrays.map((array) => ({
      ...{ id: array.id, name: array.name },
      ...{ technology: array.reading.technology, level: array.reading.level },
      verdict: isOutdated(state, array) ? "unknown" : array.verdict,
    })),
    bays: baysOf(state, arrays, disks).slice(0, MAX_BAYS),
    hottestC: highest(
      awake.filter(({ reading }) => !reading.isAsleep).map(({ reading }) => reading.metrics.temperatureC),
    ),
    wornPercent: highest(awake.map(({ reading }) => reading.metrics.wornPercent)),
  };
}

type Disk = SubjectRecordOf<"disk">;
type Member = SubjectRecordOf<"array">["reading"]["members"][number];

/** Array by array, each disk once, then those in none. */
function baysOf(
  state: HealthState,
  arrays: readonly SubjectRecordOf<"array">[],
  disks: readonly Disk[],
): StripBay[] {
  const byId = new Map<HealthSubjectId, Disk>(disks.map((disk) => [disk.id, disk]));
  const drawn = new Map<HealthSubjectId, StripBay>();
  const bays: StripBay[] = [];
  for (const array of arrays) {
    const isOld = isOutdated(state, array);
    for (const [n, member] of array.reading.members.entries()) {
      const diskId = array.memory.memberDisks[n] ?? lostDisk(member, disks)?.id ?? null;
      const disk = diskId === null ? undefined : byId.get(diskId);
      const before = diskId === null ? undefined : drawn.get(diskId);
      // a disk in two arrays is one disk; what the worse of them says of it counts
      if (before !== undefined && disk !== undefined) {
        const again = bayOf(state, disk, isOld ? undefined : member, array.acknowledgedMs !== null);
        if (RANK.indexOf(again.verdict) < RANK.indexOf(before.verdict)) before.verdict = again.verdict;
        continue;
      }
      if (disk === undefined && !isGone(member)) continue; // partitions and devices that are no disks
      const bay = bayOf(state, disk, isOld ? undefined : member, array.acknowledgedMs !== null);
      bays.push(bay);
      if (diskId !== null) drawn.set(diskId, bay);
    }
  }
  for (const disk of disks) if (!drawn.has(disk.id)) bays.push(bayOf(state, disk, undefined, false));
  return bays;
}

/** From the worst on. */
const RANK: readonly StripBay["verdict"][] = ["failed", "failing", "warning", "unknown", "asleep", "ok"];

/** What is in no place any more is still known by its serial number: its empty place and its record are one disk. */
function lostDisk(member: Member, disks: readonly Disk[]): Disk | undefined {
  if (member.serial === null || !isGone(member)) return undefined;
  return disks.find(({ reading }) => reading.identity.serial === member.serial);
}

function isGone({ state }: Member): boolean {
  return state === "failed" || state === "missing" || state === "removed";
}

function bayOf(
  state: HealthState,
  disk: Disk | undefined,
  member: Member | undefined,
  isSeen: boolean,
): StripBay {
  const own = disk === undefined ? "unknown" : isOutdated(state, disk) ? "unknown" : disk.verdict;
  const said = member !== undefined && isGone(member) ? "failed" : own;
  return {
    diskId: disk?.id ?? null,
    name: disk?.name ?? member?.serial ?? member?.name ?? null,
    slot: disk?.reading.place.slot ?? member?.slot ?? null,
    verdict: RANK.indexOf(said) < RANK.indexOf(own) ? said : own,
    isSpare: member?.state === "spare",
    isRebuilding: member?.state === "rebuilding",
    isAcknowledged: disk === undefined ? isSeen : disk.acknowledgedMs !== null,
  };
}
