import { createHash } from "node:crypto";

/**
 * A host's public key as it is pinned and shown: its type and fingerprint, as `ssh-keygen -l` prints them, such as
 * `ssh-ed25519 SHA256:47DEQpj8HBSa…`.
 */
export type HostKey = string & { readonly brand: "HostKey" };

/** What a host may prove itself with, by the type of key. RSA keys sign in two ways. */
const SIGNATURES: Readonly<Record<string, readonly string[]>> = {
  "ssh-rsa": ["rsa-sha2-512", "rsa-sha2-256"],
};
const PINNED = /^([a-z0-9@.-]{1,60}) SHA256:[A-Za-z0-9+/]{43}$/;

/**
 * @param blob the key as the protocol carries it: a length in four bytes, the type, and what belongs to that type
 * @returns undefined when it is none
 */
export function hostKeyOf(blob: Uint8Array): HostKey | undefined {
  if (blob.length < 4) return undefined;
  const length = new DataView(blob.buffer, blob.byteOffset).getUint32(0);
  const type = Buffer.from(blob.subarray(4, 4 + length)).toString("latin1");
  const fingerprint = createHash("sha256").update(blob).digest("base64").replace(/=+$/, "");
  const key = `${type} SHA256:${fingerprint}`;
  return PINNED.test(key) ? (key as HostKey) : undefined;
}

/** @returns undefined when the text is no pinned key */
export function parseHostKey(text: string): HostKey | undefined {
  return PINNED.test(text) ? (text as HostKey) : undefined;
}

/** How a host with this key signs: only so is it asked to, since a host with several keys would otherwise show another one. */
export function signaturesOf(key: HostKey): readonly string[] {
  const type = PINNED.exec(key)?.[1] ?? "";
  return SIGNATURES[type] ?? [type];
}
