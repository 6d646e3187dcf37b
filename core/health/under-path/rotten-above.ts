/** Sources with files that changed by themselves, by the disks that they lie on. */
import type { HealthSubjectId } from "../../../shared/ids.ts";
import { localPathsOf } from "../../../shared/model/source.ts";
import type { Stores } from "../../catalog/open-stores.ts";
import type { DamagedFiles } from "../rules/disk/damaged-files.ts";
import { certainDisks } from "./certain-disks.ts";
import type { Grounds } from "./create-grounds.ts";

/** @returns what changed by itself on a disk, and nobody has settled */
export function rottenAbove(
  { rottenFiles, sources }: Pick<Stores, "rottenFiles" | "sources">,
  grounds: Pick<Grounds, "of">,
): (diskId: HealthSubjectId) => readonly DamagedFiles[] {
  const byDisk = new Map<HealthSubjectId, DamagedFiles[]>();
  for (const [sourceId, files] of rottenFiles.silentBySource()) {
    const source = sources.get(sourceId);
    if (source === undefined) continue;
    for (const id of certainDisks(localPathsOf(source), grounds).keys())
      byDisk.set(id, [...(byDisk.get(id) ?? []), { source: source.name, files }]);
  }
  return (diskId) => byDisk.get(diskId) ?? [];
}
