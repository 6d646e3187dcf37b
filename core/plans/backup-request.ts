import { isAbsolute, relative, sep } from "node:path";
import type { RunId } from "../../shared/ids.ts";
import type { Plan } from "../../shared/model/plan.ts";
import type {
  CommandSource,
  DatabaseSource,
  FilesSource,
  SftpSource,
  Source,
} from "../../shared/model/source.ts";
import type { SourceMount } from "../backup/source-mount.ts";
import { DUMP_TAG, sourceTag } from "../backup/source-tag.ts";
import type { DumpSource } from "../databases/dump-source.ts";
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
  const { place, hostname, isUrgent = false } = surroundings;
  const { mode } = plan;
  const isDump = source.kind !== "files" && source.kind !== "sftp";
  const tags = [sourceTag(source.id), ...(isDump ? [DUMP_TAG] : [])];
  const common = { repository: place, mode, hostname, tags, compression: "auto" };
  return {
    kind: "backup",
    input: inputOf(),
    origin: { repositoryId: plan.repositoryId, planId: plan.id, sourceId: source.id, runId },
    priority: isUrgent ? "urgent" : "normal",
    restartWhenInterrupted: true,
  };

  function inputOf(): object {
    switch (source.kind) {
      case "files":
        return filesInput(source);
      case "sftp":
        return remoteInput(source);
      default:
        return { ...common, dump: dumpOf(source) };
    }
  }

  /** The snapshot is one of that machine, and is called so. */
  function remoteInput(source: SftpSource): object {
    const { machine, paths, excludes, excludeCaches, bytesPerSecond } = source;
    const { guard } = surroundings;
    const remote = { machine, paths, excludes, excludeCaches, bytesPerSecond };
    return { ...common, remote, hostname: source.hostname, guard };
  }

  function filesInput(files: FilesSource): object {
    const { mounts, guard, skipIfUnchanged } = surroundings;
    const { paths, excludeCaches, oneFileSystem, asOfOneMoment, consistentSqlite } = files;
    return {
      ...common,
      sources: paths,
      excludes: allExcludes(files, place),
      ...(asOfOneMoment === true ? { asOfOneMoment } : {}),
      ...(consistentSqlite === true ? { consistentSqlite } : {}),
      ...{ excludeCaches, oneFileSystem, mounts: [...mounts], guard, skipIfUnchanged },
    };
  }
}

/** What the job needs of it. */
function dumpOf(source: CommandSource | DatabaseSource): DumpSource {
  const { id: _, name: __, icon: ___, ...rest } = source;
  if (rest.kind === "command") return rest;
  const { hasPassword: ____, keptOfMachine: _____, ...database } = rest;
  return database;
}

/** Those a person gave and, where they lie within the source, Backstay's own places. */
export function allExcludes({ paths, excludes }: FilesSource, place: RepositoryPlace): string[] {
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
