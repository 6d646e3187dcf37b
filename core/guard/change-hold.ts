/** What is suspicious about backups is told, and keeps what is older from being removed until a person has looked. */
import { z } from "zod";
import type { RepositoryId, SnapshotId, SourceId } from "../../shared/ids.ts";
import { ChangeFacts, type ChangeLimits } from "../../shared/model/change-guard.ts";
import { type AlertService, thingOf } from "../alerts/alert-service.ts";
import type { JobStore } from "../catalog/job-store.ts";
import type { SavedSnapshotStore } from "../catalog/saved-snapshot-store.ts";
import type { SettingsStore } from "../catalog/settings-store.ts";
import type { JobRecord } from "../jobs/job.ts";
import { type ChangeGuard, WatchedChange } from "./change-guard.ts";
import { usualOf } from "./judge-change.ts";

export type ChangeHold = {
  /** What the next backup of a source is to be judged by. */
  guardFor(repositoryId: RepositoryId, sourceId: SourceId): ChangeGuard;
  /**
   * To be told of each job that ended. Told of the same one twice, it changes nothing the second time.
   * @param about what the source is called
   */
  note(job: JobRecord, about: string): void;
  /** Whether nothing older of a source may be removed. */
  isHeld(repositoryId: RepositoryId, sourceId: SourceId): boolean;
  /** Names of sources of which some of these snapshots are held. */
  heldAmong(repositoryId: RepositoryId, snapshotIds: readonly SnapshotId[]): readonly string[];
  /** The same for anything in a repository: its space is not freed then. */
  isAnyHeld(repositoryId: RepositoryId): boolean;
  /** A person has looked: it was meant. Changes like this one are not suspicious any more. */
  approve(repositoryId: RepositoryId, sourceId: SourceId): void;
};

export type ChangeHoldParts = {
  readonly alerts: Pick<AlertService, "raise" | "reopen" | "resolve" | "lastingSubject" | "list">;
  readonly jobs: Pick<JobStore, "changesOfSource">;
  readonly snapshots: Pick<SavedSnapshotStore, "ofSource">;
  readonly settings: Pick<SettingsStore, "get" | "setAll">;
  readonly limits: () => ChangeLimits;
  /** Something is held: what is about to be removed is not. */
  readonly onHeld: () => void;
};

/** Backups by which it is told what is usual: a quarter of a year of nightly ones. */
const HISTORY = 90;
/** Of each source, the last ones that a person approved. */
const APPROVED = 20;
const SETTING = "approvedChanges";
const Approved = z.record(z.string(), z.array(ChangeFacts)).catch({});
const MAX_LASTING = 100_000;

export function createChangeHold(parts: ChangeHoldParts): ChangeHold {
  const { alerts, jobs, settings, limits } = parts;
  const approved = () => Approved.parse(settings.get(SETTING) ?? {});
  const thing = (repositoryId: RepositoryId, sourceId: SourceId) =>
    `CHANGE_SUSPICIOUS ${repositoryId} ${sourceId}`;
  const lasting = (repositoryId: RepositoryId, sourceId: SourceId) => {
    const subject = alerts.lastingSubject(thing(repositoryId, sourceId));
    return subject?.code === "CHANGE_SUSPICIOUS" ? subject : undefined;
  };
  const heldIn = (repositoryId: RepositoryId) =>
    alerts
      .list("open", MAX_LASTING)
      .flatMap(({ subject }) =>
        subject.code === "CHANGE_SUSPICIOUS" && subject.repositoryId === repositoryId ? [subject] : [],
      );
  return {
    guardFor(repositoryId, sourceId) {
      const ordinary = jobs
        .changesOfSource(repositoryId, sourceId, HISTORY)
        .flatMap((change) => WatchedChange.safeParse(change).data ?? [])
        .filter(({ suspicions }) => suspicions.length === 0)
        .map(({ facts }) => facts);
      const history = [...ordinary, ...(approved()[sourceId] ?? [])];
      const since = parts.snapshots.ofSource(repositoryId, sourceId).at(-1)?.snapshotId ?? null;
      return { since, limits: limits(), usual: usualOf(history, limits()) };
    },
    note(job, about) {
      const { repositoryId, sourceId, planId = null } = job.origin;
      const change = changeOf(job);
      if (change === undefined || change.suspicions.length === 0) return;
      if (repositoryId === undefined || sourceId === undefined) return;
      const before = lasting(repositoryId, sourceId);
      if (before?.jobId === job.id) return;
      const subject = {
        ...{ code: "CHANGE_SUSPICIOUS" as const, jobId: job.id, planId, repositoryId, sourceId, about },
        ...{ suspicions: change.suspicions, facts: change.facts, before: before?.before ?? change.before },
      };
      alerts.raise(subject, "failing");
      alerts.reopen(thingOf(subject)); // it goes on, whoever had seen the first one
      parts.onHeld();
    },
    isHeld: (repositoryId, sourceId) => lasting(repositoryId, sourceId) !== undefined,
    heldAmong(repositoryId, snapshotIds) {
      const wanted = new Set(snapshotIds);
      const isOf = (sourceId: SourceId) =>
        parts.snapshots.ofSource(repositoryId, sourceId).some(({ snapshotId }) => wanted.has(snapshotId));
      return heldIn(repositoryId).flatMap(({ sourceId, about }) => (isOf(sourceId) ? [about] : []));
    },
    isAnyHeld: (repositoryId) => heldIn(repositoryId).length > 0,
    approve(repositoryId, sourceId) {
      const subject = lasting(repositoryId, sourceId);
      if (subject === undefined) return;
      const all = approved();
      const ofSource = [subject.facts, ...(all[sourceId] ?? [])].slice(0, APPROVED);
      settings.setAll({ [SETTING]: { ...all, [sourceId]: ofSource } });
      alerts.resolve(thingOf(subject));
    },
  };
}

const Summary = z.object({ change: WatchedChange });

function changeOf({ kind, result }: JobRecord): WatchedChange | undefined {
  if (kind !== "backup" || result === undefined) return undefined;
  return Summary.safeParse(result.summary).data?.change;
}
