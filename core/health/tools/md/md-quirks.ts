/**
 * What vendors do to md that looks like a fault and is none, as data. Each has an output it is tested with in
 * `test/fixtures/health/quirks`. A recorded baseline goes before all of them: it knows how many members there were.
 */

import type { ArrayMember, ArrayQuirk } from "../../../../shared/model/health-reading.ts";

/** md knows no more. */
const MAX_PLACES = 2000;

/** What a quirk is recognised by. */
export type MdFacts = {
  readonly name: string;
  readonly level: string | null;
  /** As md prints it: `1.2`, `0.90`, `external:imsm`; null for version 0.90, which mdstat does not print. */
  readonly metadata: string | null;
  readonly sizeKib: number | null;
  /** Places md believes in. */
  readonly expected: number | null;
  /** `UU__`: which of them are filled; null where a tool does not tell. */
  readonly slots: string | null;
};

export type MdQuirk = {
  readonly id: ArrayQuirk;
  readonly isMet: (facts: MdFacts) => boolean;
  /** Places that are meant to be filled. */
  readonly expected: (slots: string) => number;
};

/** Sizes of the two arrays QTS keeps its system on, in KiB. */
const QNAP_SYSTEM_KIB = new Set([530_048, 530_112, 530_128, 458_880, 449_920]);
/** Sizes of DSM's system (`md0`) and swap (`md1`) in KiB, of DSM 6 and 7. */
const SYNOLOGY_SYSTEM_KIB: Readonly<Record<string, ReadonlySet<number>>> = {
  md0: new Set([2_490_176, 8_388_544]),
  md1: new Set([2_097_088, 2_097_024]),
};

export const MD_QUIRKS: readonly MdQuirk[] = [
  {
    // QTS mirrors its system onto every disk, in an array made for 4 to 128 disks: the places behind the last disk were never filled
    id: "qnap-sparse-slots",
    isMet: ({ name, level, metadata, sizeKib, expected }) =>
      /^md(?:9|13)$/.test(name) &&
      level === "raid1" &&
      metadata === "1.0" &&
      (expected ?? 0) >= 4 &&
      (sizeKib === null || QNAP_SYSTEM_KIB.has(sizeKib)),
    expected: (slots) => slots.lastIndexOf("U") + 1,
  },
  {
    // DSM mirrors system and swap onto every disk, one place for each bay the box could have: an empty bay leaves a gap
    id: "synology-system-array",
    isMet: ({ name, level, metadata, sizeKib }) =>
      level === "raid1" &&
      (metadata === null || metadata === "0.90") &&
      sizeKib !== null &&
      SYNOLOGY_SYSTEM_KIB[name]?.has(sizeKib) === true,
    expected: (slots) => slots.split("U").length - 1,
  },
];

/** @returns `U_U` for members that hold current data in the places 0 and 2 of three; null when the number of places is not known */
export function slotMap(members: readonly ArrayMember[], places: number | null): string | null {
  if (places === null || places > MAX_PLACES) return null;
  const filled = new Set(members.filter(({ state }) => state === "ok").map(({ slot }) => slot));
  return Array.from({ length: places }, (_, slot) => (filled.has(String(slot)) ? "U" : "_")).join("");
}

/** @returns the quirk an array has, if it has one and is not complete anyway */
export function findMdQuirk(facts: MdFacts): MdQuirk | undefined {
  if (facts.slots === null || !facts.slots.includes("U") || !facts.slots.includes("_")) return undefined;
  return MD_QUIRKS.find((quirk) => quirk.isMet(facts));
}
