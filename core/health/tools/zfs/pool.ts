import type { ArrayMember, ArrayOperation, ArrayReading } from "../../../../shared/model/health-reading.ts";
import { emptyArray, gap } from "../../reading/empty.ts";
import { arrayMember, MAX_MEMBERS } from "../../reading/member.ts";
import { shorten } from "../../reading/text.ts";
import { toolRefusal } from "../../reading/tool-refusal.ts";

/** Where in a pool a device stands: only the first three hold data that the pool cannot do without. */
export type VdevGroup = "data" | "special" | "dedup" | "logs" | "cache" | "spares";

/** Errors; null what the tool did not say, or what was cut off. */
export type Counters = {
  readonly read: number | null;
  readonly write: number | null;
  readonly checksum: number | null;
};

/** A virtual device: a disk, or a mirror, RAID-Z and the like of others. */
export type Vdev = Counters & {
  readonly name: string;
  readonly group: VdevGroup;
  readonly state: string;
  /** What stands behind the counters: `corrupted data`, `(resilvering)`. */
  readonly note: string;
  readonly children: Vdev[];
};

export type Pool = {
  readonly name: string;
  /** Decimal, as text: it has more digits than a number keeps. */
  readonly guid: string | null;
  readonly state: string;
  /** What is counted for the pool as a whole; null when nothing is. */
  readonly own: Counters | null;
  /** Top level, of all groups. Null when the tool speaks of the pool only. */
  readonly vdevs: readonly Vdev[] | null;
  readonly dataErrors: number | null;
  readonly operation: ArrayOperation | null;
  readonly sizeBytes: number | null;
  readonly usedBytes: number | null;
  /** Whether something was cut off or not understood. */
  readonly trouble: string | null;
};

type State = ArrayReading["signals"][number]["state"];

const POOL_STATES: Readonly<Record<string, State>> = {
  ONLINE: "ok",
  HEALTHY: "ok",
  DEGRADED: "degraded",
  FAULTED: "failed",
  UNAVAIL: "failed",
  SUSPENDED: "failed",
  OFFLINE: "inactive",
  REMOVED: "failed",
};

const LEAF_STATES: Readonly<Record<string, ArrayMember["state"]>> = {
  ONLINE: "ok",
  HEALTHY: "ok",
  INUSE: "ok",
  AVAIL: "spare",
  DEGRADED: "failed",
  FAULTED: "failed",
  UNAVAIL: "missing",
  REMOVED: "missing",
  OFFLINE: "removed",
};

/** Fewest members with which a level can be made: fewer mean that the text was cut off. */
const FEWEST: readonly (readonly [name: RegExp, members: number])[] = [
  [/^(?:mirror|replacing|spare)(?:-|$)/, 2],
  [/^(?:raidz|raidz1|draid1?)(?:[-:]|$)/, 2],
  [/^(?:raidz2|draid2)(?:[-:]|$)/, 3],
  [/^(?:raidz3|draid3)(?:[-:]|$)/, 4],
];

/** @returns what a pool is called as an array: members are its disks, whichever vdev they are in */
export function arrayOfPool(pool: Pool): ArrayReading {
  const array = emptyArray(pool.guid ?? pool.name, pool.name, "zfs");
  array.sizeBytes = pool.sizeBytes;
  array.usedBytes = pool.usedBytes;
  array.unrecoveredErrors = pool.dataErrors;
  array.operation = pool.operation;
  const state = stateOf(pool.state);
  if (pool.trouble !== null)
    array.gaps.push(gap(toolRefusal(pool.trouble) ?? "output-truncated", pool.trouble, pool.name));
  if (pool.vdevs === null) {
    array.signals.push({ source: "zpool list", text: pool.state, state });
    if (sum(pool.own) > 0)
      array.members.push(arrayMember({ name: pool.name, state: "ok", ...errorsOf(pool.own) }));
    return array;
  }
  const data = pool.vdevs.filter(({ group }) => group === "data");
  array.level = levelOf(data);
  array.members = pool.vdevs.flatMap(membersOf).slice(0, MAX_MEMBERS);
  if (sum(pool.own) > 0 && !array.members.some(hasErrors))
    array.members.push(arrayMember({ name: pool.name, state: "ok", ...errorsOf(pool.own) }));
  const places = data.flatMap(placesOf);
  array.expectedMembers = places.length;
  array.activeMembers = places.filter(isFilled).length;
  const isWhole = pool.trouble === null && places.length > 0;
  if (!isWhole && pool.trouble === null) array.gaps.push(gap("output-truncated", null, pool.name));
  array.signals.push({
    source: "zpool status",
    text: pool.state,
    state: state === "ok" && !isWhole ? "unknown" : state,
  });
  const strange = pool.vdevs.find((vdev) => isStrange(vdev));
  if (strange !== undefined)
    array.gaps.push(gap("version-unknown", `${strange.name} ${strange.state}`, pool.name));
  const worst = worstVdev(pool.vdevs);
  if (worst !== undefined)
    array.signals.push({
      source: "zpool status vdevs",
      text: `${worst.name} ${worst.state}`,
      state: "degraded",
    });
  return array;
}

