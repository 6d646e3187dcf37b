import type { ArrayMember, ArrayReading } from "../../../shared/model/health-reading.ts";
import { MAX_MEMBERS } from "./member.ts";
import { stateByCount } from "./redundancy.ts";

/** Puts members into an array, and counts them. Spares are no places to be filled. Set its level before. */
export function setMembers(array: ArrayReading, members: readonly ArrayMember[]): void {
  array.members = members.slice(0, MAX_MEMBERS);
  const places = array.members.filter(({ state }) => state !== "spare");
  if (places.length === 0) return;
  array.expectedMembers = places.length;
  array.activeMembers = places.filter(({ state }) => state === "ok").length;
}

/**
 * Lets the members speak for themselves, beside what the controller calls the array: one that lacks a member is not whole, whatever
 * it is called. Where a spare may have stepped in, or a member's state is not understood, their number tells nothing.
 */
export function addMemberSignal(array: ArrayReading): void {
  const { level, expectedMembers, activeMembers } = array;
  if (array.members.some(({ state }) => state === "spare" || state === "unknown")) return;
  const state = stateByCount(level, expectedMembers, activeMembers);
  if (state === "ok" || state === "unknown") return;
  array.signals.push({ source: "members", text: `${activeMembers} of ${expectedMembers}`, state });
}
