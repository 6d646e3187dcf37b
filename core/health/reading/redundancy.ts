/** How many members a level can do without: `sure` whichever they are, `most` if they are the right ones. */
export type Tolerance = { readonly sure: number; readonly most: number };

type Level = { readonly name: RegExp; readonly tolerates: (members: number) => Tolerance };

const none = (): Tolerance => ({ sure: 0, most: 0 });
const parity = (disks: number) => (): Tolerance => ({ sure: disks, most: disks });
const copies = (members: number): Tolerance => {
  const others = Math.max(0, members - 1);
  return { sure: others, most: others };
};
/** Pairs of which each may lose one. */
const pairs = (members: number): Tolerance => ({ sure: members > 1 ? 1 : 0, most: Math.floor(members / 2) });

/** By the names md, ZFS, LVM and controllers give them, in lower case without space, `-` and `_`. The first that fits counts. */
const LEVELS: readonly Level[] = [
  { name: /^(?:raid0|raid00|linear|single|stripe|striped|jbod|none|simple|dup|concat)$/, tolerates: none },
  { name: /^(?:raid10|raid1\+0|raid1e|raid1\(1\+0\))/, tolerates: pairs },
  { name: /^(?:raid5|raid4|raidz1?|draid1?)(?!\d)/, tolerates: parity(1) },
  { name: /^(?:raid6|raidz2|draid2)(?!\d)/, tolerates: parity(2) },
  { name: /^(?:raidz3|draid3)(?!\d)/, tolerates: parity(3) },
  { name: /^(?:raid1|mirror)$/, tolerates: copies },
  // Btrfs: so many copies of each piece, on however many devices
  { name: /^raid1c2$/, tolerates: parity(1) },
  { name: /^raid1c3$/, tolerates: parity(2) },
  { name: /^raid1c4$/, tolerates: parity(3) },
];

/**
 * @param level as a reading has it: `raid5`, `RAID-1`, `raidz2`
 * @param members places the level has
 * @returns null where the level is unknown, or what it tolerates depends on more than the number of members
 */
export function toleranceOf(level: string | null, members: number | null): Tolerance | null {
  if (level === null) return null;
  const name = level.toLowerCase().replace(/[\s_-]/g, "");
  const known = LEVELS.find((candidate) => candidate.name.test(name));
  if (known === undefined) return null;
  if (known.tolerates === none) return none();
  return members === null ? null : known.tolerates(members);
}

/** @returns whether one lost member loses all, by design */
export function isWithoutRedundancy(level: string | null): boolean {
  return toleranceOf(level, 1)?.most === 0 && toleranceOf(level, 2)?.most === 0;
}

/**
 * What it means for an array that members are missing, by their number alone.
 *
 * @returns `unknown` where the number of places or of members is not known
 */
export function stateByCount(
  level: string | null,
  expected: number | null,
  active: number | null,
): "ok" | "degraded" | "failed" | "unknown" {
  if (expected === null || active === null || expected < 1) return "unknown";
  const missing = expected - active;
  if (missing <= 0) return "ok";
  if (active <= 0) return "failed";
  const tolerance = toleranceOf(level, expected);
  return tolerance !== null && missing > tolerance.most ? "failed" : "degraded";
}
