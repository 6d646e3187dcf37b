import type { HealthSubjectId } from "../../../shared/ids.ts";
import type { DiskReading } from "../../../shared/model/health-reading.ts";
import type { HostReading } from "../probes/host-reading.ts";
import type { DamagedFiles } from "../rules/disk/damaged-files.ts";
import { judgeDisk } from "../rules/judge-disk.ts";
import { type DiskRecord, findDisk } from "./disk-identity.ts";
import { diskHistory, withLastKnown } from "./disk-past.ts";
import { type ArrayDisks, errorsAgainst } from "./member-disks.ts";
import { type Round, saveSubject } from "./save-subject.ts";

/**
 * @param damageOn what was found damaged of replicas that lie on a disk
 * @param links which arrays the disks are in, for what those count against them
 * @returns the catalog's ids of the disks, in the order of the reading
 */
export function recordDisks(
  round: Round,
  disks: HostReading["disks"],
  links: readonly ArrayDisks[],
  isSeenElsewhere: (record: DiskRecord) => boolean,
  damageOn: (diskId: HealthSubjectId) => readonly DamagedFiles[],
): readonly HealthSubjectId[] {
  const { healthSubjects, healthRuns } = round.stores;
  return disks.map((found, index) => {
    const key = findDisk(healthSubjects, round.hostId, found, isSeenElsewhere);
    const { known } = key;
    const reading = withLastKnown(found.reading, known?.reading);
    const history =
      known === undefined ? undefined : diskHistory(healthRuns, known.number, reading, round.nowMs);
    const damaged = known === undefined ? [] : damageOn(known.id);
    const { verdict, findings } = judgeDisk(reading, history, errorsAgainst(index, links), damaged);
    const isRead = found.reading.isReadable && !found.reading.isAsleep;
    return saveSubject(round, {
      ...key,
      kind: "disk",
      name: nameOf(reading),
      judged: { reading, verdict },
      findings,
      sources: found.sources,
      isRead,
      isAsleep: reading.isAsleep,
      memory: {
        isRemovable: found.isRemovable,
        ...(found.given === undefined ? {} : { given: found.given }),
      },
      metrics: isRead ? reading.metrics : null,
    });
  });
}

/** What a person calls a disk: its serial number is on its label. */
function nameOf({ identity, place }: DiskReading): string {
  const where = [place.controller, place.enclosure, place.slot].filter((part) => part !== null).join(":");
  const what = identity.serial ?? place.device ?? (where === "" ? identity.wwn : where);
  return [identity.model, what].filter((part) => part !== null).join(" ") || "?";
}
