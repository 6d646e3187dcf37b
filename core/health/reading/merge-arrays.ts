import type { ArrayMember, ArrayReading } from "../../../shared/model/health-reading.ts";
import { MAX_MEMBERS } from "./member.ts";

/**
 * Puts together what several commands said of the same arrays of one host, so that each is a signal of its own. They are told for
 * the same by UUID or name; Btrfs tells its devices where it tells no UUID.
 *
 * @param readings in the order in which the commands are trusted to name things
 * @returns one reading for each array, in the order in which they were first named
 */
export function mergeArrays(readings: readonly ArrayReading[]): ArrayReading[] {
  const groups: { readonly keys: Set<string>; readings: ArrayReading[] }[] = [];
  for (const reading of readings) {
    const keys = new Set(keysOf(reading));
    const [first, ...others] = groups.filter((group) => !group.keys.isDisjointFrom(keys));
    if (first === undefined) {
      groups.push({ keys, readings: [reading] });
      continue;
    }
    // a reading can show that two which shared nothing are one
    for (const group of [{ keys, readings: [reading] }, ...others]) {
      for (const key of group.keys) first.keys.add(key);
      first.readings.push(...group.readings);
    }
    for (const other of others) groups.splice(groups.indexOf(other), 1);
  }
  return groups.map((group) => merge(group.readings));
}

function keysOf({ technology, id, name, members }: ArrayReading): string[] {
  const devices = technology === "btrfs" ? members.flatMap((member) => member.name ?? []) : [];
  return [id, name, ...devices.filter((device) => device.startsWith("/dev/"))].map(
    (key) => `${technology} ${key}`,
  );
}

function merge(readings: readonly ArrayReading[]): ArrayReading {
  const [first, ...others] = readings;
  if (first === undefined) throw new Error("nothing to merge");
  if (others.length === 0) return first;
  const named = readings.find(({ id, name }) => id !== name) ?? first;
  // places that were never meant to be filled are known only to who recognised the peculiarity
  const counts = readings.filter(({ quirks }) => quirks.length > 0).concat(readings);
  const expectedMembers = firstOf(counts, (reading) => reading.expectedMembers);
  const activeMembers = least(readings.map((reading) => reading.activeMembers));
  return {
    ...first,
    id: named.id,
    level: firstOf(readings, ({ level }) => level),
    signals: readings.flatMap(({ signals }) => signals).slice(0, 50),
    members: mergeMembers(readings, (expectedMembers ?? 0) - (activeMembers ?? 0)),
    expectedMembers,
    activeMembers,
    operation:
      firstOf(readings, ({ operation }) => (operation?.donePercent == null ? null : operation)) ??
      firstOf(readings, ({ operation }) => operation),
    unrecoveredErrors: most(readings.map((reading) => reading.unrecoveredErrors)),
    mismatches: most(readings.map((reading) => reading.mismatches)),
    sizeBytes: firstOf(readings, ({ sizeBytes }) => sizeBytes),
    usedBytes: firstOf(readings, ({ usedBytes }) => usedBytes),
    thinPoolUsedPercent: most(readings.map((reading) => reading.thinPoolUsedPercent)),
    // who was told something that only a mounted one tells knows it better than who found no mount
    isMounted: readings.some(({ isMounted }) => isMounted) || firstOf(readings, ({ isMounted }) => isMounted),
    quirks: [...new Set(readings.flatMap(({ quirks }) => quirks))].slice(0, 20),
    gaps: readings.flatMap(({ gaps }) => gaps).slice(0, 100),
  };
}

function firstOf<T>(readings: readonly ArrayReading[], of: (reading: ArrayReading) => T | null): T | null {
  for (const reading of readings) {
    const value = of(reading);
    if (value !== null) return value;
  }
  return null;
}

const most = (counts: readonly (number | null)[]): number | null =>
  counts.reduce((a, b) => (a === null ? b : b === null ? a : Math.max(a, b)), null);
const least = (counts: readonly (number | null)[]): number | null =>
  counts.reduce((a, b) => (a === null ? b : b === null ? a : Math.min(a, b)), null);

/** From what says nothing to the worst. */
const RANK: readonly ArrayMember["state"][] = [
  "unknown",
  "ok",
  "spare",
  "rebuilding",
  "removed",
  "missing",
  "failed",
];

/** @param missing places without current data: a lost member that only one command names is not counted twice */
function mergeMembers(readings: readonly ArrayReading[], missing: number): ArrayMember[] {
  const named = new Map<string, ArrayMember>();
  const unnamed: ArrayMember[] = [];
  for (const member of readings.flatMap(({ members }) => members)) {
    const key = member.name?.replace(/^\/dev\//, "");
    if (key === undefined) unnamed.push(member);
    else {
      const known = named.get(key);
      named.set(key, known === undefined ? member : mergeMember(known, member));
    }
  }
  const members = [...named.values()];
  const lost = members.filter(
    ({ state }) => state !== "ok" && state !== "spare" && state !== "unknown",
  ).length;
  const slots = new Set(members.map(({ slot }) => slot).filter((slot) => slot !== null));
  const others = new Map<string, ArrayMember>();
  for (const [number, member] of unnamed.entries())
    if (member.slot === null || !slots.has(member.slot)) others.set(member.slot ?? `? ${number}`, member);
  const still = [...others.values()].toSorted((a, b) => Number(a.slot === null) - Number(b.slot === null));
  return [...members, ...still.slice(0, Math.max(0, missing - lost))].slice(0, MAX_MEMBERS);
}

function mergeMember(a: ArrayMember, b: ArrayMember): ArrayMember {
  const worse = RANK.indexOf(b.state) > RANK.indexOf(a.state) ? b : a;
  const texts = [a, b].flatMap(({ state, stateText }) => (state === worse.state ? [stateText] : []));
  return {
    ...worse,
    // a word tells a person more than the sign another command has for it
    stateText: texts.find((text) => text !== null && /[a-z]{3}/i.test(text)) ?? worse.stateText,
    name: a.name,
    slot: a.slot ?? b.slot,
    serial: a.serial ?? b.serial,
    readErrors: most([a.readErrors, b.readErrors]),
    writeErrors: most([a.writeErrors, b.writeErrors]),
    checksumErrors: most([a.checksumErrors, b.checksumErrors]),
  };
}
