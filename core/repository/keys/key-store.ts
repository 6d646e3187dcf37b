import { randomBytes } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { BackstayError, isBackstayError } from "../../../shared/errors.ts";
import type { KeyId } from "../../../shared/ids.ts";
import type { Store } from "../../storage/store.ts";
import { formatLocalTime } from "../format/go-time.ts";
import { decodeKeyFile, encodeKeyFile, type KeyFile } from "../format/key-file.ts";
import { decodeMasterKey, encodeMasterKey } from "../format/master-key.ts";
import { sha256 } from "../pack/blob-codec.ts";
import { createSealedBytes } from "../sealed-bytes.ts";
import type { MasterKey } from "../types.ts";
import { deriveKey, type ScryptParameters } from "./derive-key.ts";
import { newKeyCost } from "./new-key-cost.ts";
import { passwordToBytes } from "./password-bytes.ts";
import { checkScryptParameters } from "./scrypt-parameters.ts";

/** What a password opened. */
export type OpenedKey = { readonly keyId: KeyId; readonly masterKey: MasterKey };

/** A key file as a person sees it in the list of keys. */
export type KeyInfo = Pick<KeyFile, "created" | "username" | "hostname"> & { readonly id: KeyId };

export type KeyOwner = { readonly username: string; readonly hostname: string };

const SALT_LENGTH = 64;

/**
 * Finds the key file that a password opens.
 * @param password text, or what `passwordFromBytes` made of other bytes
 * @throws {BackstayError} KEYS_MISSING when there are none; WRONG_PASSWORD when none is opened by it; when some could not even be tried (damaged, absurd), the first of
 * their errors instead
 */
export async function openKey(store: Store, password: string, signal?: AbortSignal): Promise<OpenedKey> {
  let failure: BackstayError | undefined;
  let count = 0;
  let whole = 0;
  for await (const { name } of store.list("key", signal)) {
    count += 1;
    try {
      const keyId = name as KeyId;
      const masterKey = await tryKey(store, keyId, password, signal);
      if (masterKey !== undefined) return { keyId, masterKey };
      whole += 1;
    } catch (error) {
      if (!(error instanceof BackstayError) || !KEY_FAULTS.has(error.code)) throw error;
      failure ??= error;
    }
  }
  if (count === 0) throw new BackstayError("KEYS_MISSING", { location: store.location });
  if (failure !== undefined && isBackstayError(failure, "OBJECT_CORRUPT"))
    throw new BackstayError("OBJECT_CORRUPT", { ...failure.details, otherKeys: whole }, { cause: failure });
  if (failure !== undefined && isBackstayError(failure, "KEY_PARAMETERS_ABSURD"))
    throw new BackstayError(
      "KEY_PARAMETERS_ABSURD",
      { ...failure.details, otherKeys: whole },
      { cause: failure },
    );
  throw failure ?? new BackstayError("WRONG_PASSWORD", { location: store.location });
}

/** Faults of one key file, which must not keep another from being tried. */
const KEY_FAULTS: ReadonlySet<string> = new Set([
  "OBJECT_CORRUPT",
  "OBJECT_MISSING",
  "KEY_PARAMETERS_ABSURD",
]);

/** @returns undefined when the password is not this key's */
async function tryKey(
  store: Store,
  keyId: KeyId,
  password: string,
  signal: AbortSignal | undefined,
): Promise<MasterKey | undefined> {
  const bytes = await store.read("key", keyId, undefined, signal);
  const { kdf, n, r, p, salt, data } = decodeKeyFile(bytes, keyId);
  if (kdf !== "scrypt")
    throw new BackstayError("OBJECT_CORRUPT", { kind: "key", name: keyId, reason: "schema" });
  checkScryptParameters({ n, r, p }, keyId);
  const userKey = await deriveUserKey(password, salt, { n, r, p }, signal);
  const json = createSealedBytes(userKey).open(data);
  if (json !== undefined) return decodeMasterKey(json, keyId);
  // a damaged salt looks like a wrong password, and would send a person looking for another one
  if (sha256(bytes).toString("hex") === keyId) return undefined;
  throw new BackstayError("OBJECT_CORRUPT", { kind: "key", name: keyId, reason: "hash" });
}

async function deriveUserKey(
  password: string,
  salt: Uint8Array,
  parameters: ScryptParameters,
  signal: AbortSignal | undefined,
): Promise<MasterKey> {
  const bytes = await deriveKey(passwordToBytes(password), salt, parameters, signal);
  return { encryptionKey: bytes.slice(0, 32), macKey: bytes.slice(32, 48), macR: bytes.slice(48, 64) };
}

/** Makes a key file for a password. It is durable when this resolves. */
export async function addKey(
  store: Store,
  masterKey: MasterKey,
  password: string,
  owner: KeyOwner = whoIsHere(),
  signal?: AbortSignal,
): Promise<KeyId> {
  const salt = randomBytes(SALT_LENGTH);
  const { n, r, p } = newKeyCost();
  const userKey = await deriveUserKey(password, salt, { n, r, p }, signal);
  const data = createSealedBytes(userKey).seal(encodeMasterKey(masterKey));
  const created = formatLocalTime(BigInt(Date.now()) * 1_000_000n);
  const file = encodeKeyFile({ created, ...owner, kdf: "scrypt", n, r, p, salt, data });
  const keyId = sha256(file).toString("hex") as KeyId;
  await store.write("key", keyId, file, signal);
  return keyId;
}

/** Lists the keys; one that is damaged does not hide the others. */
export async function listKeys(
  store: Store,
  signal?: AbortSignal,
): Promise<{ readonly keys: readonly KeyInfo[]; readonly broken: readonly BackstayError[] }> {
  const keys: KeyInfo[] = [];
  const broken: BackstayError[] = [];
  for await (const { name } of store.list("key", signal)) {
    const id = name as KeyId;
    try {
      const file = decodeKeyFile(await store.read("key", id, undefined, signal), id);
      keys.push({ id, created: file.created, username: file.username, hostname: file.hostname });
    } catch (error) {
      if (!isBackstayError(error, "OBJECT_CORRUPT")) throw error;
      broken.push(error);
    }
  }
  return { keys, broken };
}

/** @throws {BackstayError} KEY_IN_USE for the key that opened the repository: without it there might be no way back in */
export async function removeKey(
  store: Store,
  keyId: KeyId,
  inUse: KeyId,
  signal?: AbortSignal,
): Promise<void> {
  if (keyId === inUse) throw new BackstayError("KEY_IN_USE", { keyId });
  await store.remove("key", keyId, signal);
}

export function newMasterKey(): MasterKey {
  return { encryptionKey: randomBytes(32), macKey: randomBytes(16), macR: randomBytes(16) };
}

export function whoIsHere(): KeyOwner {
  return { username: userInfo().username, hostname: hostname() };
}
