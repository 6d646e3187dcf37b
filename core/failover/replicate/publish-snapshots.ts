import type { SnapshotId } from "../../../shared/ids.ts";
import type { Repository } from "../../repository/repository.ts";
import { readWhole } from "./read-whole.ts";

/**
 * Copies the file of a snapshot as it is, whose data must all be at the target and in its index.
 * @returns false when the file is damaged at the source, or gone: then nothing is written
 */
export async function publishSnapshot(
  from: Repository,
  to: Repository,
  id: SnapshotId,
  signal: AbortSignal,
): Promise<boolean> {
  const sealed = await readWhole(from.store, "snapshot", id, signal);
  if (sealed === undefined || from.sealedBytes.open(sealed) === undefined) return false;
  await to.store.write("snapshot", id, sealed, signal);
  return true;
}
