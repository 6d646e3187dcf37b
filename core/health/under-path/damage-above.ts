/** Replicas with damaged files, by the disks that they lie on: a disk that says it is well may have turned bits all the same. */
import type { HealthSubjectId } from "../../../shared/ids.ts";
import type { Stores } from "../../catalog/open-stores.ts";
import type { DamagedFiles } from "../rules/disk/damaged-files.ts";
import type { Grounds } from "./create-grounds.ts";

/** As long as people are told of it. */
const COUNTS_MS = 30 * 24 * 3_600_000;

/**
 * @returns what was found damaged on a disk lately. Of certain disks only: one among several that nobody can tell apart is under no
 * suspicion
 */
export function damageAbove(
  { repositories, damagedObjects }: Pick<Stores, "repositories" | "damagedObjects">,
  grounds: Pick<Grounds, "of">,
  nowMs: number,
): (diskId: HealthSubjectId) => readonly DamagedFiles[] {
  const byDisk = new Map<HealthSubjectId, DamagedFiles[]>();
  for (const { id, name, location } of repositories.list().flatMap(({ replicas }) => replicas)) {
    const files = damagedObjects.of(id).filter(({ foundMs }) => nowMs - foundMs < COUNTS_MS).length;
    if (files === 0) continue;
    const ground = grounds.of(location);
    if (ground.kind === "unknown" || ground.exactness !== "path") continue;
    for (const disk of ground.disks)
      byDisk.set(disk.id, [...(byDisk.get(disk.id) ?? []), { replica: name, files }]);
  }
  return (diskId) => byDisk.get(diskId) ?? [];
}
