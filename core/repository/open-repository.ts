import { randomBytes } from "node:crypto";
import { BackstayError, isBackstayError } from "../../shared/errors.ts";
import type { RepositoryId } from "../../shared/ids.ts";
import type { Store } from "../storage/store.ts";
import { formatPolynomial, parsePolynomial, randomPolynomial } from "./chunker/polynomial.ts";
import { decodeConfig, encodeConfig } from "./format/config.ts";
import { encodeMasterKey } from "./format/master-key.ts";
import { addKey, newMasterKey, type OpenedKey, openKey } from "./keys/key-store.ts";
import type { Repository } from "./repository.ts";
import { createSealedBytes } from "./sealed-bytes.ts";
import type { MasterKey } from "./types.ts";

const CONFIG = "config";

/**
 * Opens a repository with a password.
 * @throws {BackstayError} REPOSITORY_MISSING, CONFIG_MISSING, KEYS_MISSING, WRONG_PASSWORD, VERSION_UNSUPPORTED, POLYNOMIAL_UNUSABLE, OBJECT_CORRUPT, or what
 * the store throws
 */
export async function openRepository(
  store: Store,
  password: string,
  signal?: AbortSignal,
): Promise<Repository> {
  const sealed = await readConfig(store, signal);
  const { keyId, masterKey } = await openKey(store, password, signal);
  const sealedBytes = createSealedBytes(masterKey);
  const json = sealedBytes.open(sealed);
  if (json === undefined)
    throw new BackstayError("OBJECT_CORRUPT", { kind: CONFIG, name: CONFIG, reason: "mac" });
  const config = decodeConfig(json);
  const { version, id } = config;
  if (version !== 1 && version !== 2) throw new BackstayError("VERSION_UNSUPPORTED", { version });
  return {
    store,
    id,
    version,
    polynomial: parsePolynomial(config.chunkerPolynomial),
    masterKey,
    keyId,
    sealedBytes,
  };
}

/** @returns the sealed config. @throws {BackstayError} REPOSITORY_MISSING, CONFIG_MISSING, or what the store throws */
export async function readConfig(store: Store, signal: AbortSignal | undefined): Promise<Uint8Array> {
  try {
    return await store.read(CONFIG, CONFIG, undefined, signal);
  } catch (error) {
    throw await explainMissing(error, store, signal);
  }
}

/**
 * Makes sure that there is something to open, at the cost of looking for one file.
 * @throws {BackstayError} REPOSITORY_MISSING, CONFIG_MISSING, or what the store throws
 */
export async function requireRepository(store: Store, signal?: AbortSignal): Promise<void> {
  try {
    await store.size(CONFIG, CONFIG, signal);
  } catch (error) {
    throw await explainMissing(error, store, signal);
  }
}

/** @returns the error to throw when the config could not be read */
async function explainMissing(
  cause: unknown,
  store: Store,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const { location } = store;
  if (isBackstayError(cause, "STORE_VANISHED"))
    return new BackstayError("REPOSITORY_MISSING", { location }, { cause });
  if (!isBackstayError(cause, "OBJECT_MISSING")) return cause;
  const code = (await holdsData(store, signal)) ? "CONFIG_MISSING" : "REPOSITORY_MISSING";
  return new BackstayError(code, { location }, { cause });
}

/** Whether anything was ever backed up here. */
export async function holdsData(store: Store, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    for (const kind of ["snapshot", "index", "pack"] as const) {
      for await (const _ of store.list(kind, signal)) return true;
    }
  } catch (error) {
    if (!isBackstayError(error, "STORE_VANISHED")) throw error; // then there is nothing at all
  }
  return false;
}

export type InitOptions = {
  readonly password: string;
  readonly version?: 1 | 2;
  /** Chunker polynomial to share with another repository, so that both cut alike. */
  readonly polynomial?: bigint;
  /** Makes a replica: the same id, polynomial and master key as this repository. */
  readonly like?: Pick<Repository, "id" | "version" | "polynomial" | "masterKey">;
};

/**
 * Makes a new repository. The config is written last, so an interrupted init leaves no repository behind, and init again with
 * the same password goes on with the key it left.
 * @throws {BackstayError} REPOSITORY_EXISTS, also when there are keys of another password or repository; CONFIG_MISSING when there
 * are data already; or what the store throws
 */
export async function initRepository(
  store: Store,
  options: InitOptions,
  signal?: AbortSignal,
): Promise<Repository> {
  const { like, password } = options;
  if (await hasConfig(store, signal))
    throw new BackstayError("REPOSITORY_EXISTS", { location: store.location });
  const version = like?.version ?? options.version ?? 2;
  const id = like?.id ?? (randomBytes(32).toString("hex") as RepositoryId);
  const polynomial = like?.polynomial ?? options.polynomial ?? randomPolynomial();
  await store.create(signal);
  if (await holdsData(store, signal)) throw new BackstayError("CONFIG_MISSING", { location: store.location });
  const left = await openKeyLeftBehind(store, password, like?.masterKey, signal);
  const masterKey = left?.masterKey ?? like?.masterKey ?? newMasterKey();
  const keyId = left?.keyId ?? (await addKey(store, masterKey, password, undefined, signal));
  const sealedBytes = createSealedBytes(masterKey);
  const config = encodeConfig({ version, id, chunkerPolynomial: formatPolynomial(polynomial) });
  await store.write(CONFIG, CONFIG, sealedBytes.seal(config), signal);
  return { store, id, version, polynomial, masterKey, keyId, sealedBytes };
}

/**
 * Two keys of one password with different master keys could not be told apart by whoever opens the repository, and keys are never
 * removed here: they may be all that is left of a repository that lost its config.
 */
async function openKeyLeftBehind(
  store: Store,
  password: string,
  wanted: MasterKey | undefined,
  signal: AbortSignal | undefined,
): Promise<OpenedKey | undefined> {
  const exists = (cause?: unknown) =>
    new BackstayError("REPOSITORY_EXISTS", { location: store.location }, { cause });
  if (!(await hasKeys(store, signal))) return undefined;
  let left: OpenedKey;
  try {
    left = await openKey(store, password, signal);
  } catch (error) {
    throw isBackstayError(error, "WRONG_PASSWORD") ? exists(error) : error;
  }
  const isWanted =
    wanted === undefined || Buffer.compare(encodeMasterKey(left.masterKey), encodeMasterKey(wanted)) === 0;
  if (!isWanted) throw exists();
  return left;
}

async function hasKeys(store: Store, signal: AbortSignal | undefined): Promise<boolean> {
  for await (const _ of store.list("key", signal)) return true;
  return false;
}

export async function hasConfig(store: Store, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await store.size(CONFIG, CONFIG, signal);
    return true;
  } catch (error) {
    if (isBackstayError(error, "OBJECT_MISSING") || isBackstayError(error, "STORE_VANISHED")) return false;
    throw error;
  }
}
