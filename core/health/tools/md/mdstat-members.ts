import type { ArrayMember } from "../../../../shared/model/health-reading.ts";
import { arrayMember } from "../../reading/member.ts";
import type { MdstatBlock, MdstatMember } from "./mdstat-block.ts";

/** Flags with which a device holds no current data. Synology's kernel marks with E what it would throw out elsewhere. */
const BY_FLAG: readonly (readonly [flag: string, state: ArrayMember["state"]])[] = [
  ["(F)", "failed"],
  ["(E)", "failed"],
  ["(S)", "spare"],
  ["(R)", "rebuilding"],
];

/**
 * The members of an array, the listed and the missing ones.
 *
 * @param missing places that hold no current data
 */
export function mdstatMembers(block: MdstatBlock, missing: number): ArrayMember[] {
  const byFlag = (member: MdstatMember) => BY_FLAG.find(([flag]) => member.flags.includes(flag))?.[1];
  const plain = block.members.filter((member) => byFlag(member) === undefined);
  const rebuilding = newcomers(block, plain);
  const listed = block.members.map((member) =>
    arrayMember({
      name: member.name,
      state: byFlag(member) ?? (rebuilding.has(member) ? "rebuilding" : "ok"),
      stateText: member.flags === "" ? null : member.flags,
    }),
  );
  const failed = listed.filter(({ state }) => state === "failed").length;
  const absent = Math.max(0, missing - failed - rebuilding.size);
  const empty = [...(block.slots ?? "")].flatMap((slot, number) => (slot === "_" ? [String(number)] : []));
  return [
    ...listed,
    // which of the empty places a faulty or new disk belongs to is not said
    ...Array.from({ length: Math.min(absent, 1000 - listed.length) }, (_, n) =>
      arrayMember({ slot: empty.length === absent ? (empty[n] ?? null) : null, state: "missing" }),
    ),
  ];
}

/**
 * Devices that are in the array without holding its data yet: there are more without a flag than active ones. A disk that was there
 * before keeps its number and fills its place again; a new one has a number above all places.
 */
function newcomers(block: MdstatBlock, plain: readonly MdstatMember[]): ReadonlySet<MdstatMember> {
  const count = block.active === null ? 0 : plain.length - block.active;
  if (count <= 0) return new Set();
  const likely = (member: MdstatMember): number =>
    block.slots?.[member.number] === "_" ? Number.POSITIVE_INFINITY : member.number;
  return new Set(plain.toSorted((a, b) => likely(b) - likely(a)).slice(0, count));
}
