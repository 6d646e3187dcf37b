import { randomBytes } from "node:crypto";
import type { KeyId, RepositoryId } from "../../../shared/ids.ts";
import type { Store } from "../../storage/store.ts";
import { randomPolynomial } from "../chunker/polynomial.ts";
import { newMasterKey } from "../keys/key-store.ts";
import type { Repository } from "../repository.ts";
import { createSealedBytes } from "../sealed-bytes.ts";

/** A repository as it is once opened, on a store that has neither key nor config: for tests of what comes after. */
export function bareRepository(store: Store, masterKey = newMasterKey()): Repository {
  return {
    store,
    id: randomBytes(32).toString("hex") as RepositoryId,
    version: 2,
    polynomial: randomPolynomial(),
    masterKey,
    keyId: randomBytes(32).toString("hex") as KeyId,
    sealedBytes: createSealedBytes(masterKey),
  };
}
