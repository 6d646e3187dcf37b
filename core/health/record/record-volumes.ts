import type {
  HealthSubjectStore,
  SubjectRecord,
  SubjectRecordOf,
} from "../../catalog/health-subject-store.ts";
import type { HostReading } from "../probes/host-reading.ts";
import { type Round, saveSubject } from "./save-subject.ts";

type VolumeRecord = SubjectRecordOf<"volume">;

/** Mounted file systems: how full they are is kept; what lies below is judged with its disks and arrays. */
export function recordVolumes(round: Round, volumes: HostReading["volumes"]): void {
  const { stores, hostId } = round;
  const identities = volumes.map(({ source, path }) => `${hostId} ${source} ${path}`);
  const known = knownVolumes(stores.healthSubjects, round, volumes, identities);
  for (const [n, volume] of volumes.entries()) {
    const { freeBytes, sizeBytes, inodesUsedPercent } = volume;
    saveSubject(round, {
      ...{ kind: "volume", identity: identities[n] ?? "", wwn: null, name: volume.path },
      known: known[n],
      judged: { reading: volume, verdict: "none" },
      findings: [],
      sources: [],
      isRead: true,
      metrics: { freeBytes, usedBytes: sizeBytes - freeBytes, inodesUsedPercent },
    });
  }
}

/**
 * @returns for each file system its record from before. The kernel gives disks other names at each start, so that one which is mounted
 *   where one of the same kind and size was, and is not any more, is the same
 */
function knownVolumes(
  store: Pick<HealthSubjectStore, "find" | "list">,
  { hostId }: Pick<Round, "hostId">,
  volumes: HostReading["volumes"],
  identities: readonly string[],
): readonly (VolumeRecord | undefined)[] {
  const told = new Set(identities);
  const others = store
    .list(hostId)
    .filter((one: SubjectRecord): one is VolumeRecord => one.kind === "volume" && !told.has(one.identity))
    .toSorted((a, b) => b.seenMs - a.seenMs);
  return volumes.map(({ path, fileSystem, sizeBytes }, n) => {
    const same = store.find("volume", identities[n] ?? "");
    if (same !== undefined) return same;
    const place = others.findIndex(
      ({ reading }) =>
        reading.path === path && reading.fileSystem === fileSystem && reading.sizeBytes === sizeBytes,
    );
    return place === -1 ? undefined : others.splice(place, 1)[0];
  });
}
