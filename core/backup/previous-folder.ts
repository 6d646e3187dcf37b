import { BackstayError } from "../../shared/errors.ts";
import type { BlobId } from "../../shared/ids.ts";
import { type RawPath, rawPathFromBytes } from "../platform/raw-path.ts";
import { scanTree } from "../repository/format/tree-decode.ts";
import { encodeNode } from "../repository/format/tree-encode.ts";
import type { TreeNode } from "../repository/node.ts";
import { readTree } from "../repository/read-blob.ts";
import type { IndexedRepository } from "../repository/repository.ts";
import {
  createRecordWriter,
  type FolderRecord,
  factsOfNode,
  type IgnoredFacts,
  isFolderMode,
  readRecord,
} from "./folder-record.ts";
import { databaseBeside } from "./sqlite/sidecars.ts";

/** A folder as the parent snapshot has it. */
export type PreviousFolder = {
  readonly treeId: BlobId;
  /** Its entries, as a scan would give them. An entry whose data is no longer in the repository is missing here. */
  readonly record: FolderRecord;
  /** False when entries are missing from the record: then the tree is not what a scan saw, though it sees the same as the record. */
  readonly isWhole: boolean;
  /** Tree of each folder in it. */
  readonly subtrees: ReadonlyMap<RawPath, BlobId>;
  /** JSON of each entry's node, by name; read anew each time, so that folders that wait hold little. */
  nodes(): Promise<ReadonlyMap<RawPath, string>>;
};

/**
 * Loads a folder of the parent snapshot: from the cache at the cost of one look-up, else from its tree.
 * @returns undefined when the tree cannot be had any more; everything in it then counts as new
 */
export async function loadPreviousFolder(
  repository: IndexedRepository,
  treeId: BlobId,
  ignored: IgnoredFacts,
  signal: AbortSignal,
): Promise<PreviousFolder | undefined> {
  const { index, trees } = repository.cache;
  if (!index.has("tree", treeId)) return undefined;
  const read = (visit: TreeVisitor) => readNodes(repository, treeId, visit, signal);
  const cached = trees.record(treeId);
  const unpacked = cached === undefined ? undefined : unpackRecord(cached, ignored);
  if (unpacked !== undefined)
    return { treeId, ...unpacked, isWhole: true, nodes: () => nodesByName(read, () => true) };
  const isWhole = (node: TreeNode) =>
    !mayLackBytes(node) && (node.content ?? []).every((id) => index.has("data", id));
  let whole: TreeNode[] = [];
  let count = 0;
  const isReadable = await read((node) => {
    count += 1;
    if (isWhole(node)) whole.push(node);
  });
  if (!isReadable) return undefined;
  if (ignored.sidecars === true) whole = withoutSidecars(whole);
  const writer = createRecordWriter(ignored);
  for (const node of whole) writer.add(factsOfNode(node));
  const record = writer.finish();
  const folders = whole.flatMap((node) => (node.subtree === undefined ? [] : [node.subtree]));
  const subtrees = mapSubtrees(record, folders);
  if (whole.length === count && subtrees.size === folders.length) {
    trees.putRecord(treeId, packRecord(record, folders, ignored));
  }
  return {
    treeId,
    record,
    isWhole: whole.length === count,
    subtrees,
    nodes: () => nodesByName(read, isWhole),
  };
}

/** What older restic puts where a link's target is no text; it keeps no other record of what stood there. */
const NO_TEXT = Buffer.from("\u{fffd}");

/** Such a link is read again: what its target was is in the source alone. */
function mayLackBytes({ type, linkTarget }: TreeNode): boolean {
  return type === "symlink" && Buffer.from(linkTarget).includes(NO_TEXT);
}

/** What was saved beside a database: that one was not read as of one moment, and looks changed by what is beside it now. */
function withoutSidecars(nodes: readonly TreeNode[]): TreeNode[] {
  const files = new Set(
    nodes.filter(({ type }) => type === "file").map(({ name }) => rawPathFromBytes(name)),
  );
  return nodes.filter(({ type, name }) => {
    const database = type === "file" ? databaseBeside(rawPathFromBytes(name)) : undefined;
    return database === undefined || !files.has(database);
  });
}

