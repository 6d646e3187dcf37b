import type { SnapshotId } from "../../../shared/ids.ts";
import { readManifest } from "../manifest/set-manifest.ts";
import type { ReplicaEnd } from "./replication.ts";

export type RemovedSnapshots = {
  /** Those that the records of either replica say were removed on purpose, and `known` ones. */
  readonly tombstones: ReadonlySet<SnapshotId>;
  /** Names of records that are damaged: what they said is not known. */
  readonly damaged: readonly { readonly side: "from" | "to"; readonly name: string }[];
};

/** Reads what replicas remember as removed, which holds for both, whichever of them it was removed from. */
export async function readRemoved(
  from: ReplicaEnd,
  to: ReplicaEnd,
  known: ReadonlySet<SnapshotId> | undefined,
  signal: AbortSignal,
): Promise<RemovedSnapshots> {
  const tombstones = new Set(known);
  const damaged: { side: "from" | "to"; name: string }[] = [];
  for (const [side, end] of [["from", from] as const, ["to", to] as const]) {
    const { tombstones: found, findings } = await readManifest(end, signal);
    for (const { snapshotId } of found) tombstones.add(snapshotId);
    for (const { name, problem } of findings) if (problem === "damaged") damaged.push({ side, name });
  }
  return { tombstones, damaged };
}
