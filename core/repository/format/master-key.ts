import type { KeyId } from "../../../shared/ids.ts";
import type { MasterKey } from "../types.ts";
import { corruptDocument, type DocumentSource, openJsonFields } from "./json-fields.ts";

/**
 * Reads the master key that a key file holds sealed.
 *
 * @param json the opened `data` of the key file
 * @throws {BackstayError} OBJECT_CORRUPT for the key file when a part is missing or has the wrong length
 * @source restic repository format v2, "Keys, Encryption and MAC"
 */
export function decodeMasterKey(json: Uint8Array, keyId: KeyId): MasterKey {
  const source: DocumentSource = { kind: "key", name: keyId };
  const fields = openJsonFields(json, source);
  const mac = fields.object("mac");
  if (mac === undefined) throw corruptDocument(source, "schema", "the master key has no mac");
  const key: MasterKey = {
    encryptionKey: fields.bytes("encrypt"),
    macKey: mac.bytes("k"),
    macR: mac.bytes("r"),
  };
  if (key.encryptionKey.length !== 32 || key.macKey.length !== 16 || key.macR.length !== 16) {
    throw corruptDocument(source, "schema", "a part of the master key has the wrong length");
  }
  return key;
}

export function encodeMasterKey({ encryptionKey, macKey, macR }: MasterKey): Uint8Array {
  return Buffer.from(
    `{"mac":{"k":"${base64(macKey)}","r":"${base64(macR)}"},"encrypt":"${base64(encryptionKey)}"}`,
  );
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
