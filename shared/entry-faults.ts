/**
 * What can be wrong with one entry of a folder's listing in a repository, so that nothing of it is believed: the entry is left out and
 * named, those beside it are not. Such entries are written by faulty programs, or forged.
 */
export const ENTRY_FAULTS = [
  /** It is no JSON object; then it has no name either. */
  "json",
  /** It has no name, or one that is not quoted as names are. */
  "name",
  /** An entry before it has the same name. */
  "twice",
  "type",
  "mode",
  /** Any of its three times. */
  "time",
  /** User or group, by number or name. */
  "owner",
  /** Inode or number of the device it is on. */
  "inode",
  "size",
  "links",
  "link-target",
  /** Extended or Windows attributes. */
  "attributes",
  /** Number of a device file. */
  "device",
  /** The list of blobs of a file. */
  "content",
  /** The listing of a folder. */
  "subtree",
  /** What the program that wrote it noted about an error. */
  "note",
] as const;
export type EntryFault = (typeof ENTRY_FAULTS)[number];
