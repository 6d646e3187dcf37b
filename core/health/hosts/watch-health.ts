import type { HealthSubjectId, WatchedHostId } from "../../../shared/ids.ts";
import { type AlertSubject, SEVERITIES } from "../../../shared/model/alert.ts";
import type { AlertService, Severity } from "../../alerts/alert-service.ts";
import type { SubjectRecord } from "../../catalog/health-subject-store.ts";
import type { WatchedHostRecord } from "../../catalog/watched-host-store.ts";
import { numberOf } from "../record/acknowledged.ts";
import type { DiskRecord } from "../record/disk-identity.ts";
import { shortNameOf } from "../record/short-name-of.ts";
import { controllerOf } from "./controller-of.ts";
import { fallenMembers } from "./fallen-members.ts";
import { watchRoom } from "./watch-room.ts";

type Trouble = Extract<
  AlertSubject,
  { readonly code: "DISK_TROUBLE" | "ARRAY_TROUBLE" | "CONTROLLER_TROUBLE" }
>;

/** Verdicts that somebody should hear of, and how bad they are. */
const SEVERITY: Readonly<Record<string, Severity>> = {
  warning: "warning",
  rebuilding: "warning",
  degraded: "failing",
  failing: "failing",
  failed: "failed",
};
/** Of these it is known that nothing is wrong; what is `unknown` neither raises nor ends an alert. */
const CALM = new Set(["ok", "asleep", "checking"]);
const CODES = {
  disk: "DISK_TROUBLE",
  array: "ARRAY_TROUBLE",
  controller: "CONTROLLER_TROUBLE",
} as const;

/** A host that restarts is no news. */
export const SILENT_ALERT_AFTER_MS = 15 * 60_000;
/** Nor is a disk that could not be read once. */
export const UNREAD_ROUNDS_BEFORE_ALERT = 3;

/**
 * Raises alerts for what is wrong on a host after it was read, or was not, and resolves those whose cause is gone.
 *
 * @param fullPercent how full a file system may be; null when that is never an alert
 */
export function watchHealth(
  alerts: AlertService,
  host: WatchedHostRecord,
  subjects: readonly SubjectRecord[],
  nowMs: number,
  fullPercent: number | null,
): void {
  watchSilence(alerts, host, nowMs);
  if (host.silentSinceMs !== null) return; // nothing new is known of what is on it
  const fallen = new Set(subjects.flatMap((subject) => fallenMembers(subject, subjects)));
  for (const subject of subjects) {
    if (subject.kind === "volume") continue;
    const thing = `${CODES[subject.kind]} ${subject.id}`;
    // what its array tells of is not told twice; what was told before goes on by itself
    const isToldByArray = subject.kind === "disk" && fallen.has(subject) && alerts.lastingMs(thing) === null;
    if (!isToldByArray)
      watchSubject(
        alerts,
        host,
        subject,
        controllerOf(subject, subjects),
        lostDisks(alerts, subject, subjects),
      );
  }
  watchRoom(alerts, host, subjects, fullPercent);
  watchUnread(alerts, host, subjects);
}

/** Whoever acknowledges it on its page has seen its alert, too. */
export function acknowledgeAlerts(
  alerts: Pick<AlertService, "list" | "acknowledge">,
  subjectId: HealthSubjectId,
): void {
  const MANY = 100_000;
  for (const { id, subject, acknowledgedMs } of alerts.list("open", MANY))
    if ("subjectId" in subject && subject.subjectId === subjectId && acknowledgedMs === null)
      alerts.acknowledge(id);
}

/** Ends what was told of a host that is not watched any more, or of something on it that was forgotten. */
export function forgetAlerts(
  alerts: Pick<AlertService, "resolveAll">,
  about: { readonly hostId: WatchedHostId } | { readonly subjectId: string },
): void {
  alerts.resolveAll((subject) =>
    "hostId" in about
      ? "hostId" in subject && subject.hostId === about.hostId
      : "subjectId" in subject && subject.subjectId === about.subjectId,
  );
}

