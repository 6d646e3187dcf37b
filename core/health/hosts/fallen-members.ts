import type { SubjectRecord, SubjectRecordOf } from "../../catalog/health-subject-store.ts";
import type { DiskRecord } from "../record/disk-identity.ts";

const FALLEN = new Set<SubjectRecordOf<"array">["reading"]["members"][number]["state"]>([
  ...(["failed", "missing", "removed"] as const),
]);
/** What an array is called when it lacks a member. */
const LACKING = new Set<string>(["degraded", "failed", "rebuilding"]);

/**
 * The disks that an array has lost, also those that are not there any more: their trouble and the array's are one.
 *
 * @returns none for an array that lacks no member, or of whose members no disk is known
 */
export function fallenMembers(
  array: SubjectRecord,
  subjects: readonly SubjectRecord[],
): readonly DiskRecord[] {
  if (array.kind !== "array" || array.vanishedMs !== null || !LACKING.has(array.verdict)) return [];
  const { members } = array.reading;
  return subjects.filter((one): one is DiskRecord => {
    if (one.kind !== "disk") return false;
    const { serial } = one.reading.identity;
    return members.some(({ state, serial: wanted }, place) => {
      if (!FALLEN.has(state)) return false;
      return array.memory.memberDisks[place] === one.id || (serial !== null && wanted === serial);
    });
  });
}
