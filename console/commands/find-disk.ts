import { BackstayError } from "../../shared/errors.ts";
import { printable } from "../../shared/format/printable.ts";
import type { DiskView } from "../../shared/model/health-view.ts";
import type { CommandContext } from "../context.ts";
import { selfTestCommandWords } from "../words/self-test-words.ts";

/**
 * @param wanted a disk by its serial number, its device or its name
 * @throws {BackstayError} HEALTH_SUBJECT_NOT_FOUND when none is called so, or several are
 */
export function findDisk(
  disks: readonly DiskView[],
  wanted: string,
  { output, language }: CommandContext,
): DiskView {
  const found = disks.filter((disk) => isCalled(disk, wanted));
  const [disk] = found;
  if (disk !== undefined && found.length === 1) return disk;
  output.note(selfTestCommandWords[language].noSuchDisk(printable(wanted)));
  throw new BackstayError("HEALTH_SUBJECT_NOT_FOUND", {});
}

function isCalled({ id, name, identity, place }: DiskView, wanted: string): boolean {
  const names = [id, name, identity.serial, place.device, place.device?.replace(/^\/dev\//, "")];
  return names.includes(wanted);
}
