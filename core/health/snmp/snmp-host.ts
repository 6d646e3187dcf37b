/** A storage box that tells of its disks over SNMP, and how a person signs in there. */
import type { SnmpBox, SnmpCipher, SnmpHash, SnmpHostSetup } from "../../../shared/model/snmp-setup.ts";
import type { WatchedHostSecrets } from "../../../shared/model/watched-host.ts";

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

/** @param secrets all that the setup needs; see `missingSecret` */
export function snmpHostOf(
  { address, port, box, signIn }: SnmpHostSetup,
  { hashPassword = "", cipherPassword = "", community = "" }: WatchedHostSecrets,
): SnmpHost {
  return {
    ...{ address, port },
    ...(box === null ? {} : { box }),
    signIn: signIn.version === "v3" ? { ...signIn, hashPassword, cipherPassword } : { ...signIn, community },
  };
}
