/** What heartbeats, jobs and disks say of one replica, and what follows. The functions that begin with `note` change what they are given. */
import type { Cause, FailoverSettings } from "../../../shared/model/failover.ts";
import type { BeatFinding, UseFault } from "./event.ts";
import type { ReplicaHealth } from "./state.ts";

/** More are not needed to decide, however many jobs report one. */
const MAX_FAULTS = 100;

export function noteBeat(
  replica: ReplicaHealth,
  finding: BeatFinding,
  nowMs: number,
  settings: FailoverSettings,
): void {
  if (isSilent(replica, nowMs, settings)) noteBreak(replica);
  replica.lastBeatMs = nowMs;
  if (finding.freeBytes !== null) replica.freeBytes = finding.freeBytes;
  if (!finding.isGood) {
    if (finding.fault !== null) noteFault(replica, finding.fault, finding.detail, nowMs, settings);
    return;
  }
  replica.tookMs = finding.tookMs;
  replica.goodBeats += 1;
  dropOldFaults(replica, nowMs, settings);
  if (replica.goodBeats < settings.beatsToClear) return;
  replica.faults = [];
  if (!hasBadDisks(replica, settings)) replica.wellSinceMs ??= nowMs;
}

export function noteFault(
  replica: ReplicaHealth,
  kind: UseFault,
  detail: string,
  nowMs: number,
  settings: FailoverSettings,
): void {
  noteBreak(replica);
  dropOldFaults(replica, nowMs, settings);
  replica.faults = [...replica.faults, { kind, atMs: nowMs, detail }].slice(-MAX_FAULTS);
}

export function noteDisks(
  replica: ReplicaHealth,
  fault: "array-failed" | "disk-failing" | null,
  detail: string,
  nowMs: number,
  settings: FailoverSettings,
): void {
  const before = replica.diskFault;
  const sinceMs = before !== null && before.kind === fault ? before.sinceMs : nowMs;
  const wasBad = hasBadDisks(replica, settings);
  replica.diskFault = fault === null ? null : { kind: fault, sinceMs, detail };
  if (wasBad || hasBadDisks(replica, settings)) noteBreak(replica);
}

/** What counted as well by other settings may not by these. */
export function noteSettings(replica: ReplicaHealth, settings: FailoverSettings): void {
  if (hasBadDisks(replica, settings)) noteBreak(replica);
}

/** The time that it was well ends here. */
export function noteBreak(replica: ReplicaHealth): void {
  replica.goodBeats = 0;
  replica.wellSinceMs = null;
}

/** Forgets that it was left, once it has been well for long enough. */
export function noteTime(replica: ReplicaHealth, nowMs: number, settings: FailoverSettings): void {
  dropOldFaults(replica, nowMs, settings);
  if (isSilent(replica, nowMs, settings)) noteBreak(replica);
  if (isStable(replica, nowMs, settings)) replica.leftMs = null;
}

const MAX_RETRY_FACTOR = 10;

/** How long to wait before something is tried again that failed so often. */
export function pauseMs(times: number, { retryMs }: Pick<FailoverSettings, "retryMs">): number {
  return retryMs * Math.min(times, MAX_RETRY_FACTOR);
}

/** Mending that did not help so often does not help. */
export const MAX_VAIN_MENDS = 3;

/** It could not take over in an emergency: backups are stopped for each try, so the next one waits longer than this one did. */
export function noteRefused(replica: ReplicaHealth, nowMs: number, settings: FailoverSettings): void {
  const times = (replica.refused?.times ?? 0) + 1;
  const untilMs = nowMs + pauseMs(times, settings);
  replica.refused = { times, untilMs, mends: replica.refused?.mends ?? 0 };
}

/**
 * What was damaged in it was put back.
 * @returns whether it may be tried at once for that
 */
export function noteMended(replica: ReplicaHealth): boolean {
  if (replica.refused === null) return false;
  const mends = replica.refused.mends + 1;
  const mayTry = mends <= MAX_VAIN_MENDS;
  replica.refused = { ...replica.refused, mends, ...(mayTry ? { untilMs: null } : {}) };
  return mayTry;
}

/** The clock was set back, so nobody knows how long ago anything was: each time span begins anew. */
export function noteClockSetBack(replica: ReplicaHealth, nowMs: number): void {
  noteBreak(replica);
  replica.faults = [];
  if (replica.lastBeatMs !== null) replica.lastBeatMs = nowMs;
  if (replica.diskFault !== null) replica.diskFault = { ...replica.diskFault, sinceMs: nowMs };
  if (replica.leftMs !== null) replica.leftMs = nowMs;
  if (replica.refused !== null) replica.refused = { ...replica.refused, untilMs: null };
}

