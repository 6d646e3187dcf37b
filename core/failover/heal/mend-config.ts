import { isBackstayError } from "../../../shared/errors.ts";
import type { Repository } from "../../repository/repository.ts";
import { readDocument } from "../../repository/unpacked-files.ts";
import type { Store } from "../../storage/store.ts";
import { compareKeys } from "../replicate/compare-keys.ts";
import { copyKeys } from "../replicate/copy-keys.ts";
import { isDamage } from "../replicate/damage.ts";
import { openReplica } from "../replicate/open-replica.ts";
import { provenConfig } from "../replicate/proven-config.ts";
import { readingBack } from "../replicate/read-back-store.ts";
import { readWhole } from "../replicate/read-whole.ts";

/** Files that are opened to find out whether a place without a config is a replica: damaged ones may be among them. */
const FILES_TO_TRY = 8;

/**
 * Opens a replica whose config may be damaged or missing: it is put back from the original, together with key files that are missing, when
 * a key file there is one of the original's, or what lies there can be opened with its key, and so is its replica.
 *
 * @throws {BackstayError} as `openReplica`, when that cannot be proved
 */
export async function openReplicaMending(
  original: Repository,
  store: Store,
  signal?: AbortSignal,
): Promise<Repository> {
  try {
    return await openReplica(original, store, signal);
  } catch (error) {
    const isConfigLost =
      isBackstayError(error, "CONFIG_MISSING") ||
      (isBackstayError(error, "OBJECT_CORRUPT") && error.details.kind === "config") ||
      // without a key in common it looks like another repository
      (isBackstayError(error, "REPLICA_DIFFERS") && error.details.reason === "keys");
    const isIts = async () =>
      (await holdsItsKey(original, store, signal)) || (await holdsItsData(original, store, signal));
    if (!isConfigLost || !(await isIts())) throw error;
  }
  const proving = readingBack(store, 1);
  await copyKeys(original, { store: proving }, signal);
  await proving.write("config", "config", await provenConfig(original, signal), signal);
  return await openReplica(original, store, signal);
}

/** A whole key file in common: in it is the key of this repository and no other. */
async function holdsItsKey(
  original: Repository,
  store: Store,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { both } = await compareKeys(original.store, store, signal);
  for (const id of both) if ((await readWhole(store, "key", id, signal)) !== undefined) return true;
  return false;
}

async function holdsItsData(
  original: Repository,
  store: Store,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { sealedBytes } = original;
  for (const kind of ["snapshot", "index"] as const) {
    let tried = 0;
    for await (const { name } of store.list(kind, signal)) {
      if (tried === FILES_TO_TRY) break;
      tried += 1;
      try {
        await readDocument({ store, sealedBytes }, kind, name, signal);
        return true;
      } catch (error) {
        if (!isDamage(error)) throw error;
      }
    }
  }
  return false;
}
