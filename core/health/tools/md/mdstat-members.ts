import type { ArrayMember } from "../../../../shared/model/health-reading.ts";
import { arrayMember } from "../../reading/member.ts";
import type { MdstatBlock, MdstatMember } from "./mdstat-block.ts";

/** Flags with which a device holds no current data. Synology's kernel marks with E what it would throw out elsewhere. */
const BY_FLAG: readonly (readonly [flag: string, state: ArrayMember["state"]])[] = [
  ["(F)", "failed"],
  ["(E)", "failed"],
  ["(S)", "spare"],
  ["(R)", "rebuilding"],
  // it has no place among the data, and lacks none
  ["(J)", "ok"],
];

/**
 * The members of an array, the listed and the missing ones.
 *
 * @param missing places that hold no current data
 */
export function mdstatMembers(block: MdstatBlock, missing: number): ArrayMember[] {
  const byFlag = (member: MdstatMember) => BY_FLAG.find(([flag]) => member.flags.includes(flag))?.[1];
  const plain = block.members.filter((member) => byFlag(member) === undefined);
  let rebuilding = mostLikely(block, plain, block.active === null ? 0 : plain.length - block.active);
  if (rebuilding.size === 0 && block.operation?.kind === "rebuild" && !block.operation.isWaiting)
    // some kernels go on to call it a spare until its data is complete
    rebuilding = mostLikely(
      block,
      block.members.filter((member) => byFlag(member) === "spare"),
      Math.min(1, missing),
    );
  const listed = block.members.map((member) =>
    arrayMember({
      name: member.name,
      state: rebuilding.has(member) ? "rebuilding" : (byFlag(member) ?? "ok"),
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
 * The devices that are in the array without holding its data yet. A disk that was there before keeps its number and fills its place
 * again; a new one has a number above all places.
 *
 * @param count how many there are
 */
function mostLikely(
  block: MdstatBlock,
  members: readonly MdstatMember[],
  count: number,
): ReadonlySet<MdstatMember> {
  if (count <= 0) return new Set();
  const likely = (member: MdstatMember): number =>
    block.slots?.[member.number] === "_" ? Number.MAX_SAFE_INTEGER : member.number;
  return new Set(members.toSorted((a, b) => likely(b) - likely(a)).slice(0, count));
}