function stateOf(word: string): State {
  return (Object.hasOwn(POOL_STATES, word) ? POOL_STATES[word] : undefined) ?? "unknown";
}

/** @returns whether a vdev has fewer members than it can be made of */
export function isCutOff(vdev: Vdev): boolean {
  const fewest = FEWEST.find(([name]) => name.test(vdev.name))?.[1] ?? 0;
  const isGroup = fewest > 0 && vdev.group !== "spares";
  return (isGroup && vdev.children.length < fewest) || vdev.children.some(isCutOff);
}

function levelOf(data: readonly Vdev[]): string | null {
  const kinds = data.map(({ name, children }) =>
    children.length === 0 ? "stripe" : name.replace(/[-:].*$/, "").replace(/^raidz$/, "raidz1"),
  );
  const [first] = kinds;
  if (first === undefined) return null;
  if (kinds.every((kind) => kind === "stripe")) return "stripe";
  if (kinds.length === 1) return first === "spare" || first === "replacing" ? "stripe" : first;
  return kinds.every((kind) => kind === first)
    ? `${kinds.length} × ${first}`
    : [...new Set(kinds)].join(" + ");
}

const isSwap = ({ name }: Vdev): boolean => /^(?:spare|replacing)(?:-|$)/.test(name);

/** Places that hold data: a disk that is being replaced and its successor share one. */
function placesOf(vdev: Vdev): Vdev[] {
  return vdev.children.length === 0 || isSwap(vdev) ? [vdev] : vdev.children.flatMap(placesOf);
}

function isFilled(place: Vdev): boolean {
  return place.children.length === 0 ? memberState(place) === "ok" : place.children.some(isFilled);
}

function membersOf(vdev: Vdev): ArrayMember[] {
  if (vdev.group === "spares" && vdev.state === "INUSE") return []; // it stands where it is used as well
  if (vdev.children.length === 0) return [memberOf(vdev)];
  const members = vdev.children.flatMap(membersOf);
  // what no disk can be blamed for is counted with the whole vdev
  const isOwn = sum(vdev) > 0 && !members.some(hasErrors);
  return isOwn ? [...members, { ...memberOf(vdev), state: "ok" }] : members;
}

function sum(counters: Counters | null): number {
  return (counters?.read ?? 0) + (counters?.write ?? 0) + (counters?.checksum ?? 0);
}

function errorsOf(
  counters: Counters | null,
): Pick<ArrayMember, "readErrors" | "writeErrors" | "checksumErrors"> {
  const { read, write, checksum } = counters ?? { read: null, write: null, checksum: null };
  return { readErrors: read, writeErrors: write, checksumErrors: checksum };
}

function hasErrors({ readErrors, writeErrors, checksumErrors }: ArrayMember): boolean {
  return (readErrors ?? 0) + (writeErrors ?? 0) + (checksumErrors ?? 0) > 0;
}

/** @returns whether a device the pool needs is in a state nobody knows */
function isStrange(vdev: Vdev): boolean {
  if (vdev.group === "spares" || vdev.group === "cache") return false;
  return !Object.hasOwn(LEAF_STATES, vdev.state) || vdev.children.some(isStrange);
}

function memberOf(vdev: Vdev): ArrayMember {
  return arrayMember({
    name: shorten(vdev.name),
    serial:
      /^(?:ata|scsi|nvme)-\S+_([A-Za-z0-9-]{4,40}?)(?:_1)?(?:-part\d{1,3})?$/.exec(
        vdev.name.slice(0, 300).replace(/^.*\//, ""),
      )?.[1] ?? null,
    state: memberState(vdev),
    stateText: shorten(`${vdev.state} ${vdev.note}`),
    ...errorsOf(vdev),
  });
}

function memberState({ state, note }: Vdev): ArrayMember["state"] {
  const known = (Object.hasOwn(LEAF_STATES, state) ? LEAF_STATES[state] : undefined) ?? "unknown";
  if (known === "ok" && /\((?:awaiting )?resilver/.test(note)) return "rebuilding";
  return known === "missing" && /corrupted data|too many errors/.test(note) ? "failed" : known;
}

/** @returns a vdev that is worse than a pool that calls itself whole may have; spares and caches lose no data */
function worstVdev(vdevs: readonly Vdev[]): Vdev | undefined {
  for (const vdev of vdevs) {
    if (vdev.group === "spares" || vdev.group === "cache") continue;
    const below = worstVdev(vdev.children);
    if (below !== undefined) return below;
    const state = stateOf(vdev.state);
    if (state !== "ok" && state !== "unknown") return vdev;
  }
  return undefined;
}
