import type { HealthSubjectId } from "../../../../shared/ids.ts";
import type { ArrayReading } from "../../../../shared/model/health-reading.ts";
import type { ArrayView, DiskView } from "../../../../shared/model/health-view.ts";

type Member = ArrayReading["members"][number];

/** One place of an array, as it is drawn. */
export type Bay = {
  readonly key: string;
  /** Where to look for it, as the tool or the disk says; null when nobody does. */
  readonly slot: string | null;
  /** `sdb1`, `252:4`; null for a place that nothing is in. */
  readonly name: string | null;
  readonly serial: string | null;
  readonly state: Member["state"];
  /** The tool's own words. */
  readonly stateText: string | null;
  /** What is known of the disk in it. */
  readonly disk: DiskView | undefined;
  /** How far it is filled while it is rebuilt; null when it is not, or nobody says. */
  readonly filledPercent: number | null;
  /** It is to be filled, and nothing fills it yet. */
  readonly waits: boolean;
  /** Errors that the array counts of it: reading, writing, checksums together. */
  readonly errors: number;
};

/** What is where it belongs; the other places of an array are listed, too. */
const HOLDS_A_PLACE = new Set<Member["state"]>(["ok", "rebuilding", "missing", "removed", "unknown"]);

/**
 * The places of an array in the order in which they are in the box: by slot, and those without one by name, because tools list them
 * in an order of their own, which changes; spare members last. Places that should be filled and that the tool does not list are added as missing.
 */
export function arrayBays(array: ArrayView, disks: ReadonlyMap<HealthSubjectId, DiskView>): readonly Bay[] {
  const { members, expectedMembers, operation } = array.reading;
  // only md is known to tell of every rebuild that runs
  const isIdle = operation === null ? array.reading.technology === "md" : operation.isWaiting;
  const filling = operation === null || operation.isWaiting ? null : operation.donePercent;
  const bays = members.map((member, n): Bay => {
    const diskId = array.memberDisks[n] ?? null;
    const disk = diskId === null ? undefined : disks.get(diskId);
    const { name, state, stateText } = member;
    return {
      key: `${n} ${name ?? ""}`,
      slot: member.slot ?? disk?.place.slot ?? null,
      serial: member.serial ?? disk?.identity.serial ?? null,
      ...{ name, state, stateText, disk },
      filledPercent: state === "rebuilding" ? filling : null,
      waits: state === "rebuilding" && isIdle,
      errors: (member.readErrors ?? 0) + (member.writeErrors ?? 0) + (member.checksumErrors ?? 0),
    };
  });
  const placed = bays.filter(({ state }) => HOLDS_A_PLACE.has(state)).length;
  const failed = bays.filter(({ state }) => state === "failed").length;
  const lacking = Math.max(0, (expectedMembers ?? 0) - placed - failed);
  const empty = Array.from({ length: Math.min(lacking, MOST_ADDED) }, (_, n) => emptyBay(n));
  return [...inOrder(bays), ...empty];
}

/** A tool that says it expects a thousand members is not believed in a picture. */
const MOST_ADDED = 32;

function emptyBay(n: number): Bay {
  const nothing = {
    slot: null,
    name: null,
    serial: null,
    stateText: null,
    disk: undefined,
    filledPercent: null,
    waits: false,
  };
  return { key: `missing ${n}`, ...nothing, state: "missing", errors: 0 };
}

function inOrder(bays: readonly Bay[]): readonly Bay[] {
  return bays.toSorted(
    (a, b) =>
      Number(a.state === "spare") - Number(b.state === "spare") ||
      compare(a.slot, b.slot) ||
      compare(a.name, b.name),
  );
}

/** As people count, 2 before 10; what is not known comes last. */
function compare(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a.localeCompare(b, "en", { numeric: true });
}
