import type { AGE_CLASSES, SIZE_CLASSES } from "../../../shared/model/drill.ts";

export type SizeClass = (typeof SIZE_CLASSES)[number];
export type AgeClass = (typeof AGE_CLASSES)[number];

const KIB = 1024;
const MIB = 1024 * KIB;
const DAY_NS = 24n * 3_600n * 1_000_000_000n;

/** Files smaller than this; a file of one chunk is stored otherwise than one of many. */
const SIZE_LIMITS: readonly (readonly [SizeClass, number])[] = [
  ["empty", 1],
  ["tiny", 16 * KIB],
  ["small", 512 * KIB],
  ["medium", 16 * MIB],
  ["large", 256 * MIB],
];

export function sizeClassOf(sizeBytes: number): SizeClass {
  return SIZE_LIMITS.find(([, limit]) => sizeBytes < limit)?.[0] ?? "huge";
}

/** By how long before the backup a file was changed. One of the future is as new as can be. */
export function ageClassOf(mtimeNs: bigint, backedUpNs: bigint): AgeClass {
  const ageNs = backedUpNs - mtimeNs;
  if (ageNs < 30n * DAY_NS) return "month";
  return ageNs < 365n * DAY_NS ? "year" : "older";
}