/** Whether it answers, takes what is written, and nothing bad is known of its disks. Not known is not well. */
export function isWell(replica: ReplicaHealth): boolean {
  return replica.wellSinceMs !== null;
}

/** Whether it may be known in a moment to be well: it answers, or nobody has asked it for long. */
export function mayBeWell(replica: ReplicaHealth, nowMs: number, settings: FailoverSettings): boolean {
  const { lastBeatMs, goodBeats } = replica;
  if (lastBeatMs === null || isSilent(replica, nowMs, settings)) return true;
  return goodBeats > 0 && goodBeats < settings.beatsToClear;
}

/** Whether it has been well for the whole stability window, and since it was left. */
export function isStable(
  replica: ReplicaHealth,
  nowMs: number,
  { stableMs }: Pick<FailoverSettings, "stableMs">,
): boolean {
  const sinceMs = stableSinceMs(replica);
  return sinceMs !== null && nowMs - sinceMs >= stableMs;
}

/** From when its stability window counts. */
export function stableSinceMs({ wellSinceMs, leftMs }: ReplicaHealth): number | null {
  return wellSinceMs === null ? null : Math.max(wellSinceMs, leftMs ?? wellSinceMs);
}

/** What gives reason to look closer at the active replica, though not yet to leave it. */
export function suspicionOf(replica: ReplicaHealth, settings: FailoverSettings): Cause | undefined {
  const newest = replica.faults.at(-1);
  const { id: replicaId, diskFault } = replica;
  if (diskFault !== null && hasBadDisks(replica, settings)) {
    const { kind: fault, sinceMs, detail } = diskFault;
    return { kind: "fault", fault, replicaId, sinceMs, times: 1, detail };
  }
  if (newest === undefined) return undefined;
  const alike = replica.faults.filter(({ kind }) => kind === newest.kind);
  const sinceMs = alike[0]?.atMs ?? newest.atMs;
  return {
    kind: "fault",
    fault: newest.kind,
    replicaId,
    sinceMs,
    times: alike.length,
    detail: newest.detail,
  };
}

/** Why the active replica is to be left now; undefined while it is not. */
export function causeToLeave(
  replica: ReplicaHealth,
  nowMs: number,
  settings: FailoverSettings,
): Cause | undefined {
  const cause = suspicionOf(replica, settings);
  if (cause?.kind !== "fault") return undefined;
  const { faultsToLeave, diskFailing } = settings;
  if (cause.fault === "array-failed") return cause;
  if (cause.fault === "disk-failing" && nowMs - cause.sinceMs >= diskFailing.afterMs) return cause;
  if (replica.faults.length >= faultsToLeave.unreachable) return ofUse(replica, cause);
  const isEnough = replica.faults.some(
    ({ kind }) =>
      kind !== "array-failed" &&
      kind !== "disk-failing" &&
      replica.faults.filter((fault) => fault.kind === kind).length >= faultsToLeave[kind],
  );
  return isEnough ? ofUse(replica, cause) : undefined;
}

/** Disks that begin to fail are no reason when the place itself gave one. */
function ofUse(replica: ReplicaHealth, cause: Cause): Cause {
  const [first] = replica.faults;
  const newest = replica.faults.at(-1);
  if (first === undefined || newest === undefined) return cause;
  const { length: times } = replica.faults;
  const { kind: fault, detail } = newest;
  return { kind: "fault", fault, replicaId: replica.id, sinceMs: first.atMs, times, detail };
}

function hasBadDisks({ diskFault }: ReplicaHealth, { diskFailing }: FailoverSettings): boolean {
  return diskFault?.kind === "array-failed" || (diskFault?.kind === "disk-failing" && diskFailing.leaves);
}

function isSilent({ lastBeatMs }: ReplicaHealth, nowMs: number, { silenceMs }: FailoverSettings): boolean {
  return lastBeatMs !== null && nowMs - lastBeatMs > silenceMs;
}

function dropOldFaults(replica: ReplicaHealth, nowMs: number, { windowMs }: FailoverSettings): void {
  const [oldest] = replica.faults;
  if (oldest === undefined || nowMs - oldest.atMs <= windowMs) return;
  replica.faults = replica.faults.filter(({ atMs }) => nowMs - atMs <= windowMs);
}
