/** Files that changed without a new date are told of once, and the snapshot that has them as they were is kept until a person lets go of it. */
import { z } from "zod";
import type { RepositoryId, SnapshotId, SourceId } from "../../shared/ids.ts";
import type { AlertSubject } from "../../shared/model/alert.ts";
import { SnapshotIdText } from "../../shared/model/primitives.ts";
import type { PinnedSnapshot, RotKind } from "../../shared/model/source-rot.ts";
import { type AlertService, thingOf } from "../alerts/alert-service.ts";
import type { PinStore } from "../catalog/pin-store.ts";
import type { RottenFileStore } from "../catalog/rotten-file-store.ts";
import type { Clock } from "../clock.ts";
import type { JobRecord } from "../jobs/job.ts";
import { FoundRot, type RotGuard } from "./rot-guard.ts";

export type RotWatch = {
  /** What the next backup of a source is to know. */
  guardFor(repositoryId: RepositoryId, sourceId: SourceId): RotGuard;
  /**
   * To be told of each job that ended. Told of the same one twice, it changes nothing the second time.
   * @param about what the source is called
   */
  note(job: JobRecord, about: string): void;
  /** Snapshots that no rule removes. */
  pinned(repositoryId: RepositoryId): readonly PinnedSnapshot[];
  all(): readonly PinnedSnapshot[];
  /** A person wants a snapshot to stay. */
  pin(snapshot: Omit<PinnedSnapshot, "reason" | "pinnedMs">): void;
  /** A person lets go of a snapshot, whyever it was pinned. What it was pinned for is settled. */
  unpin(repositoryId: RepositoryId, snapshotIds: readonly SnapshotId[]): void;
  /**
   * A person has looked at what changed without a new date in a source: the older versions are let go of.
   * @param isMeant some program writes these files so, which is not told of again
   */
  settle(repositoryId: RepositoryId, sourceId: SourceId, isMeant: boolean): void;
  /** Nobody asks for the repository any more. Its snapshots stay pinned, should somebody open it again. */
  forget(repositoryId: RepositoryId): void;
};

export type RotWatchParts = {
  readonly alerts: Pick<AlertService, "raise" | "correct" | "reopen" | "resolve" | "lastingSubject" | "list">;
  readonly pins: PinStore;
  readonly files: RottenFileStore;
  readonly clock: Clock;
  /** Disks that a source certainly lies on. */
  readonly disksUnder: (sourceId: SourceId) => Subject["disks"];
  /** Which snapshots are pinned has changed: what is about to be removed may be one of them. */
  readonly onPins: (repositoryId: RepositoryId) => void;
};

type Subject = Extract<AlertSubject, { code: "SOURCE_ROTTED" }>;

/** Of each source, those that a backup has to know. */
const MAX_KNOWN = 1_000;
const MAX_MEANT = 500;
const MAX_EXAMPLES = 5;
const MAX_LASTING = 100_000;

