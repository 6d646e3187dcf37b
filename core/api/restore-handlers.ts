import { BackstayError } from "../../shared/errors.ts";
import { type RepositoryId, shortId } from "../../shared/ids.ts";
import type { SnapshotPin } from "../../shared/model/source-rot.ts";
import { databaseRequest } from "../activity/database-request.ts";
import { restoreRequest } from "../activity/restore-request.ts";
import type { ChangeHold } from "../guard/change-hold.ts";
import type { RotWatch } from "../guard/rot-watch.ts";
import type { JobQueue } from "../jobs/job-queue.ts";
import type { RetentionService } from "../plans/retention-service.ts";
import type { SourceService } from "../plans/source-service.ts";
import type { Readers } from "../reader/create-readers.ts";
import { sourceOfSnapshot } from "../reader/snapshot-series.ts";
import type { ReadPlaces } from "../replicas/read-places.ts";
import type { RepositoryService } from "../repositories/repository-service.ts";
import type { HandlersOf } from "./handlers.ts";

export type RestoreServices = {
  readonly readers: Readers;
  readonly repositories: RepositoryService;
  readonly queue: Pick<JobQueue, "enqueue">;
  readonly retention: Pick<RetentionService, "rememberedBy">;
  readonly readPlaces: Pick<ReadPlaces, "placeOf">;
  readonly sources: Pick<SourceService, "require">;
  readonly rotWatch: Pick<RotWatch, "pinned" | "pin" | "unpin" | "all">;
  readonly changeHold: Pick<ChangeHold, "heldAmong">;
};

/** Answers what is about snapshots and what is in them. */
export function restoreHandlers(services: RestoreServices): HandlersOf<"snapshots" | "restore"> {
  const { readers, repositories, queue, retention, readPlaces, sources } = services;
  const { pinned, pin, unpin, all } = services.rotWatch;
  const { heldAmong } = services.changeHold;
  const list = readers.handlers["snapshots.list"];
  /** Of one that is pinned for two reasons, the one that a person should know. */
  const pinsOf = (repositoryId: RepositoryId) =>
    new Map<string, SnapshotPin>(
      pinned(repositoryId)
        .toSorted((a, b) => Number(a.reason === "rot") - Number(b.reason === "rot"))
        .map(({ snapshotId, reason, pinnedMs }) => [snapshotId, { reason, pinnedMs }]),
    );
  return {
    ...readers.handlers,
    "snapshots.list": async (input, caller) => {
      const page = await list(input, caller);
      const pins = pinsOf(input.repositoryId);
      if (pins.size === 0) return page;
      const snapshots = page.snapshots.map((one) => {
        const pin = pins.get(one.id);
        return pin === undefined ? one : { ...one, pin };
      });
      return { ...page, snapshots };
    },
    "snapshots.pins": async ({ repositoryId }) => ({
      pins: [...(repositoryId === null ? all() : pinned(repositoryId))],
    }),
    "snapshots.pin": async ({ repositoryId, seriesId, snapshotId }, caller) => {
      const { snapshots } = await list({ repositoryId, seriesId }, caller);
      const found = snapshots.find(({ id }) => id === snapshotId);
      if (found === undefined) throw new BackstayError("SNAPSHOT_NOT_FOUND", { wanted: shortId(snapshotId) });
      const sourceId = sourceOfSnapshot(found.tags) ?? null;
      pin({ repositoryId, snapshotId, sourceId, timeMs: found.timeMs });
      return {};
    },
    "snapshots.unpin": async ({ repositoryId, snapshotId }) => {
      unpin(repositoryId, [snapshotId]);
      return {};
    },
    "snapshots.forget": async ({ repositoryId, snapshotIds, evenKept = false }) => {
      const pins = pinsOf(repositoryId);
      const kept = evenKept ? [] : snapshotIds.filter((id) => pins.has(id));
      const held = evenKept ? [] : heldAmong(repositoryId, snapshotIds);
      if (held.length > 0) throw new BackstayError("SNAPSHOTS_HELD", { sources: [...held] });
      if (kept.length > 0) throw new BackstayError("SNAPSHOT_PINNED", { snapshots: kept.map(shortId) });
      const input = {
        ...{ repository: repositories.place(repositoryId), snapshots: snapshotIds },
        ...retention.rememberedBy(repositoryId, "person"),
      };
      const job = queue.enqueue({ kind: "forget", input, origin: { repositoryId }, priority: "urgent" });
      return { jobId: job.id };
    },
    "restore.database": async (asked) => ({
      jobId: queue.enqueue(
        databaseRequest(asked, readPlaces.placeOf(asked.repositoryId), sources.require(asked.sourceId)),
      ).id,
    }),
    "restore.start": async (input) => ({
      jobId: queue.enqueue(restoreRequest(input, readPlaces.placeOf(input.repositoryId))).id,
    }),
  };
}
