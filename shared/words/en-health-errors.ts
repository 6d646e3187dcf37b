import type { HealthErrorCode } from "../health-errors.ts";
import type { SnmpErrorCode } from "../snmp-errors.ts";
import type { ErrorWords } from "./types.ts";

const SECRET = {
  privateKey: "Give the private key that it lets in.",
  password: "Give the password.",
  hashPassword:
    "Give the password that the box checks signatures with, called authentication in its settings.",
  cipherPassword: "Give the password for encryption, called privacy in the settings of most boxes.",
  community: "Give the community.",
  agent: "Start an SSH agent beside Backstay, or choose a key or a password.",
} as const;

/** English words for errors about watched hosts. */
export const enHealthErrors: Omit<Pick<ErrorWords, HealthErrorCode>, SnmpErrorCode> = {
  WATCHED_HOST_NOT_FOUND: () => ({
    message: "There is no such host.",
    hint: "Nothing was changed. Somebody may have removed it.",
  }),
  WATCHED_HOST_FIXED: (d) => ({
    message: `${d.name} is the computer that Backstay runs on, and is always watched.`,
    hint: "Nothing was changed.",
  }),
  WATCHED_HOST_INCOMPLETE: (d) => ({
    message: `${d.name} cannot be reached without something to sign in with.`,
    hint: `Nothing was saved. ${SECRET[d.secret]}`,
  }),
  HEALTH_SUBJECT_NOT_FOUND: () => ({
    message: "There is no such disk, array or controller.",
    hint: "Nothing was changed. Its host may have been removed.",
  }),
  HEALTH_SUBJECT_PRESENT: (d) => ({
    message: `${d.name} is still there.`,
    hint: "Nothing was changed. Only what is gone can be forgotten; what is there can be acknowledged.",
  }),
  DISK_TYPE_NOT_TAKEN: (d) => ({
    message: `How ${d.name} is reached cannot be chosen: it is not read by smartctl as a device of its own.`,
    hint: "Nothing was changed. What is behind a RAID controller or in a storage box is read as that tells it.",
  }),
  STANDING_SUBJECT_NOT_FOUND: () => ({
    message: "There is no such machine and no such place.",
    hint: "Nothing was changed. Somebody may have removed it, or it is called otherwise.",
  }),
  STANDING_FIXED: (d) => ({
    message: `${d.name} is the computer that Backstay runs on: where it is, there is the office.`,
    hint: "Nothing was changed. Say where the other machines stand.",
  }),
};
