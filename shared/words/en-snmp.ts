import type { SnmpErrorCode, SnmpErrorDetails, SnmpRefusal, SnmpSilence } from "../snmp-errors.ts";
import type { ErrorWords } from "./types.ts";

const silence: Readonly<Record<SnmpSilence, string>> = {
  "not-found": "No machine has this name. Check its spelling, or use its IP address.",
  "timed-out": "It may be off or busy, its SNMP service may be switched off, or a firewall keeps SNMP out.",
  "no-route": "This computer's network does not lead there. Is a cable or the VPN missing?",
  "no-snmp":
    "What came back is no SNMP that makes sense. Check the port, and switch its SNMP service off and on.",
};

const refusal: Readonly<Record<SnmpRefusal, string>> = {
  user: "It knows no such account. Check the name, and that SNMPv3 is switched on for it.",
  password:
    "The password is wrong, or the box hashes it in another way. Compare both with its settings: many boxes only know SHA-1.",
  encryption:
    "The password for encryption is wrong, or the box encrypts in another way. Compare both with its settings.",
  level:
    "There, this account works without encryption or without a password. Have both switched on for it, so that nobody can read along or answer in its place.",
  clock:
    "Its own count of time does not hold, as after a restart. Try again; if that stays, restart its SNMP service.",
  view: "This account may see nothing there. Allow it to read everything.",
  forged:
    "The answer was not signed and encrypted with this account's passwords, so it was not believed. Something else may be answering in its place.",
  "password-short":
    "Nothing was sent: both passwords must have 8 characters or more. Shorter ones cannot be set on any box.",
};

const MAKERS: Readonly<Record<NonNullable<SnmpErrorDetails["SNMP_NOTHING_SHOWN"]["box"]>, string>> = {
  synology: "Synology",
  qnap: "QNAP",
  truenas: "TrueNAS",
};

/** English words for boxes that tell nothing over SNMP. */
export const enSnmpWords: Pick<ErrorWords, SnmpErrorCode> = {
  SNMP_SILENT: (d) => ({
    message: `${d.address} gives no answer over SNMP.`,
    hint: `Nothing is known of its disks until it answers. ${silence[d.reason]}${d.version === "v2c" && d.reason === "timed-out" ? " A wrong community is met with silence as well." : ""}`,
  }),
  SNMP_REFUSED: (d) => ({
    message: `${d.address} does not answer ${d.user ?? "this community"} over SNMP.`,
    hint: `Nothing is known of its disks until it does. ${refusal[d.reason]}`,
  }),
  SNMP_NOTHING_SHOWN: (d) => ({
    message: `${d.address} answers over SNMP, but shows ${d.user ?? "this community"} nothing of ${d.box === null ? "a Synology, QNAP or TrueNAS" : MAKERS[d.box]}.`,
    hint: "Nothing is known of its disks. Allow the account to read everything, not only the usual system branch. Any other machine is watched over SSH.",
  }),
};
