import type { HealthSubjectId, WatchedHostId } from "../../../shared/ids.ts";
import type { AlertSubject } from "../../../shared/model/alert.ts";
import type { AlertService, Severity } from "../../alerts/alert-service.ts";
import type { SubjectRecord } from "../../catalog/health-subject-store.ts";
import type { WatchedHostRecord } from "../../catalog/watched-host-store.ts";
import { numberOf } from "../record/acknowledged.ts";
import { shortNameOf } from "../record/short-name-of.ts";
import { controllerOf } from "./controller-of.ts";
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
  for (const subject of subjects)
    if (subject.kind !== "volume") watchSubject(alerts, host, subject, controllerOf(subject, subjects));
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
): void {
  const { verdict, findings, kind, vanishedMs, memory } = subject;
  const [worst] = findings;
  const isTakenOff = vanishedMs !== null && memory.isRemovable;
  const severity = SEVERITY[verdict];
  const shortName = shortNameOf(subject);
  const about = {
    ...(shortName && { shortName }),
    ...{ hostId: host.id, hostName: host.name, subjectId: subject.id, about: subject.name },
    controller,
  };
  if (severity === undefined || worst === undefined || isTakenOff) {
    if (CALM.has(verdict) || isTakenOff) alerts.resolve(`${CODES[kind]} ${subject.id}`);
    return;
  }
  // each step is twice as much as the one before: a counter that rises with every round is not told with every round
  const step = Math.floor(Math.log2(1 + Math.max(...findings.map(numberOf))));
  const trouble = { code: CODES[kind], ...about, verdict, finding: worst, step } as Trouble;
  alerts.keepRaised(trouble, severity);
  // one acknowledgement for one thing: what is told again on its page is told again as an alert
  if (subject.acknowledgedMs === null) alerts.reopen(`${CODES[kind]} ${subject.id}`);
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
