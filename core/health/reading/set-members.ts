import type { ArrayMember, ArrayReading } from "../../../shared/model/health-reading.ts";

/** A reading holds no more. */
const MAX_MEMBERS = 1000;

/** Puts members into an array, and counts them. Spares are no places to be filled. */
export function setMembers(array: ArrayReading, members: readonly ArrayMember[]): void {
  array.members = members.slice(0, MAX_MEMBERS);
  const places = array.members.filter(({ state }) => state !== "spare");
  if (places.length === 0) return;
  array.expectedMembers = places.length;
  array.activeMembers = places.filter(({ state }) => state === "ok").length;
}

/** @returns a member of which nothing but its name and state is known */
export function namedMember(
  name: string | null,
  state: ArrayMember["state"],
  stateText: string | null,
): ArrayMember {
  return {
    name,
    slot: null,
    serial: null,
    state,
    stateText,
    readErrors: null,
    writeErrors: null,
    checksumErrors: null,
  };
}
