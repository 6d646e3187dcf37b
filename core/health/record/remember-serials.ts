import type { ArrayMember, ArrayReading } from "../../../shared/model/health-reading.ts";

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
  return { ...now, members: whoeverIsLeft(members, before.members) };
}

/**
 * Where nobody told the places of members, as in `/proc/mdstat`, those that are gone are the ones that nobody names any more. Only
 * where as many are gone as are not named: otherwise it would be a guess.
 */
function whoeverIsLeft(now: readonly ArrayMember[], before: readonly ArrayMember[]): ArrayMember[] {
  const unknown = now.filter(({ serial, state }) => serial === null && isGone(state));
  const isSure = now.every(({ serial, state }) => serial !== null || isGone(state));
  const named = new Set(now.map(({ serial }) => serial));
  const left = before.flatMap(({ serial, slot, state }) =>
    serial === null || slot !== null || state === "spare" || named.has(serial) ? [] : [serial],
  );
  if (!isSure || unknown.length === 0 || unknown.length !== left.length) return [...now];
  // which of several was in which of their places is not known
  const place = unknown.length === 1 ? {} : { slot: null };
  return now.map((member) => {
    const number = unknown.indexOf(member);
    return number === -1 ? member : { ...member, ...place, serial: left[number] ?? null };
  });
}

function isGone(state: ArrayMember["state"]): boolean {
  return state === "missing" || state === "removed" || state === "failed";
}
