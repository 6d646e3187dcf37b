/** What a person should know: one alert for one thing, as long as its cause lasts. */
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { BackstayError } from "../../shared/errors.ts";
import type { AlertId } from "../../shared/ids.ts";
import { type Alert, type AlertSubject, SEVERITIES } from "../../shared/model/alert.ts";
import type { AlertRecord, AlertStore } from "../catalog/alert-store.ts";
import type { Clock } from "../clock.ts";

export type Severity = Alert["severity"];

export type AlertService = {
  /**
   * Something happened (again). What was acknowledged or put off comes back only when it is worse than it was.
   * @param thing what it is about, where the subject does not say it all
   */
  raise(subject: AlertSubject, severity: Severity, thing?: string): void;
  /** The same for what lasts instead of happening: it is not counted again, and told only when it is new or worse. */
  keepRaised(subject: AlertSubject, severity: Severity): void;
  /** What is said of what lasts is no longer so: another reason has taken the place of the one that was told. That is no news. */
  correct(subject: AlertSubject): void;
  /** What somebody acknowledged is worse than it was then, by a measure of its own. It is not counted as having happened again. */
  reopen(thing: string): void;
  /** The cause is gone. */
  resolve(thing: string): void;
  /** The same for all that fit, such as those of a plan that was removed. */
  resolveAll(fits: (subject: AlertSubject) => boolean): void;
  list(which: "open" | "all", limit: number): Alert[];
  countOpen(): number;
  /** How bad the worst of those is that wait for a person; null when none does. */
  worstOpen(): Severity | null;
  /** When the thing happened last, as long as its cause lasts; null when it does not. */
  lastingMs(thing: string): number | null;
  /** What is known of the thing, as long as its cause lasts. */
  lastingSubject(thing: string): AlertSubject | undefined;
  /** The last that were resolved, the newest first. */
  resolved(limit: number): Alert[];
  /** @throws {BackstayError} ALERT_NOT_FOUND */
  acknowledge(id: AlertId): Alert;
  /** @throws {BackstayError} ALERT_NOT_FOUND */
  snooze(id: AlertId, untilMs: number): Alert;
  /** To be called now and then: an alert that was put off may be back. */
  noteTime(): void;
};

const MAX_LASTING = 100_000;
/** How many problems, or so, can be told apart within one severity. */
const WEIGHT_PER_SEVERITY = 1_000_000;

/** @param onChange told how many alerts wait for a person, whenever something about alerts changed */
export function createAlertService(
  store: AlertStore,
  clock: Clock,
  onChange: (open: number) => void,
): AlertService {
  let lastOpen = store.countOpen(clock.nowMs());

  const tell = () => {
    lastOpen = store.countOpen(clock.nowMs());
    onChange(lastOpen);
  };
  const save = (alert: AlertRecord): Alert => {
    store.save(alert);
    tell();
    return viewOf(alert);
  };
  const require = (id: AlertId): AlertRecord => {
    const alert = store.get(id);
    if (alert === undefined) throw new BackstayError("ALERT_NOT_FOUND", {});
    return alert;
  };
  const resolveOne = (alert: AlertRecord) => void save({ ...alert, resolvedMs: clock.nowMs() });

  const raise = (subject: AlertSubject, severity: Severity, thing = thingOf(subject)) => {
    const weight = weightOf(subject, severity);
    const lastMs = clock.nowMs();
    const before = store.lasting(thing);
    if (before === undefined) {
      save({
        ...{ id: randomUUID() as string as AlertId, thing, severity, weight, subject },
        ...{ firstMs: lastMs, lastMs, occurrences: 1, resolvedMs: null },
        ...{ acknowledgedMs: null, acknowledgedWeight: null, snoozedUntilMs: null },
      });
      return;
    }
    const isWorse = weight > (before.acknowledgedWeight ?? before.weight);
    const again = { ...before, subject, severity, weight, lastMs, occurrences: before.occurrences + 1 };
    save(
      isWorse ? { ...again, acknowledgedMs: null, acknowledgedWeight: null, snoozedUntilMs: null } : again,
    );
  };

  return {
    raise,
    keepRaised(subject, severity) {
      const before = store.lasting(thingOf(subject));
      const isNews = before === undefined || before.weight !== weightOf(subject, severity);
      if (isNews) raise(subject, severity);
    },
    correct(subject) {
      const lasting = store.lasting(thingOf(subject));
      if (lasting !== undefined && !isDeepStrictEqual(lasting.subject, subject))
        save({ ...lasting, subject });
    },
    reopen(thing) {
      const lasting = store.lasting(thing);
      if (lasting === undefined || lasting.acknowledgedMs === null) return;
      save({ ...lasting, lastMs: clock.nowMs(), acknowledgedMs: null, acknowledgedWeight: null });
    },
    resolve(thing) {
      const lasting = store.lasting(thing);
      if (lasting !== undefined) resolveOne(lasting);
    },
    resolveAll(fits) {
      for (const alert of store.list("open", MAX_LASTING)) if (fits(alert.subject)) resolveOne(alert);
    },
    list: (which, limit) => store.list(which, limit).map(viewOf),
    countOpen: () => store.countOpen(clock.nowMs()),
    worstOpen: () => store.worstOpen(clock.nowMs()) ?? null,
    lastingSubject: (thing) => store.lasting(thing)?.subject,
    lastingMs: (thing) => store.lasting(thing)?.lastMs ?? null,
    resolved: (limit) => store.resolved(limit).map(viewOf),
    acknowledge(id) {
      const alert = require(id);
      return save({
        ...alert,
        acknowledgedMs: clock.nowMs(),
        acknowledgedWeight: alert.weight,
        snoozedUntilMs: null,
      });
    },
    snooze: (id, untilMs) => save({ ...require(id), snoozedUntilMs: untilMs }),
    noteTime() {
      if (store.countOpen(clock.nowMs()) !== lastOpen) tell();
    },
  };
}

