import type { AtaAttribute } from "../../../../shared/model/health-reading.ts";

/** Attributes that foretell a failure, the most telling first: pending, uncorrectable, reallocated, then what lies around the disk. */
const TELLING: readonly number[] = [197, 198, 187, 5, 196, 184, 10, 188, 199];

/** What is at its limit, then what foretells a failure, then the rest by number. */
export function attributesByWeight(attributes: readonly AtaAttribute[]): readonly AtaAttribute[] {
  return attributes.toSorted((a, b) => rank(a) - rank(b) || a.id - b.id);
}

/** Whether it deserves to be seen at first. */
export function isTelling({ id, failed }: AtaAttribute): boolean {
  return failed !== "never" || TELLING.includes(id);
}

function rank({ id, failed }: AtaAttribute): number {
  if (failed === "now") return -2;
  if (failed === "past") return -1;
  const place = TELLING.indexOf(id);
  return place === -1 ? TELLING.length : place;
}
