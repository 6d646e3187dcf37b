import type { ArrayReading } from "../../../shared/model/health-reading.ts";

/**
 * Gives members that are gone the serial number of the disk that was in their place before: nothing on the machine knows it any
 * more, and whoever looks for the disk needs it.
 *
 * @param before the last reading of the same array
 */
export function rememberSerials(now: ArrayReading, before: ArrayReading | undefined): ArrayReading {
  if (before === undefined) return now;
  const here = new Set(now.members.flatMap(({ serial, state }) => (isGone(state) ? [] : [serial])));
  const members = now.members.map((member) => {
    const { name, slot, serial, state } = member;
    if (serial !== null || !isGone(state)) return member;
    // one that failed loses its place before its name
    const last =
      before.members.find((one) => (slot === null ? name !== null && one.name === name : one.slot === slot))
        ?.serial ?? null;
    // a disk that was moved to another place is not missing
    return last === null || here.has(last) ? member : { ...member, serial: last };
  });
  return { ...now, members };
}

function isGone(state: ArrayReading["members"][number]["state"]): boolean {
  return state === "missing" || state === "removed" || state === "failed";
}
