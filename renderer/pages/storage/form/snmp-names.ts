/** What makers and standards call things, the same in all languages. */
import type { SnmpBox, SnmpCipher, SnmpHash } from "../../../../shared/model/snmp-setup.ts";

export const HASH_NAMES: Readonly<Record<SnmpHash, string>> = {
  sha256: "SHA-256",
  sha384: "SHA-384",
  sha512: "SHA-512",
  sha224: "SHA-224",
  sha1: "SHA-1",
  md5: "MD5",
};

export const CIPHER_NAMES: Readonly<Record<SnmpCipher, string>> = {
  aes128: "AES-128",
  "aes256-blumenthal": "AES-256 (Blumenthal)",
  "aes256-reeder": "AES-256 (Reeder)",
};

export const BOX_NAMES: Readonly<Record<SnmpBox, string>> = {
  synology: "Synology",
  qnap: "QNAP",
  truenas: "TrueNAS",
};
