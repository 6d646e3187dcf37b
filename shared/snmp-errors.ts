/** Why a storage box told nothing over SNMP. `version` and `user` are never secret; a community is, and is not among them. */
export type SnmpErrorDetails = {
  /** No answer at all. SNMP version 2c keeps silent about a wrong community, too. */
  SNMP_SILENT: { address: string; version: "v3" | "v2c"; reason: SnmpSilence };
  /** It answers, but not this account. `user` is null where there is none, in version 2c. */
  SNMP_REFUSED: { address: string; user: string | null; reason: SnmpRefusal };
  /** It answers, and shows nothing that Backstay can read; `box` is the maker that was expected. */
  SNMP_NOTHING_SHOWN: { address: string; user: string | null; box: "synology" | "qnap" | "truenas" | null };
};
export type SnmpErrorCode = keyof SnmpErrorDetails;

export type SnmpSilence = "not-found" | "timed-out" | "no-route" | "no-snmp";

/**
 * `level`: the box has this account without encryption or without password. `clock`: its counter of time does not hold. `view`: the
 * account may see nothing. `forged`: the answer was not signed with the password. `password-short`: nothing was sent.
 */
export type SnmpRefusal =
  | "user"
  | "password"
  | "encryption"
  | "level"
  | "clock"
  | "view"
  | "forged"
  | "password-short";
