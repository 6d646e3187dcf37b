import { BackstayError } from "../../../shared/errors.ts";
import { parsePolynomial } from "../../repository/chunker/polynomial.ts";
import { decodeConfig } from "../../repository/format/config.ts";
import { readConfig } from "../../repository/open-repository.ts";
import type { Repository } from "../../repository/repository.ts";
import type { Store } from "../../storage/store.ts";
import { compareKeys } from "./compare-keys.ts";
import { requireAlike } from "./require-alike.ts";

/**
 * Opens a place as a replica of a repository that is open: with its master key, so without a password. That is also how a copy that
 * was made by other means is adopted; what opens is proved to be one.
 *
 * @throws {BackstayError} REPOSITORY_MISSING, CONFIG_MISSING; REPLICA_DIFFERS when something else is there; OBJECT_CORRUPT for a config
 * that is damaged; what the store throws
 */
export async function openReplica(
  original: Repository,
  store: Store,
  signal?: AbortSignal,
): Promise<Repository> {
  const sealed = await readConfig(store, signal);
  const json = original.sealedBytes.open(sealed);
  if (json === undefined) {
    // a key file in common makes it the same repository, whose config is damaged
    if ((await compareKeys(original.store, store, signal)).both.length > 0)
      throw new BackstayError("OBJECT_CORRUPT", { kind: "config", name: "config", reason: "mac" });
    const details = {
      location: store.location,
      original: original.store.location,
      reason: "keys",
    } as const;
    throw new BackstayError("REPLICA_DIFFERS", details);
  }
  const { version, id, chunkerPolynomial } = decodeConfig(json);
  if (version !== 1 && version !== 2) throw new BackstayError("VERSION_UNSUPPORTED", { version });
  const replica: Repository = {
    ...original,
    store,
    id,
    version,
    polynomial: parsePolynomial(chunkerPolynomial),
  };
  requireAlike(original, replica);
  return replica;
}
