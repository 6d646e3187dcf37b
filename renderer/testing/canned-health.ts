/** How the made-up office's disks are, as the overview has it: put together from what its Storage page shows. */
import type { ReplicaId } from "../../shared/ids.ts";
import type { ArrayView, DiskView } from "../../shared/model/health-view.ts";
import type { OverviewHealth, StripBay } from "../../shared/model/overview-health.ts";
import type { Answers } from "./canned-values.ts";

export function cannedHealth(storage: Answers, replicaId: ReplicaId): OverviewHealth {
  const hosts = storage["hosts.list"]?.({}).hosts ?? [];
  const overview = storage["health.overview"]?.({});
  const volumes = storage["health.volumes"]?.({}).volumes ?? [];
  return {
    severity: overview?.severity ?? "unknown",
    hosts: hosts.map(({ id, name, setup, state, isStale, answeredMs, severity }) => {
      const disks = storage["health.disks"]?.({ hostId: id }).disks ?? [];
      const arrays = storage["health.arrays"]?.({ hostId: id }).arrays ?? [];
      const warmest = Math.max(
        ...disks.map(({ metrics }) => metrics.temperatureC ?? Number.NEGATIVE_INFINITY),
      );
      const worn = Math.max(...disks.map(({ metrics }) => metrics.wornPercent ?? Number.NEGATIVE_INFINITY));
      return {
        ...{ id, name, kind: setup.kind, state, isStale, answeredMs, severity },
        arrays: arrays.map((array) => ({
          ...{ id: array.id, name: array.name, verdict: array.verdict },
          ...{ technology: array.reading.technology, level: array.reading.level },
        })),
        bays: disks.toSorted((a, b) => slotOf(a) - slotOf(b)).map((disk) => bayOf(disk, arrays)),
        hottestC: Number.isFinite(warmest) ? warmest : null,
        wornPercent: Number.isFinite(worn) ? worn : null,
      };
    }),
    troubles: overview?.troubles ?? [],
    troubleCount: overview?.troubles.length ?? 0,
    blind: hosts
      .filter(({ state }) => state === "silent")
      .map(({ id, name }) => ({ kind: "silent", hostId: id, hostName: name })),
    openAlerts: 0,
    rooms: volumes.slice(0, 2).map(({ id, hostId, path, sizeBytes, freeBytes, isStale, full }, n) => ({
      ...{ subjectId: id, hostId, hostName: "SRV-01", path, sizeBytes, freeBytes, isStale, full },
      replicaIds: n === 0 ? [replicaId] : [],
    })),
  };
}

function slotOf({ place }: DiskView): number {
  return Number(place.slot ?? 99);
}

function bayOf(disk: DiskView, arrays: readonly ArrayView[]): StripBay {
  const states = arrays.flatMap(({ memberDisks, reading }) => {
    const member = reading.members[memberDisks.indexOf(disk.id)];
    return member === undefined ? [] : [member.state];
  });
  return {
    ...{ diskId: disk.id, name: disk.name, slot: disk.place.slot, verdict: disk.verdict },
    isSpare: states.includes("spare"),
    isRebuilding: states.includes("rebuilding"),
    isAcknowledged: disk.acknowledgedMs !== null,
  };
}
