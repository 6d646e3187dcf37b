import { BackstayError } from "../../shared/errors.ts";
import type { ReplicaId, RepositoryId } from "../../shared/ids.ts";
import type { RemotePlace } from "../../shared/model/remote-place.ts";
import type { AlertService } from "../alerts/alert-service.ts";
import { resolveCareOf } from "../alerts/job-alerts.ts";
import type { JobStore } from "../catalog/job-store.ts";
import type { RepositoryRecord } from "../catalog/repository-store.ts";
import type { JobQueue } from "../jobs/job-queue.ts";
import type { RetentionService } from "../plans/retention-service.ts";
import type { Readers } from "../reader/create-readers.ts";
import { damageToRepair } from "../repositories/damage-to-repair.ts";
import type { Where } from "../repositories/named-place.ts";
import type { RepositoryService } from "../repositories/repository-service.ts";
import { repositoryView } from "../repositories/repository-view.ts";
import type { Caller, HandlersOf } from "./handlers.ts";

export type RepositoryServices = {
  readonly repositories: RepositoryService;
  readonly readers: Pick<Readers, "forget">;
  readonly retention: RetentionService;
  readonly alerts: AlertService;
  readonly queue: Pick<JobQueue, "enqueue">;
  readonly jobs: Pick<JobStore, "page">;
  /** A place or the password changed. */
  readonly onPlace: (id: RepositoryId) => void;
  readonly onDetached: (id: RepositoryId) => void;
  /** Looks for good backups of known sources in it that the catalog does not know. */
  readonly adopt: (id: RepositoryId) => void;
};

/** Answers what is about repositories. */
export function repositoryHandlers({
  repositories,
  readers,
  retention,
  alerts,
  queue,
  jobs,
  onPlace,
  onDetached,
  adopt,
}: RepositoryServices): HandlersOf<"repositories"> {
  /**
   * Settings of rclone can name programs to run, so not everybody may choose them.
   * @param replicaId the one that is edited: what holds for it already may stay
   * @throws {BackstayError} PLACE_SETTINGS_REFUSED
   */
  const requirePermitted = async (where: Where, { rights }: Caller, replicaId?: ReplicaId) => {
    const path = settingsIn(where);
    if (path === null || rights.has("programs")) return;
    const kept = replicaId === undefined ? null : await repositories.remotePlace(replicaId);
    if (kept === null || settingsIn(kept) !== path)
      throw new BackstayError("PLACE_SETTINGS_REFUSED", { path });
  };
  const viewOf = (repository: RepositoryRecord) => repositoryView(repository, alerts, repositories.errorOf);
  return {
    "repositories.list": async () => ({ repositories: repositories.list().map(viewOf) }),
    "repositories.inspect": async ({ location, password, sourcePaths = [], replicaId }, caller) => {
      await requirePermitted(location, caller, replicaId);
      return await repositories.inspect(location, { password, sourcePaths, replicaId });
    },
    "repositories.create": async ({ name, location, password }, caller) => {
      await requirePermitted(location, caller);
      return viewOf(await repositories.create(name, location, password));
    },
    "repositories.open": async ({ name, location, password }, caller) => {
      await requirePermitted(location, caller);
      const opened = await repositories.open(name, location, password);
      await readers.forget(opened.id); // it may have used an older place or password
      adopt(opened.id);
      return viewOf(opened);
    },
    "repositories.place": async ({ replicaId }) => ({ view: await repositories.remotePlace(replicaId) }),
    "repositories.setPlace": async ({ repositoryId, replicaId, location }, caller) => {
      await requirePermitted(location, caller, replicaId);
      const moved = await repositories.setRemotePlace(repositoryId, replicaId, location);
      await readers.forget(repositoryId); // the one that runs knows the place as it was
      onPlace(repositoryId);
      return viewOf(moved);
    },
    "repositories.setPassword": async ({ repositoryId, password }) => {
      const opened = await repositories.setPassword(repositoryId, password);
      await readers.forget(repositoryId); // the one that runs was refused with the old password, or soon would be
      onPlace(repositoryId);
      return viewOf(opened);
    },
    "repositories.tryPassword": async ({ repositoryId, password }) => {
      await repositories.tryPassword(repositoryId, password);
      return {};
    },
    "repositories.rename": async ({ repositoryId, name }) => viewOf(repositories.rename(repositoryId, name)),
    "repositories.refresh": async ({ repositoryId }) => viewOf(await repositories.refresh(repositoryId)),
    "repositories.detach": async ({ repositoryId }) => {
      await repositories.detach(repositoryId);
      onDetached(repositoryId);
      await readers.forget(repositoryId);
      repositories.removeCaches(repositoryId);
      resolveCareOf(alerts, repositoryId);
      alerts.resolveAll(
        (subject) =>
          OF_REACH.has(subject.code) && "repositoryId" in subject && subject.repositoryId === repositoryId,
      );
      return {};
    },
    "repositories.check": async ({ repositoryId, readDataPercent }) => {
      const input = { repository: repositories.place(repositoryId), readDataPercent };
      return { jobId: queue.enqueue({ kind: "check", input, origin: { repositoryId } }).id };
    },
    "repositories.repair": async ({ repositoryId }) => {
      const repository = repositories.place(repositoryId);
      const input = { repository, ...damageToRepair(jobs, repositoryId, repository.location) };
      return { jobId: queue.enqueue({ kind: "repair", input, origin: { repositoryId } }).id };
    },
    "repositories.prune": async ({ repositoryId }) => ({ jobId: retention.prune(repositoryId).id }),
  };
}

/** Alerts about where a repository is, which end when nobody asks for it any more. */
const OF_REACH: ReadonlySet<string> = new Set([
  "REPOSITORY_UNREACHABLE",
  "CHANGE_SUSPICIOUS",
  "SOURCE_ROTTED",
  "REPLICA_SWITCHED",
  "FAILOVER_STUCK",
  "PLAN_TAKEN_OVER",
  "PLAN_NOT_TAKEN_OVER",
  "REPLICA_DAMAGED",
  "PLACEMENT_UNMET",
  "HOOK_FAILED",
  "DRILL_FAILED",
  "DRILL_OVERDUE",
]);

/** The file of rclone's settings that somebody names. */
function settingsIn(where: string | { readonly place: RemotePlace }): string | null {
  return typeof where !== "string" && where.place.kind === "rclone" ? where.place.configFile : null;
}
