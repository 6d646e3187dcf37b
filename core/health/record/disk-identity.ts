import type { WatchedHostId } from "../../../shared/ids.ts";
import type { DiskReading } from "../../../shared/model/health-reading.ts";
import type {
  HealthSubjectStore,
  SubjectRecord,
  SubjectRecordOf,
} from "../../catalog/health-subject-store.ts";
import type { HostReading } from "../probes/host-reading.ts";
import { cleanSerial, cleanWwn } from "../reading/identity.ts";
import { diskId } from "../rules/judge-disk.ts";

export type DiskRecord = SubjectRecordOf<"disk">;

/** By what a disk is found in the catalog. */
export type DiskKey = {
  readonly identity: string;
  readonly wwn: string | null;
  readonly known: DiskRecord | undefined;
};

/**
 * Finds the record of a disk: by serial number or world wide name wherever it was before, so that its history follows it; one that
 * tells neither, by its place on this host. Virtual machines give the same serial number to disks of several hosts: one that is
 * still seen on another host is another disk. One that could not be read until somebody said how it is reached stays the same disk.
 *
 * @param isSeenElsewhere whether a record belongs to another host that still has its disk
 */
export function findDisk(
  store: Pick<HealthSubjectStore, "find" | "findByWwn" | "list">,
  hostId: WatchedHostId,
  { reading, given }: Pick<HostReading["disks"][number], "reading" | "given">,
  isSeenElsewhere: (record: DiskRecord) => boolean,
): DiskKey {
  const serial = cleanSerial(reading.identity.serial);
  const wwn = cleanWwn(reading.identity.wwn);
  const name = serial ?? wwn;
  if (name === null) {
    const identity = `${hostId} ${diskId(reading)}`;
    const { device, deviceType } = reading.place;
    // what is asleep or refused tells no serial number: it is the one that was there
    const byPlace = store
      .list(hostId)
      .filter((record): record is DiskRecord => record.kind === "disk" && record.vanishedMs === null)
      .find(
        ({ reading: { place } }) =>
          device !== null &&
          place.device === device &&
          (deviceType === null || given !== undefined || place.deviceType === deviceType),
      );
    if (byPlace !== undefined) return { identity: byPlace.identity, wwn: byPlace.wwn, known: byPlace };
    return { identity, wwn: null, known: store.find("disk", identity) };
  }
  const own = `${hostId} ${name}`;
  const everywhere = store.find("disk", name) ?? (wwn === null ? undefined : store.findByWwn(wwn));
  if (everywhere !== undefined && everywhere.hostId !== hostId) {
    const alike = store.find("disk", own);
    // one that was told apart before is not to be taken for the other host's, only because that one is gone just now
    if (alike !== undefined || isSeenElsewhere(everywhere)) return { identity: own, wwn: null, known: alike };
  }
  if (everywhere === undefined && given !== undefined) {
    const nameless = store.list(hostId).find((record) => isTheUnread(record, reading, given.kernelSerial));
    // from now on by what it says itself
    if (nameless?.kind === "disk") return { identity: name, wwn, known: nameless };
  }
  return { identity: everywhere?.identity ?? name, wwn, known: everywhere };
}

/** Whether this is what was known of a disk until somebody said how it is reached: by the adapter's name, or by its place alone. */
function isTheUnread(record: SubjectRecord, { place }: DiskReading, kernelSerial: string | null): boolean {
  if (record.kind !== "disk" || record.vanishedMs !== null) return false;
  if (record.memory.given === undefined || record.memory.wasReadable) return false;
  const { serial } = record.reading.identity;
  return serial === null ? record.reading.place.device === place.device : serial === kernelSerial;
}
