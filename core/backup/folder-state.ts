import type { BlobId } from "../../shared/ids.ts";
import type { RawPath } from "../platform/raw-path.ts";
import type { FolderRecord } from "./folder-record.ts";
import type { PreviousFolder } from "./previous-folder.ts";

/** A folder being backed up, from when it is found until its tree is known. */
export type FolderState = {
  readonly path: RawPath;
  readonly parent: FolderState | undefined;
  /** Where this folder stands among its parent's entries. */
  readonly slot: number;
  /** Tree it had in the parent snapshot. */
  readonly previousTree: BlobId | undefined;
  /** When it was found, as of `performance.now()`. */
  readonly foundMs: number;
  /** File system it must be on, when others are left out. */
  readonly device: bigint | undefined;
  /**
   * What the parent snapshot has of it, or of a folder above it, cannot be read: trees the index names may be damaged like it,
   * and are stored again.
   */
  isParentLost: boolean;
  /** Entries of a folder above the sources, which is not scanned: only these are in the snapshot. */
  readonly fixed: readonly FixedEntry[] | undefined;
  previous: PreviousFolder | undefined;
  /** What the scan saw; kept in the cache with the tree unless something went wrong below. */
  record: FolderRecord | undefined;
  isRecordGood: boolean;
  /** True when the scan saw what the parent snapshot has; then only folders have slots. */
  isSame: boolean;
  /** Names of the slots, sorted as bytes. */
  names: RawPath[];
  /** JSON of each slot's node; undefined while it is not known or in `kept`, or when it cannot be in the snapshot. */
  nodes: (string | undefined)[];
  /** Slots whose nodes are as in the parent snapshot, to be fetched from there when all others are known. */
  kept: number[];
  /** Names of entries that hold transactions of a database beside them: in the snapshot only where the database was not to be had whole. */
  sidecars: ReadonlySet<RawPath>;
  /** Slots of those that wait for what becomes of the database in this slot. */
  waiting: Map<number, readonly number[]> | undefined;
  /** Tree of each slot that is a folder. */
  subtrees: (BlobId | undefined)[];
  /** Slots still waited for. */
  open: number;
};

/** An entry of a folder above the sources. */
export type FixedEntry = {
  readonly name: RawPath;
  readonly path: RawPath;
  /** Entries to take of it; undefined when it is a source itself, and everything in it is taken. */
  readonly entries: readonly FixedEntry[] | undefined;
};

export type NewFolder = Pick<
  FolderState,
  "path" | "parent" | "slot" | "previousTree" | "isParentLost" | "device" | "fixed"
>;

const NONE: ReadonlySet<RawPath> = new Set();

export function newFolder(options: NewFolder): FolderState {
  return {
    ...options,
    foundMs: performance.now(),
    previous: undefined,
    record: undefined,
    isRecordGood: true,
    isSame: false,
    names: [],
    nodes: [],
    kept: [],
    sidecars: NONE,
    waiting: undefined,
    subtrees: [],
    open: 0,
  };
}

/** What {@link encodeNode} ends a node with whose content and subtree are to be filled in. */
const OPEN_END = '"content":null}';

/** @param node JSON of a folder's node, with or without a subtree */
export function withSubtree(node: string, subtree: BlobId): string {
  const at = node.lastIndexOf(',"subtree":"');
  if (at >= 0 && at === node.length - SUBTREE_LENGTH) return `${node.slice(0, at)},"subtree":"${subtree}"}`;
  if (!node.endsWith(OPEN_END)) throw new Error("the node of a folder does not end as expected");
  return `${node.slice(0, -1)},"subtree":"${subtree}"}`;
}

const SUBTREE_LENGTH = ',"subtree":"'.length + 64 + '"}'.length;

/**
 * @param node JSON of a file's node without content
 * @param sizeBytes what was really read, which is less than the node says when the file shrank
 */
export function withContent(node: string, ids: readonly BlobId[], sizeBytes: number): string {
  if (!node.endsWith(OPEN_END)) throw new Error("the node of a file does not end as expected");
  const content = ids.length === 0 ? "[]" : `["${ids.join('","')}"]`;
  // a quote inside a name is escaped, so the first match is the field
  const sized = node.replace(/,"size":\d+/, sizeBytes === 0 ? "" : `,"size":${sizeBytes}`);
  return `${sized.slice(0, -"null}".length)}${content}}`;
}
