import type { SnapshotId } from "../../../../shared/ids.ts";
import type { SelectableSnapshot } from "../selectable.ts";

/** @param time RFC 3339, at most milliseconds; also decides the id, unless `id` is given */
export function sampleSnapshot(
  time: string,
  rest: Partial<Omit<SelectableSnapshot, "time" | "timeNs" | "id">> & { readonly id?: string } = {},
): SelectableSnapshot {
  const timeNs = BigInt(Date.parse(time)) * 1_000_000n;
  const id = (rest.id ?? timeNs.toString(16)).padEnd(64, "0") as SnapshotId;
  return { hostname: "nas", paths: ["/srv"], tags: [], ...rest, id, time, timeNs };
}
