import type { HostReading } from "../probes/host-reading.ts";
import { type Round, saveSubject } from "./save-subject.ts";

/** Mounted file systems: how full they are is kept; what lies below is judged with its disks and arrays. */
export function recordVolumes(round: Round, volumes: HostReading["volumes"]): void {
  for (const volume of volumes) {
    const identity = `${round.hostId} ${volume.source} ${volume.path}`;
    const { freeBytes, sizeBytes, inodesUsedPercent } = volume;
    saveSubject(round, {
      ...{ kind: "volume", identity, wwn: null, name: volume.path },
      known: round.stores.healthSubjects.find("volume", identity),
      judged: { reading: volume, verdict: "none" },
      findings: [],
      sources: [],
      isRead: true,
      metrics: { freeBytes, usedBytes: sizeBytes - freeBytes, inodesUsedPercent },
    });
  }
}
