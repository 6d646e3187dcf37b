import { addKey, openKey, removeKey } from "../../core/repository/keys/key-store.ts";
import { makeCheapKeys } from "../../core/repository/keys/new-key-cost.ts";
import { openLocalStore } from "../../core/storage/local.ts";

/**
 * Gives a repository that a program has made a key of the same password that opens in no time. A test that opens it dozens of times,
 * with restic as well as with the command line, would do little else: half a second of a core each.
 */
export async function cheapenKeys(folder: string, password: string): Promise<void> {
  makeCheapKeys();
  const store = openLocalStore(folder);
  try {
    const dear = await openKey(store, password);
    const cheap = await addKey(store, dear.masterKey, password);
    await removeKey(store, dear.keyId, cheap);
  } finally {
    await store.close();
  }
}
