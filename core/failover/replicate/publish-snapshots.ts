import type { SnapshotId } from "../../../shared/ids.ts";
import { sha256 } from "../../repository/pack/blob-codec.ts";
import type { Repository } from "../../repository/repository.ts";

/**
 * Copies the file of a snapshot as it is, whose data must all be at the target and in its index.
 * @returns false when the file is damaged at the source: then nothing is written
 */
export async function publishSnapshot(
  from: Repository,
  to: Repository,
  id: SnapshotId,
  signal: AbortSignal,
): Promise<boolean> {
  const sealed = await from.store.read("snapshot", id, undefined, signal);
  if (sha256(sealed).toString("hex") !== id || from.sealedBytes.open(sealed) === undefined) return false;
  await to.store.write("snapshot", id, sealed, signal);
  return true;
}
