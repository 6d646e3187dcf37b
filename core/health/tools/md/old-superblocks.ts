/** Superblocks of other kinds than version 1, as `mdadm --examine` prints them. */
import type { ArrayReading } from "../../../../shared/model/health-reading.ts";
import { emptyArray, gap } from "../../reading/empty.ts";
import { toCount } from "../../reading/numbers.ts";
import { stateByCount } from "../../reading/redundancy.ts";
import { arrayUuid } from "./md-names.ts";

type Values = ReadonlyMap<string, string>;
type State = ArrayReading["signals"][number]["state"];

/** How DDF calls the state of a volume, in front of `, Consistent` or `, Not Consistent`. */
const DDF_STATES: Readonly<Record<string, State>> = {
  Optimal: "ok",
  "Partially Optimal": "degraded",
  Degraded: "degraded",
  Failed: "failed",
  Missing: "failed",
  Offline: "inactive",
};

const MAX_VOLUMES = 64;

/**
 * An array with a superblock of version 0.90, which counts its members.
 *
 * @param rows how many rows of its table say `active sync`; the one of the device itself is not among them
 * @returns undefined when it is of another kind
 */
export function arrayOfVersion0(values: Values, device: string, rows: number): ArrayReading | undefined {
  if (!values.get("Version")?.startsWith("0.90")) return undefined;
  const uuid = arrayUuid(/^\S{1,80}/.exec(values.get("UUID") ?? "")?.[0]);
  const minor = toCount(values.get("Preferred Minor"));
  const name = minor === null ? device : `md${minor}`;
  const array = emptyArray(uuid ?? name, name, "md");
  array.level = values.get("Raid Level") ?? null;
  array.expectedMembers = toCount(values.get("Raid Devices"));
  array.activeMembers = toCount(values.get("Active Devices"));
  const state = stateByCount(array.level, array.expectedMembers, array.activeMembers);
  array.signals.push({
    source: "mdadm --examine",
    text: `${values.get("State") ?? ""} ${array.activeMembers ?? "?"} of ${array.expectedMembers ?? "?"}`,
    state: state === "ok" && rows !== array.activeMembers ? "unknown" : state,
  });
  return array;
}

/** @returns the volumes in a DDF container; none when it is no such container */
export function volumesOfDdf(values: Values): ArrayReading[] {
  if (values.get("Magic") !== "de11de11") return [];
  const volumes: ArrayReading[] = [];
  for (let n = 0; n < MAX_VOLUMES && values.has(`state[${n}]`); n += 1) {
    const name = values.get(`Name[${n}]`) || `volume ${n}`;
    const array = emptyArray(values.get(`VD GUID[${n}]`) || name, name, "md");
    array.level = values.get(`Raid Level[${n}]`)?.toLowerCase() ?? null;
    const text = values.get(`state[${n}]`) ?? "";
    const [word, consistency] = text.split(", ");
    const known = word !== undefined && Object.hasOwn(DDF_STATES, word) ? DDF_STATES[word] : undefined;
    // a volume whose data is not consistent awaits a resync, and one of which the description is cut off is not known
    const isWhole = consistency === "Consistent" && values.has(`Array Size[${n}]`);
    array.signals.push({
      source: "mdadm --examine",
      text,
      state: known === undefined || (known === "ok" && !isWhole) ? "unknown" : known,
    });
    volumes.push(array);
  }
  if (toCount(values.get("Virtual Disks")) !== volumes.length)
    for (const array of volumes) array.gaps.push(gap("output-truncated", values.get("Virtual Disks")));
  return volumes;
}
