import type { HealthSubjectId } from "../../../shared/ids.ts";
import type { HostReading } from "../probes/host-reading.ts";
import type { DamagedFiles } from "../rules/disk/damaged-files.ts";
import type { DiskRecord } from "./disk-identity.ts";
import { memberDisks } from "./member-disks.ts";
import { recordArrays } from "./record-arrays.ts";
import { recordControllers } from "./record-controllers.ts";
import { recordDisks } from "./record-disks.ts";
import { recordUnseen } from "./record-unseen.ts";
import { recordVolumes } from "./record-volumes.ts";
import type { RecordStores, Round } from "./save-subject.ts";

export type RecordOptions = Pick<Round, "hostId" | "nowMs" | "continuesMs"> & {
  readonly isSeenElsewhere: (record: DiskRecord) => boolean;
  /** What was found damaged of replicas that lie on a disk; without it nothing. */
  readonly damageOn?: (diskId: HealthSubjectId) => readonly DamagedFiles[];
};

/** Judges what one round read of a host, with what is remembered of it, and remembers it: all or, when that fails, nothing. */
export function recordRound(stores: RecordStores, reading: HostReading, options: RecordOptions): void {
  const { isSeenElsewhere, damageOn = () => [], ...when } = options;
  const uptimeSeconds = reading.facts?.uptimeSeconds ?? null;
  const startedMs = uptimeSeconds === null ? null : when.nowMs - Math.round(uptimeSeconds * 1000);
  const round: Round = { ...when, startedMs, stores, seen: new Set() };
  stores.healthRuns.together(() => {
    const links = reading.arrays.map(({ reading: array }) => ({
      array,
      disks: memberDisks(array, reading.disks),
    }));
    const diskIds = recordDisks(round, reading.disks, links, isSeenElsewhere, damageOn);
    recordArrays(round, reading.arrays, links, diskIds);
    recordControllers(round, reading.controllers);
    recordVolumes(round, reading.volumes);
    recordUnseen(round, reading.complete);
  });
}
