/** The read-only question to a Mac; its answer is then made into JSON by `plutil`. */
export const APPLE_RAID_PROGRAM = "/usr/sbin/diskutil";
export const APPLE_RAID_QUESTION: readonly string[] = ["appleRAID", "list", "-plist"];

/** Reads the property list from its standard input. */
export const PLIST_TO_JSON_PROGRAM = "/usr/bin/plutil";
export const PLIST_TO_JSON: readonly string[] = ["-convert", "json", "-o", "-", "-"];
