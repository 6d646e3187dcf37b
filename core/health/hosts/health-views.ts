import type { WatchedHostId } from "../../../shared/ids.ts";
import {
  type ArrayVerdict,
  type DiskVerdict,
  type HealthSeverity,
  VERDICTS_FROM_THE_WORST,
} from "../../../shared/model/health-verdict.ts";
import type { ArrayView, ControllerView, DiskView, VolumeView } from "../../../shared/model/health-view.ts";
import type { WatchedHost } from "../../../shared/model/watched-host.ts";
import type { SubjectRecord, SubjectRecordOf } from "../../catalog/health-subject-store.ts";
import type { Stores } from "../../catalog/open-stores.ts";
import type { WatchedHostRecord } from "../../catalog/watched-host-store.ts";
import { forecastRebuildEnd, REBUILD_TREND_MS } from "../forecast/forecast-rebuild.ts";
import { forecastFull, SPACE_TREND_MS } from "../forecast/forecast-space.ts";
import { forecastWornOut, WEAR_TREND_MS } from "../forecast/forecast-wear.ts";
import { severityOf } from "../rules/severity.ts";
import { takesType } from "./given-types.ts";
import { isStale } from "./staleness.ts";

/** What is known of all hosts at one moment, read once. */
export type HealthState = {
  readonly nowMs: number;
  readonly hosts: ReadonlyMap<WatchedHostId, WatchedHostRecord>;
  readonly subjects: readonly SubjectRecord[];
};

/** @param hostId of this host only; all when left out */
export function readHealthState(
  stores: Pick<Stores, "watchedHosts" | "healthSubjects">,
  nowMs: number,
  hostId?: WatchedHostId,
): HealthState {
  const hosts = new Map(stores.watchedHosts.list().map((host) => [host.id, host]));
  return { nowMs, hosts, subjects: stores.healthSubjects.list(hostId) };
}

export function subjectsOf<K extends SubjectRecord["kind"]>(
  { subjects }: HealthState,
  kind: K,
): readonly SubjectRecordOf<K>[] {
  return subjects.filter((one) => one.kind === kind) as unknown as readonly SubjectRecordOf<K>[];
}

/**
 * What does not answer is unknown, and so is what has not been heard of for long, whatever it was; that something was lost stays true.
 */
export function isOutdated(state: HealthState, subject: SubjectRecord): boolean {
  if (subject.vanishedMs !== null) return false;
  const isSilent = (state.hosts.get(subject.hostId)?.silentSinceMs ?? null) !== null;
  return isSilent || isLongAgo(state, subject);
}

function isLongAgo(state: HealthState, { hostId, seenMs, vanishedMs }: SubjectRecord): boolean {
  if (vanishedMs !== null) return false;
  const host = state.hosts.get(hostId);
  return isStale(host?.answeredMs ?? null, state.nowMs) || isStale(seenMs, state.nowMs);
}

/** A disk on USB that was taken off is neither well nor lost. */
function isTakenOff({ vanishedMs, memory }: SubjectRecord): boolean {
  return vanishedMs !== null && memory.isRemovable;
}

function judged(state: HealthState, subject: SubjectRecord) {
  const { id, hostId, name, findings, sinceMs, readMs, seenMs, vanishedMs, acknowledgedMs } = subject;
  return {
    ...{ id, hostId, name, findings: [...findings], sinceMs, readMs, seenMs, acknowledgedMs },
    isStale: isOutdated(state, subject),
    isVanished: vanishedMs !== null,
  };
}

function verdictNow<V extends string>(state: HealthState, subject: SubjectRecord & { verdict: V }) {
  const lastVerdict: V = subject.verdict;
  const isUnknown = isOutdated(state, subject) || isTakenOff(subject);
  return { verdict: isUnknown ? ("unknown" as const) : lastVerdict, lastVerdict };
}

export function viewDisk(
  state: HealthState,
  runs: Stores["healthRuns"],
  disk: SubjectRecordOf<"disk">,
): DiskView {
  const { reading, number } = disk;
  const { identity, place, protocol, medium, isAsleep, isReadable, selfTest, metrics } = reading;
  const arrays = subjectsOf(state, "array")
    .filter(({ memory, vanishedMs }) => vanishedMs === null && memory.memberDisks.includes(disk.id))
    .map(({ id, name, reading: array, memory }) => ({
      ...{ id, name },
      isActive: array.members[memory.memberDisks.indexOf(disk.id)]?.state === "ok",
    }));
  return {
    ...judged(state, disk),
    ...verdictNow(state, disk),
    connection: { given: disk.memory.given?.deviceType ?? null, takesType: takesType(disk) },
    ...{ identity, place, protocol, medium, isAsleep, isReadable, selfTest, metrics, arrays },
    wearOut:
      metrics.wornPercent === null
        ? forecastWornOut([], state.nowMs)
        : forecastWornOut(
            runs.series(number, "wornPercent", state.nowMs - WEAR_TREND_MS, state.nowMs),
            state.nowMs,
          ),
  };
}

