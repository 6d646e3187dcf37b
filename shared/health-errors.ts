import type { SnmpErrorDetails } from "./snmp-errors.ts";

/** Errors about watched hosts and what is on them. */
export type HealthErrorDetails = SnmpErrorDetails & {
  WATCHED_HOST_NOT_FOUND: Record<string, never>;
  /** This machine is always watched, and no other can take its place. */
  WATCHED_HOST_FIXED: { name: string };
  /** A secret is missing that it cannot be reached without. */
  WATCHED_HOST_INCOMPLETE: { name: string; secret: MissingSecret };
  HEALTH_SUBJECT_NOT_FOUND: Record<string, never>;
  /** What is still there cannot be forgotten. */
  HEALTH_SUBJECT_PRESENT: { name: string };
  /** It is not read by smartctl, or behind a controller that has a tool of its own. */
  DISK_TYPE_NOT_TAKEN: { name: string };
  /** Of it nobody can say where it stands: it is not there. */
  STANDING_SUBJECT_NOT_FOUND: Record<string, never>;
  /** Where this computer is, there is the office. */
  STANDING_FIXED: { name: string };
};
export type HealthErrorCode = keyof HealthErrorDetails;

/** What something is signed in with, or the agent that would have it. */
export type MissingSecret =
  | ("privateKey" | "password" | "agent")
  | ("hashPassword" | "cipherPassword" | "community");
