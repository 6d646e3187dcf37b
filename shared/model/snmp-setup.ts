/** How a storage box is asked over SNMP. What it is signed in with is in the key store only. */
import { z } from "zod";
import { HostAddress, Port, UserName } from "./host-place.ts";

/** Makers whose own branch of the tree of identifiers Backstay can read. */
export const SNMP_BOXES = ["synology", "qnap", "truenas"] as const;
export type SnmpBox = (typeof SNMP_BOXES)[number];

/** By the names that boxes show in their settings. Anything but SHA-2 is there for boxes that know no better. */
export const SNMP_HASHES = ["sha256", "sha384", "sha512", "sha224", "sha1", "md5"] as const;
export type SnmpHash = (typeof SNMP_HASHES)[number];

/**
 * `aes256-blumenthal` and `aes256-reeder` are two ways to make a key for AES-256, of which no standard chose one. DES is broken, and
 * Node.js no longer has it.
 */
export const SNMP_CIPHERS = ["aes128", "aes256-blumenthal", "aes256-reeder"] as const;
export type SnmpCipher = (typeof SNMP_CIPHERS)[number];

/** Shorter passwords make no key (RFC 3414, 11.2), and agents refuse them. */
export const SNMP_PASSWORD_MIN_LENGTH = 8;

export const SNMP_PORT = 161;

export const SnmpHostSetup = z.strictObject({
  kind: z.literal("snmp"),
  address: HostAddress,
  port: Port,
  /** Whose box it is; null leaves it to the box to say. */
  box: z.enum(SNMP_BOXES).nullable(),
  signIn: z.discriminatedUnion("version", [
    /** Always signed and encrypted. */
    z.strictObject({
      version: z.literal("v3"),
      user: UserName,
      hash: z.enum(SNMP_HASHES),
      cipher: z.enum(SNMP_CIPHERS),
    }),
    /** Insecure: the community goes over the network in clear, and so does every answer, which anybody there may forge. */
    z.strictObject({ version: z.literal("v2c") }),
  ]),
});
export type SnmpHostSetup = z.infer<typeof SnmpHostSetup>;

/** Whether nobody in between can read along, or answer in the box's place. Shown wherever the host is. */
export function isSecure({ version }: Pick<SnmpHostSetup["signIn"], "version">): boolean {
  return version === "v3";
}