/** What an alert is about, so that it is known again. */
export function thingOf(subject: AlertSubject): string {
  switch (subject.code) {
    case "JOB_FAILED":
    case "JOB_HAD_PROBLEMS": {
      const { code, kind, planId, sourceId } = subject;
      return `${code} ${kind} ${planId ?? ""} ${sourceId ?? ""}`;
    }
    case "CHANGE_SUSPICIOUS":
    case "SOURCE_ROTTED":
      return `${subject.code} ${subject.repositoryId} ${subject.sourceId}`;
    case "SOURCE_OVERDUE":
      return `${subject.code} ${subject.sourceId}`;
    case "REPOSITORY_UNREACHABLE":
    case "REPLICA_SWITCHED":
    case "FAILOVER_STUCK":
    case "DRILL_OVERDUE":
      return `${subject.code} ${subject.repositoryId}`;
    case "DRILL_FAILED":
      return `${subject.code} ${subject.repositoryId} ${subject.kind}`;
    case "REPLICA_DAMAGED":
    case "PLACEMENT_UNMET":
      return `${subject.code} ${subject.replicaId}`;
    case "PLAN_TAKEN_OVER":
    case "PLAN_NOT_TAKEN_OVER":
      return `${subject.code} ${subject.planId}`;
    case "HOOK_FAILED":
      return `${subject.code} ${subject.hookId}`;
    case "PLAN_HOOK_FAILED":
      return `${subject.code} ${subject.planId} ${subject.hookName}`;
    case "DATA_FOLDER_FULL":
      return subject.code;
    case "CHANNEL_FAILING":
      return `${subject.code} ${subject.channelId}`;
    case "DISK_TROUBLE":
    case "ARRAY_TROUBLE":
    case "CONTROLLER_TROUBLE":
    case "VOLUME_FULL":
      return `${subject.code} ${subject.subjectId}`;
    case "HOST_SILENT":
    case "HEALTH_NOT_READ":
      return `${subject.code} ${subject.hostId}`;
  }
}

/** More problems are worse, and a worse severity is worse than any number of them. */
function weightOf(subject: AlertSubject, severity: Severity): number {
  const problems =
    subject.code === "JOB_HAD_PROBLEMS" ? subject.problemCount : "step" in subject ? subject.step : 0;
  return SEVERITIES.indexOf(severity) * WEIGHT_PER_SEVERITY + Math.min(problems, WEIGHT_PER_SEVERITY - 1);
}

function viewOf({ thing: _, weight: __, acknowledgedWeight: ___, ...alert }: AlertRecord): Alert {
  return alert;
}