export function viewArray(
  state: HealthState,
  runs: Stores["healthRuns"],
  array: SubjectRecordOf<"array">,
): ArrayView {
  const { reading, number, seenMs, memory } = array;
  const progress =
    reading.operation === null
      ? []
      : runs.series(number, "operationPercent", seenMs - REBUILD_TREND_MS, seenMs);
  return {
    ...judged(state, array),
    ...verdictNow(state, array),
    reading,
    memberDisks: reading.members.map((_, place) => memory.memberDisks[place] ?? null),
    rebuildEnd: forecastRebuildEnd(reading.operation, progress, seenMs),
  };
}

export function viewController(
  state: HealthState,
  controller: SubjectRecordOf<"controller">,
): ControllerView {
  return { ...judged(state, controller), ...verdictNow(state, controller), reading: controller.reading };
}

export function viewVolume(
  state: HealthState,
  runs: Stores["healthRuns"],
  volume: SubjectRecordOf<"volume">,
): VolumeView {
  const { id, hostId, reading, seenMs, number } = volume;
  return {
    ...{ id, hostId, ...reading, readMs: seenMs },
    isStale: isOutdated(state, volume),
    full: forecastFull(
      runs.series(number, "freeBytes", state.nowMs - SPACE_TREND_MS, state.nowMs),
      state.nowMs,
    ),
  };
}

export function viewHost(state: HealthState, host: WatchedHostRecord, isReading: boolean): WatchedHost {
  const own = state.subjects.filter(({ hostId }) => hostId === host.id);
  const count = (kind: SubjectRecord["kind"]) => own.filter((one) => one.kind === kind).length;
  const isKnown = host.silentSinceMs === null && host.answeredMs !== null;
  return {
    ...host,
    kept: [...host.kept],
    gaps: [...host.gaps],
    isReading,
    state: host.silentSinceMs !== null ? "silent" : host.answeredMs === null ? "not-read" : "answers",
    isStale: isStale(host.answeredMs, state.nowMs),
    // what it was before it fell silent is no answer to how it is
    severity: host.silentSinceMs === null ? worstOf(state, own) : "unknown",
    worst: isKnown ? worstVerdict(state, own) : null,
    acknowledged: isKnown ? own.filter((one) => isSeen(state, one)).length : 0,
    counts: {
      disks: count("disk"),
      arrays: count("array"),
      controllers: count("controller"),
      volumes: count("volume"),
    },
  };
}

/**
 * How urgent one thing is now; `ok` for what somebody has acknowledged. Undefined for what has no verdict. What was in trouble a moment
 * ago is so for everybody who decides by it, though its host does not answer any more.
 */
export function severityNow(state: HealthState, subject: SubjectRecord): HealthSeverity | undefined {
  if (subject.kind === "volume") return undefined;
  if (isTakenOff(subject)) return undefined;
  if (isLongAgo(state, subject)) return "unknown";
  const severity = subject.acknowledgedMs === null ? severityOf(subject.verdict) : "ok";
  return severity === "ok" && isOutdated(state, subject) ? "unknown" : severity;
}

/** @returns null when nothing was judged, or all of it acknowledged */
function worstVerdict(
  state: HealthState,
  subjects: readonly SubjectRecord[],
): DiskVerdict | ArrayVerdict | null {
  const present = new Set(
    subjects.flatMap((one) => {
      if (one.kind === "volume" || isTakenOff(one) || isSeen(state, one)) return [];
      return [isOutdated(state, one) ? ("unknown" as const) : one.verdict];
    }),
  );
  return VERDICTS_FROM_THE_WORST.find((verdict) => present.has(verdict)) ?? null;
}

/** Whether something is not fine, and somebody has acknowledged that. */
function isSeen(state: HealthState, subject: SubjectRecord): boolean {
  if (subject.kind === "volume" || subject.acknowledgedMs === null) return false;
  return !isTakenOff(subject) && !isOutdated(state, subject) && severityOf(subject.verdict) !== "ok";
}

const FROM_THE_WORST: readonly HealthSeverity[] = ["critical", "warning", "unknown", "ok"];

/** The worst of all; `unknown` when nothing was judged. */
export function worstOf(state: HealthState, subjects: readonly SubjectRecord[]): HealthSeverity {
  const present = new Set(subjects.map((one) => severityNow(state, one)));
  return FROM_THE_WORST.find((severity) => present.has(severity)) ?? "unknown";
}

/** @returns the same with the worst first; those alike by name */
export function worstFirst<T extends SubjectRecord>(state: HealthState, subjects: readonly T[]): T[] {
  const rank = (one: T) => FROM_THE_WORST.indexOf(severityNow(state, one) ?? "ok");
  return subjects.toSorted(
    (a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, undefined, { numeric: true }),
  );
}
