import type { DiskRule } from "./disk-rule.ts";

/**
 * Errors that an ATA disk keeps in its log. They may be years old, and come from the cable as well, so they only explain. NVMe
 * drives log every command they did not like: thousands mean nothing.
 */
export const loggedErrors: DiskRule = ({ protocol, flags, metrics: { errorLogEntries } }) => {
  if (protocol !== "ata" || (!flags.hasErrorLog && (errorLogEntries ?? 0) === 0)) return undefined;
  return { code: "DISK_LOGGED_ERRORS", level: "note", details: { entries: errorLogEntries } };
};
