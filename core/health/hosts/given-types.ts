import { BackstayError } from "../../../shared/errors.ts";
import type { HealthSubjectId } from "../../../shared/ids.ts";
import type { HealthSubjectStore, SubjectRecord } from "../../catalog/health-subject-store.ts";
import type { GivenType } from "../probes/given-type.ts";
import type { DiskRecord } from "../record/disk-identity.ts";

/** How people said that the disks of a host are reached; also those that are not there just now, which may come back. */
export function givenOn(subjects: readonly SubjectRecord[]): readonly GivenType[] {
  return subjects.flatMap((record): GivenType[] => {
    if (record.kind !== "disk" || record.memory.given === undefined) return [];
    const { deviceType, kernelSerial } = record.memory.given;
    const { identity, place } = record.reading;
    const serials = [kernelSerial, identity.serial].filter((one) => one !== null);
    return [{ deviceType, serials, wwn: identity.wwn, device: place.device }];
  });
}

/** Only smartctl takes a type, and only for what the kernel knows as a device. */
export function takesType({ reading: { place } }: Pick<DiskRecord, "reading">): boolean {
  return place.device?.startsWith("/dev/") === true;
}

/**
 * Keeps how a disk is reached. What was said of another that was behind the same adapter, or in the same place, is void.
 *
 * @param deviceType null leaves it to smartctl
 * @throws {BackstayError} HEALTH_SUBJECT_NOT_FOUND, DISK_TYPE_NOT_TAKEN
 */
export function giveType(
  store: HealthSubjectStore,
  id: HealthSubjectId,
  deviceType: string | null,
): DiskRecord {
  const disk = store.get(id);
  if (disk?.kind !== "disk") throw new BackstayError("HEALTH_SUBJECT_NOT_FOUND", {});
  if (!takesType(disk)) throw new BackstayError("DISK_TYPE_NOT_TAKEN", { name: disk.name });
  // until it is read by this type, the serial number that is known is the kernel's
  const kernelSerial = disk.memory.given?.kernelSerial ?? disk.reading.identity.serial;
  for (const other of store.list(disk.hostId)) {
    if (other.kind !== "disk" || other.memory.given === undefined) continue;
    const isSame = kernelSerial !== null && other.memory.given.kernelSerial === kernelSerial;
    const { given, ...memory } = other.memory;
    if (other.id === id || isSame || other.reading.place.device === disk.reading.place.device)
      store.save({ ...other, memory });
  }
  const { given, ...memory } = disk.memory;
  const kept = {
    ...disk,
    memory: deviceType === null ? memory : { ...memory, given: { deviceType, kernelSerial } },
  };
  store.save(kept);
  return kept;
}
