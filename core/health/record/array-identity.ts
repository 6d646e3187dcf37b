import type { WatchedHostId } from "../../../shared/ids.ts";
import type { ArrayReading } from "../../../shared/model/health-reading.ts";
import type { HealthSubjectStore, SubjectRecordOf } from "../../catalog/health-subject-store.ts";

export type ArrayRecord = SubjectRecordOf<"array">;

/** By what the catalog knows an array, and its record if it was there before. */
export type ArrayKey = { readonly identity: string; readonly known: ArrayRecord | undefined };

/**
 * Finds the records of a host's arrays: by their UUIDs, which stay the same. An array that does not run tells none to whoever may not
 * ask mdadm, nor does one whose command did not answer: that is the one that was known by its name. And one that was known by its name
 * only is the one of that name that tells its UUID now.
 *
 * @returns in the order of the readings
 */
export function findArrays(
  store: Pick<HealthSubjectStore, "find" | "list">,
  hostId: WatchedHostId,
  readings: readonly ArrayReading[],
): readonly ArrayKey[] {
  const keys = readings.map((reading): ArrayKey => {
    const identity = identityOf(hostId, reading.technology, reading.id);
    return { identity, known: store.find("array", identity) };
  });
  const taken = new Set(keys.map(({ identity }) => identity));
  const records = store.list(hostId).filter((one): one is ArrayRecord => one.kind === "array");
  return keys.map((key, n) => {
    const reading = readings[n];
    // one that is gone gives way to one that is there
    if (reading === undefined || (key.known !== undefined && key.known.vanishedMs === null)) return key;
    const { technology, name } = reading;
    const byName = identityOf(hostId, technology, name);
    const alike = records.filter(
      (one) => one.name === name && one.reading.technology === technology && !taken.has(one.identity),
    );
    const isNamed = key.identity === byName;
    const known = isNamed ? only(alike) : alike.find(({ identity }) => identity === byName);
    if (known === undefined || (key.known !== undefined && !isNamed)) return key;
    taken.add(known.identity);
    return { identity: isNamed ? known.identity : key.identity, known };
  });
}

/** What nobody can tell apart is not guessed; of those that are gone none is meant. */
function only(records: readonly ArrayRecord[]): ArrayRecord | undefined {
  const present = records.filter(({ vanishedMs }) => vanishedMs === null);
  return present.length === 1 ? present[0] : undefined;
}

function identityOf(hostId: WatchedHostId, technology: string, id: string): string {
  return `${hostId} ${technology} ${id}`;
}