export function createRotWatch(parts: RotWatchParts): RotWatch {
  const { alerts, pins, files, clock } = parts;
  const thing = (repositoryId: RepositoryId, sourceId: SourceId) =>
    `SOURCE_ROTTED ${repositoryId} ${sourceId}`;
  const lasting = (repositoryId: RepositoryId, sourceId: SourceId): Subject | undefined => {
    const subject = alerts.lastingSubject(thing(repositoryId, sourceId));
    return subject?.code === "SOURCE_ROTTED" ? subject : undefined;
  };
  const openOf = (repositoryId: RepositoryId, sourceId: SourceId) =>
    files.ofSource(repositoryId, sourceId).filter(({ isMeant }) => !isMeant);
  const rotPins = (repositoryId: RepositoryId, sourceId: SourceId) =>
    pins.list(repositoryId).filter((pin) => pin.reason === "rot" && pin.sourceId === sourceId);

  /** What is known now, said again; undefined when nothing is left of it. */
  const subjectNow = (from: Omit<Subject, "silent" | "undated" | "examples">): Subject | undefined => {
    const open = openOf(from.repositoryId, from.sourceId);
    const [oldest] = rotPins(from.repositoryId, from.sourceId);
    if (oldest === undefined || (open.length === 0 && from.further === 0)) return undefined;
    const count = (kind: RotKind) => open.filter((file) => file.kind === kind).length;
    return {
      ...from,
      ...{ silent: count("silent"), undated: count("undated") },
      examples: open.slice(0, MAX_EXAMPLES).map(({ path }) => path),
      before: { snapshotId: oldest.snapshotId, timeMs: oldest.timeMs },
    };
  };
  const letGo = (repositoryId: RepositoryId, sourceId: SourceId) => {
    const ids = rotPins(repositoryId, sourceId).map(({ snapshotId }) => snapshotId);
    pins.remove(repositoryId, ids, "rot");
    alerts.resolve(thing(repositoryId, sourceId));
    parts.onPins(repositoryId);
  };
  /** Some of it is over; an alert that has nothing left to tell ends, and the snapshots with it. */
  const tellWhatIsLeft = (repositoryId: RepositoryId, sourceId: SourceId) => {
    const subject = lasting(repositoryId, sourceId);
    if (subject === undefined) return;
    const now = subjectNow(subject);
    if (now === undefined) letGo(repositoryId, sourceId);
    else alerts.correct(now);
  };

  const noteRot = (job: JobRecord, rot: FoundRot, about: string) => {
    const { repositoryId, sourceId, planId = null } = job.origin;
    if (repositoryId === undefined || sourceId === undefined) return;
    files.remove(repositoryId, sourceId, rot.mended);
    const known = lasting(repositoryId, sourceId);
    const fresh = rot.silent + rot.undated;
    if (known?.jobId === job.id || fresh + rot.again === 0) {
      tellWhatIsLeft(repositoryId, sourceId);
      return;
    }
    const nowMs = clock.nowMs();
    const { snapshotId, timeMs } = rot.before;
    files.add(
      repositoryId,
      sourceId,
      rot.files.map((file) => ({ ...file, snapshotId, foundMs: nowMs })),
    );
    if (fresh > 0) {
      pins.insert({ repositoryId, snapshotId, sourceId, timeMs, reason: "rot", pinnedMs: nowMs });
      parts.onPins(repositoryId);
    }
    const subject = subjectNow({
      ...{ code: "SOURCE_ROTTED", jobId: job.id, planId, repositoryId, sourceId, about },
      further: (known?.further ?? 0) + fresh - rot.files.length,
      before: rot.before,
      disks: parts.disksUnder(sourceId),
    });
    if (subject === undefined) return;
    alerts.raise(subject, subject.silent > 0 ? "failing" : "warning");
    if (fresh > 0) alerts.reopen(thingOf(subject)); // more of it, whoever had seen the first
  };

  const unpin: RotWatch["unpin"] = (repositoryId, snapshotIds) => {
    const wanted = new Set(snapshotIds);
    const released = pins.list(repositoryId).filter(({ snapshotId }) => wanted.has(snapshotId));
    pins.remove(repositoryId, snapshotIds);
    for (const { sourceId, reason } of released) {
      if (reason !== "rot" || sourceId === null) continue;
      const settled = openOf(repositoryId, sourceId).filter((file) => wanted.has(file.snapshotId));
      const paths = settled.map(({ path }) => path);
      files.remove(repositoryId, sourceId, paths);
      tellWhatIsLeft(repositoryId, sourceId);
    }
    if (released.length > 0) parts.onPins(repositoryId);
  };

  return {
    guardFor(repositoryId, sourceId) {
      const all = files.ofSource(repositoryId, sourceId);
      const open = all.filter(({ isMeant }) => !isMeant).slice(0, MAX_KNOWN);
      const meant = all.filter(({ isMeant }) => isMeant).slice(-MAX_MEANT);
      return {
        known: open.map(({ path, good }) => ({ path, good })),
        meant: meant.map(({ path }) => path),
      };
    },
    note(job, about) {
      const { repositoryId } = job.origin;
      if (repositoryId === undefined || job.result === undefined) return;
      if (job.kind === "backup") {
        const summary = WithRot.safeParse(job.result.summary);
        if (summary.success) noteRot(job, summary.data.rot, about);
      } else if (job.kind === "forget") {
        const removed = new Set(Forgotten.safeParse(job.result.summary).data?.removed);
        const gone = pins.list(repositoryId).filter(({ snapshotId }) => removed.has(snapshotId));
        const ids = gone.map(({ snapshotId }) => snapshotId);
        if (ids.length > 0) unpin(repositoryId, ids);
      }
    },
    pinned: (repositoryId) => pins.list(repositoryId),
    all: () => pins.list(),
    pin(snapshot) {
      if (pins.insert({ ...snapshot, reason: "person", pinnedMs: clock.nowMs() }))
        parts.onPins(snapshot.repositoryId);
    },
    unpin,
    settle(repositoryId, sourceId, isMeant) {
      files.settle(repositoryId, sourceId, isMeant ? "undated" : undefined);
      letGo(repositoryId, sourceId);
    },
    forget(repositoryId) {
      for (const { subject } of alerts.list("open", MAX_LASTING)) {
        if (subject.code !== "SOURCE_ROTTED" || subject.repositoryId !== repositoryId) continue;
        files.settle(repositoryId, subject.sourceId, undefined);
        alerts.resolve(thingOf(subject));
      }
    },
  };
}

const WithRot = z.object({ rot: FoundRot });
const Forgotten = z.object({ removed: z.array(SnapshotIdText) });
