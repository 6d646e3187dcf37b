import { join, posix } from "node:path";
import type { DrillId } from "../../../shared/ids.ts";
import type { DrillSettings, VitalPath } from "../../../shared/model/drill.ts";
import { isDatabase, type Source } from "../../../shared/model/source.ts";
import type { ReplicaRecord, RepositoryRecord } from "../../catalog/repository-store.ts";
import type { JobRequest } from "../../jobs/job-queue.ts";
import { type RawPath, rawPathFromText } from "../../platform/raw-path.ts";
import { scratchRoot } from "./scratch.ts";

/** What the job of a drill is asked for with. */
export function drillRequest(
  repository: RepositoryRecord,
  replicas: readonly ReplicaRecord[],
  drill: {
    readonly id: DrillId;
    readonly seed: string;
    readonly limits: Pick<DrillSettings, "sampleFiles" | "sampleBytes">;
    /** Those that are backed up to the repository. */
    readonly sources: readonly Source[];
    readonly vital: readonly VitalPath[];
    /** The data folder. */
    readonly folder: string;
    readonly hostname: string;
    readonly isUrgent: boolean;
  },
): JobRequest {
  const [first] = replicas;
  const { seed, limits, sources, vital, hostname } = drill;
  const scratch = join(scratchRoot(drill.folder), drill.id);
  return {
    kind: "drill",
    input: {
      repository: { location: first?.location ?? "", expectedId: repository.id },
      replicas: replicas.map(({ id, name, location }) => ({ replicaId: id, name, location })),
      sources: sources.map((source) => ({
        ...{ sourceId: source.id, name: source.name },
        vital: vital.filter(({ sourceId }) => sourceId === source.id).map(({ path }) => snapshotPathOf(path)),
        programFolder: isDatabase(source) ? source.programFolder : null,
      })),
      ...{ seed, sampleFiles: limits.sampleFiles, sampleBytes: limits.sampleBytes, scratch, hostname },
      cacheFolder: join(drill.folder, "cache"),
    },
    origin: { repositoryId: repository.id },
    priority: drill.isUrgent ? "normal" : "background",
  };
}

/** How a snapshot names a path of this machine; on Windows the drive letter is its first folder, as restic writes it. */
export function snapshotPathOf(path: string): RawPath {
  const drive = /^([A-Za-z]):[\\/]/.exec(path);
  const text = drive === null ? path : `/${drive[1]}/${path.slice(3).replaceAll("\\", "/")}`;
  const cleaned = posix.normalize(text);
  return rawPathFromText(cleaned.length > 1 ? cleaned.replace(/\/$/, "") : cleaned);
}