function watchSubject(
  alerts: AlertService,
  host: WatchedHostRecord,
  subject: Exclude<SubjectRecord, { readonly kind: "volume" }>,
  controller: string | null,
  lost: readonly DiskRecord[],
): void {
  const { verdict, findings, kind, vanishedMs, memory } = subject;
  const [worst] = findings;
  const isTakenOff = vanishedMs !== null && memory.isRemovable;
  const severity = worstSeverity([verdict, ...lost.map((disk) => disk.verdict)], verdict);
  const shortName = shortNameOf(subject);
  const about = {
    ...(shortName && { shortName }),
    ...{ hostId: host.id, hostName: host.name, subjectId: subject.id, about: subject.name },
    controller,
  };
  if (severity === undefined || worst === undefined || isTakenOff) {
    const thing = `${CODES[kind]} ${subject.id}`;
    if (CALM.has(verdict) || isTakenOff || isBack(alerts.lastingSubject(thing), vanishedMs))
      alerts.resolve(thing);
    return;
  }
  // each step is twice as much as the one before: a counter that rises with every round is not told with every round
  const step = Math.floor(Math.log2(1 + Math.max(...findings.map(numberOf))));
  const lostDisks = lost.flatMap(({ id, name, reading, findings: [finding] }) =>
    finding === undefined ? [] : { subjectId: id, about: name, slot: reading.place.slot, finding },
  );
  const trouble = {
    ...{ code: CODES[kind], ...about, verdict, finding: worst, step },
    ...(lostDisks.length === 0 ? {} : { lostDisks }),
  } as Trouble;
  alerts.keepRaised(trouble, severity);
  alerts.correct(trouble);
  // one acknowledgement for one thing: what is told again on its page is told again as an alert
  if (subject.acknowledgedMs === null) alerts.reopen(`${CODES[kind]} ${subject.id}`);
}

/** Whether an alert says that something is gone which was seen again: for that it needs not be read. */
function isBack(told: AlertSubject | undefined, vanishedMs: number | null): boolean {
  if (told === undefined || !("finding" in told)) return false;
  return vanishedMs === null && told.finding.code.endsWith("_VANISHED");
}

/** The disks that the alert about an array names: those that have none of their own. */
function lostDisks(
  alerts: Pick<AlertService, "lastingMs">,
  array: SubjectRecord,
  subjects: readonly SubjectRecord[],
): readonly DiskRecord[] {
  return fallenMembers(array, subjects).filter(
    ({ id, verdict }) => SEVERITY[verdict] !== undefined && alerts.lastingMs(`${CODES.disk} ${id}`) === null,
  );
}

/** @returns undefined when the first verdict is nothing to be told of */
function worstSeverity(verdicts: readonly string[], own: string): Severity | undefined {
  if (SEVERITY[own] === undefined) return undefined;
  const present = new Set(verdicts.map((one) => SEVERITY[one]));
  return SEVERITIES.findLast((severity) => present.has(severity));
}

function watchSilence(alerts: AlertService, host: WatchedHostRecord, nowMs: number): void {
  const { id, name, silentSinceMs, answeredMs, error } = host;
  if (silentSinceMs === null || error === null) {
    alerts.resolve(`HOST_SILENT ${id}`);
    return;
  }
  const isKeyChanged = error.code === "REMOTE_KEY_CHANGED";
  if (!isKeyChanged && Math.abs(nowMs - silentSinceMs) < SILENT_ALERT_AFTER_MS) return;
  alerts.keepRaised(
    { code: "HOST_SILENT", hostId: id, about: name, answeredMs, error },
    isKeyChanged ? "failing" : "warning",
  );
}

function watchUnread(
  alerts: AlertService,
  host: WatchedHostRecord,
  subjects: readonly SubjectRecord[],
): void {
  const unread = subjects.filter(
    ({ kind, memory, vanishedMs }) =>
      kind !== "volume" &&
      memory.wasReadable &&
      vanishedMs === null &&
      memory.unreadRounds >= UNREAD_ROUNDS_BEFORE_ALERT,
  );
  const gap = [...unread.flatMap(gapsOf), ...host.gaps][0];
  if (unread.length === 0) {
    alerts.resolve(`HEALTH_NOT_READ ${host.id}`);
    return;
  }
  const subject: AlertSubject = {
    ...{ hostId: host.id, about: host.name, unread: unread.length },
    code: "HEALTH_NOT_READ",
    gap: gap ?? { reason: "tool-failed", about: null, message: null },
  };
  alerts.keepRaised(subject, "warning");
}

function gapsOf(subject: SubjectRecord) {
  return subject.kind === "volume" ? [] : subject.reading.gaps;
}
