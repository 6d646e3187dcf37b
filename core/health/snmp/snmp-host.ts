/** A storage box that tells of its disks over SNMP, and how a person signs in there. */

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

/** Never logged, never part of an error. */
export type SnmpSignIn =
  | {
      readonly version: "v3";
      readonly user: string;
      readonly hash?: SnmpHash;
      readonly hashPassword: string;
      readonly cipher?: SnmpCipher;
      readonly cipherPassword: string;
    }
  /** Insecure: the community goes over the network in clear, and so does every answer, which anybody there may forge. */
  | { readonly version: "v2c"; readonly community: string };

export type SnmpHost = {
  /** A name, or an address of either kind. */
  readonly address: string;
  readonly port: number;
  readonly signIn: SnmpSignIn;
  /** Whose box it is; without it the box is asked. */
  readonly box?: SnmpBox;
};

export const SNMP_PORT = 161;

/** How much one reading may take. A box with hundreds of disks stays far below. */
export type SnmpLimits = {
  /** For all of it. */
  readonly timeMs: number;
  /** For the answer to one request, which is sent again twice. */
  readonly requestMs: number;
  readonly values: number;
  /** Of all answers together, as they come from the network. */
  readonly bytes: number;
};

export const USUAL_SNMP_LIMITS: SnmpLimits = {
  timeMs: 30_000,
  requestMs: 3000,
  values: 20_000,
  bytes: 4 * 1024 * 1024,
};

/** Whether nobody in between can read along, or answer in the box's place. Shown wherever the host is. */
export function isSecure({ version }: Pick<SnmpSignIn, "version">): boolean {
  return version === "v3";
}
