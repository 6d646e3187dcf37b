import type { KeyId } from "../../../shared/ids.ts";
import { encodeJsonText } from "./go-json.ts";
import { openJsonFields } from "./json-fields.ts";

/**
 * A key file: what a password is turned into a key with, and the master key sealed with that key. It is plain JSON.
 * @source restic repository format v2, "Keys, Encryption and MAC"
 */
export type KeyFile = {
  /** RFC 3339, as it was written. */
  readonly created: string;
  readonly username: string;
  readonly hostname: string;
  /** `scrypt` in every repository so far. */
  readonly kdf: string;
  /** Parameters of scrypt as they stand in the file: check them before use. */
  readonly n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Uint8Array;
  /** The sealed master key, see `master-key.ts`. */
  readonly data: Uint8Array;
};

/** @throws {BackstayError} OBJECT_CORRUPT */
export function decodeKeyFile(json: Uint8Array, keyId: KeyId): KeyFile {
  const fields = openJsonFields(json, { kind: "key", name: keyId });
  return {
    created: fields.time("created").text,
    username: fields.text("username"),
    hostname: fields.text("hostname"),
    kdf: fields.text("kdf"),
    n: fields.count("N"),
    r: fields.count("r"),
    p: fields.count("p"),
    salt: fields.bytes("salt"),
    data: fields.bytes("data"),
  };
}

export function encodeKeyFile(key: KeyFile): Uint8Array {
  return Buffer.from(
    `{"created":${encodeJsonText(key.created)},"username":${encodeJsonText(key.username)},` +
      `"hostname":${encodeJsonText(key.hostname)},"kdf":${encodeJsonText(key.kdf)},` +
      `"N":${key.n},"r":${key.r},"p":${key.p},"salt":"${base64(key.salt)}","data":"${base64(key.data)}"}`,
  );
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