type TreeVisitor = (node: TreeNode, text: string) => void;

/** @returns false when the tree cannot be read; some of its entries may have been visited then */
async function readNodes(
  repository: IndexedRepository,
  treeId: BlobId,
  visit: TreeVisitor,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    scanTree(await readTree(repository, treeId, signal), treeId, visit);
    return true;
  } catch (error) {
    // a damaged parent must not stop a backup: what it held is read and stored again
    if (error instanceof BackstayError && DAMAGE.has(error.code)) return false;
    throw error;
  }
}

const DAMAGE: ReadonlySet<string> = new Set([
  "BLOB_MISSING",
  "BLOB_CORRUPT",
  "OBJECT_MISSING",
  "OBJECT_CORRUPT",
  "TREE_BROKEN",
]);

/** How restic and Backstay begin a file's node; other programs may order and space members as they like. */
const USUAL_FILE = /^\{"name":"(?:[^"\\]|\\.)*","type":"file",/;

/**
 * A file's node is taken over as it was written, with all that a newer restic may have put there. One that another program
 * wrote in its own way is written anew: it could be taken for a folder's.
 *
 * @param text JSON that the node was read from
 */
export function takeOver(node: TreeNode, text: string): string {
  return USUAL_FILE.test(text) ? text : encodeNode(node);
}

async function nodesByName(
  read: (visit: TreeVisitor) => Promise<boolean>,
  isWanted: (node: TreeNode) => boolean,
): Promise<ReadonlyMap<RawPath, string>> {
  const nodes = new Map<RawPath, string>();
  const isReadable = await read((node, text) => {
    if (isWanted(node)) nodes.set(rawPathFromBytes(node.name), takeOver(node, text));
  });
  return isReadable ? nodes : new Map();
}

const HEADER_LENGTH = 5;

/**
 * How the cache keeps a record: what it ignores (u8), its length (u32), the record, and 32 bytes for each folder in it, in
 * order.
 */
export function packRecord(
  record: FolderRecord,
  subtrees: readonly BlobId[],
  ignored: IgnoredFacts,
): Uint8Array {
  const header = Buffer.alloc(HEADER_LENGTH);
  header.writeUInt8(ignoredBits(ignored));
  header.writeUInt32LE(record.length, 1);
  return Buffer.concat([header, record, Buffer.from(subtrees.join(""), "hex")]);
}

function ignoredBits({ inode, ctime, sidecars }: IgnoredFacts): number {
  return (inode ? 1 : 0) | (ctime ? 2 : 0) | (sidecars === true ? 4 : 0);
}

/** @returns undefined for a record that ignores something else and so cannot be compared */
function unpackRecord(
  packed: Uint8Array,
  ignored: IgnoredFacts,
): { record: FolderRecord; subtrees: Map<RawPath, BlobId> } | undefined {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.length);
  if (bytes.readUInt8(0) !== ignoredBits(ignored)) return undefined;
  const recordEnd = HEADER_LENGTH + bytes.readUInt32LE(1);
  const record = new Uint8Array(bytes.subarray(HEADER_LENGTH, recordEnd));
  const ids: BlobId[] = [];
  for (let at = recordEnd; at < bytes.length; at += 32)
    ids.push(bytes.toString("hex", at, at + 32) as BlobId);
  return { record, subtrees: mapSubtrees(record, ids) };
}

function mapSubtrees(record: FolderRecord, subtrees: readonly BlobId[]): Map<RawPath, BlobId> {
  if (subtrees.length === 0) return new Map();
  const folders = readRecord(record).filter((entry) => isFolderMode(entry.mode));
  const map = new Map<RawPath, BlobId>();
  folders.forEach((folder, n) => {
    const id = subtrees[n];
    if (id !== undefined) map.set(folder.name, id);
  });
  return map;
}
