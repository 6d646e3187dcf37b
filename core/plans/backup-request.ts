import { isAbsolute, relative, sep } from "node:path";
import type { RunId } from "../../shared/ids.ts";
import type { Plan } from "../../shared/model/plan.ts";
import type { Source } from "../../shared/model/source.ts";
import type { SourceMount } from "../backup/source-mount.ts";
import { sourceTag } from "../backup/source-tag.ts";
import type { ChangeGuard } from "../guard/change-guard.ts";
import type { JobRequest } from "../jobs/job-queue.ts";
import type { RepositoryPlace } from "../jobs/kinds/with-repository.ts";

/** What a backup of one source is asked for with. */
export function backupRequest(
  plan: Pick<Plan, "id" | "mode" | "repositoryId">,
  source: Source,
  runId: RunId,
  surroundings: {
    readonly place: RepositoryPlace;
    readonly hostname: string;
    /** What was mounted for it at its last good backup. */
    readonly mounts: readonly SourceMount[];
    readonly guard: ChangeGuard;
    /** Where changes cannot be watched, one is looked for every quarter of an hour, mostly in vain. */
    readonly skipIfUnchanged: boolean;
    /** What is to be saved may soon be gone. */
    readonly isUrgent?: boolean;
  },
): JobRequest {
  const { place, hostname, mounts, guard, skipIfUnchanged, isUrgent = false } = surroundings;
  const { paths, excludeCaches, oneFileSystem, asOfOneMoment, consistentSqlite } = source;
  return {
    kind: "backup",
    input: {
      repository: place,
      sources: paths,
      mode: plan.mode,
      hostname,
      tags: [sourceTag(source.id)],
      excludes: allExcludes(source, place),
      excludeCaches,
      oneFileSystem,
      ...(asOfOneMoment === true ? { asOfOneMoment } : {}),
      ...(consistentSqlite === true ? { consistentSqlite } : {}),
      mounts: [...mounts],
      guard,
      compression: "auto",
      skipIfUnchanged,
    },
    origin: { repositoryId: plan.repositoryId, planId: plan.id, sourceId: source.id, runId },
    priority: isUrgent ? "urgent" : "normal",
    restartWhenInterrupted: true,
  };
}

/** Those a person gave and, where they lie within the source, Backstay's own places. */
export function allExcludes({ paths, excludes }: Source, place: RepositoryPlace): string[] {
  return [...excludes, ...ownPlaces(paths, place)];
}

/** A repository that is backed up into itself would grow with every run, and the caches change while they are read. */
function ownPlaces(paths: readonly string[], { location, cacheFolder }: RepositoryPlace): readonly string[] {
  return [location, cacheFolder]
    .filter((place) => place !== undefined)
    .filter((place) => paths.some((path) => isInside(place, path)))
    .map(escapeGlob);
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** @returns a pattern that only this path fits */
function escapeGlob(path: string): string {
  return path.replaceAll(/[\\*?[]/g, String.raw`\$&`);
}
