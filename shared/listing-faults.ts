/**
 * What can be wrong with a whole list in a repository, so that nothing of it can be used: the list of what is in a folder (a tree), and
 * that of what is in a pack file (its header).
 */
import type { EntryFault } from "./entry-faults.ts";

export const TREE_FAULTS = [
  /** No JSON, or JSON of another form. */
  "json",
  /** It has no list of entries. */
  "no-list",
  /** A folder that says nothing about where its own list is. */
  "no-subtree",
  "within-itself",
  /** Deeper than any path can be. */
  "too-deep",
  /** The same folders again and again, which come to more entries than anybody has. */
  "endless",
] as const;
/** `entry-…`: one entry cannot be believed, and whoever reads the list needs them all. */
export type TreeFault = (typeof TREE_FAULTS)[number] | `entry-${EntryFault}`;

export const PACK_HEADER_FAULTS = [
  /** The file is too short to have one. */
  "too-short",
  /** It says of itself that it has a length it cannot have. */
  "length",
  /** It was changed, or sealed with another key. */
  "seal",
  /** It ends in the middle of an entry, or holds one that cannot be. */
  "entry",
  /** The lengths of its blobs do not come to the size of the file. */
  "size",
  /** The place it is stored at cannot give it. */
  "unreadable",
] as const;
export type PackHeaderFault = (typeof PACK_HEADER_FAULTS)[number];
