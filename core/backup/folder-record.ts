import { type RawPath, rawPathFromBytes } from "../platform/raw-path.ts";
import type { TreeNode } from "../repository/node.ts";

/**
 * A folder's entries as a scan saw them, packed into bytes: two scans of an unchanged folder give the same bytes,
 * so a folder is compared with its last backup by comparing two byte arrays.
 *
 * Per entry, sorted by name: length of the name (u16), name, then {@link FIELDS_LENGTH} bytes: Go file mode, uid, gid, links
 * (u32 each), mtime, ctime (i64, nanoseconds), inode, size, device (u64). All little-endian. What a tree does not keep is zero,
 * so that the record of a tree can be compared with the record of a scan.
 */
export type FolderRecord = Uint8Array<ArrayBuffer>;

/** What of an entry decides whether it changed. */
export type EntryFacts = {
  readonly name: RawPath;
  /** Go's `os.FileMode`. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly links: number;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly inode: bigint;
  readonly sizeBytes: number;
  /** `st_dev` of a file with several hard links, `st_rdev` of a device, else zero. */
  readonly device: bigint;
};

/** An entry of a record, found but not yet decoded further than this. */
export type RecordEntry = {
  readonly name: RawPath;
  readonly mode: number;
  readonly sizeBytes: number;
  readonly links: number;
  /** The entry's bytes in the record. */
  readonly start: number;
  readonly end: number;
};

const FIELDS_LENGTH = 4 * 4 + 5 * 8;
const GO_MODE_DIR = 0x80000000;
const GO_MODE_FIFO = 0x02000000;
const GO_MODE_TYPE = 0x8f280000;

export function isFolderMode(mode: number): boolean {
  return mode >= GO_MODE_DIR;
}

/** Trees keep the number of links of everything but folders and FIFOs. */
function hasLinks(mode: number): boolean {
  return !isFolderMode(mode) && (mode & GO_MODE_FIFO) === 0;
}

export function isFileMode(mode: number): boolean {
  return (mode & GO_MODE_TYPE) === 0;
}

/**
 * Facts that do not count as a change: some network file systems give files new inode numbers at every mount, and some programs
 * touch ctime alone.
 */
export type IgnoredFacts = {
  readonly inode: boolean;
  readonly ctime: boolean;
  /**
   * Databases are read as of one moment: a record then lacks what of the things beside them holds no transactions, and has those that
   * do only to show that the database has changed; they are not in the tree.
   */
  readonly sidecars?: boolean;
};

export const NOTHING_IGNORED: IgnoredFacts = { inode: false, ctime: false };

export type RecordWriter = {
  /** Entries must be added sorted by name. */
  add(entry: EntryFacts): void;
  /** Hands the record out and begins the next. */
  finish(): FolderRecord;
};

/** Packs entries. What is ignored is written as zero. */
export function createRecordWriter(ignored: IgnoredFacts = NOTHING_IGNORED): RecordWriter {
  let bytes = Buffer.alloc(4096);
  let view = new DataView(bytes.buffer, bytes.byteOffset);
  let end = 0;

  function makeRoom(more: number): void {
    if (end + more <= bytes.length) return;
    const larger = Buffer.alloc(Math.max(bytes.length * 2, end + more));
    bytes.copy(larger, 0, 0, end);
    bytes = larger;
    view = new DataView(bytes.buffer, bytes.byteOffset);
  }

  return {
    add(entry) {
      makeRoom(2 + entry.name.length + FIELDS_LENGTH);
      view.setUint16(end, entry.name.length, true);
      bytes.write(entry.name, end + 2, "latin1");
      const at = end + 2 + entry.name.length;
      view.setUint32(at, entry.mode, true);
      view.setUint32(at + 4, entry.uid, true);
      view.setUint32(at + 8, entry.gid, true);
      view.setUint32(at + 12, hasLinks(entry.mode) ? entry.links : 0, true);
      view.setBigInt64(at + 16, entry.mtimeNs, true);
      view.setBigInt64(at + 24, ignored.ctime ? 0n : entry.ctimeNs, true);
      view.setBigUint64(at + 32, ignored.inode ? 0n : entry.inode, true);
      view.setFloat64(at + 40, isFileMode(entry.mode) ? entry.sizeBytes : 0, true);
      view.setBigUint64(at + 48, entry.device, true);
      end = at + FIELDS_LENGTH;
    },
    finish() {
      const record = new Uint8Array(bytes.subarray(0, end));
      end = 0;
      return record;
    },
  };
}

/** Entries in the order they were packed. */
export function readRecord(record: Uint8Array): RecordEntry[] {
  const view = new DataView(record.buffer, record.byteOffset, record.length);
  const entries: RecordEntry[] = [];
  for (let start = 0; start < record.length; ) {
    const nameEnd = start + 2 + view.getUint16(start, true);
    const end = nameEnd + FIELDS_LENGTH;
    entries.push({
      name: rawPathFromBytes(record.subarray(start + 2, nameEnd)),
      mode: view.getUint32(nameEnd, true),
      links: view.getUint32(nameEnd + 12, true),
      sizeBytes: view.getFloat64(nameEnd + 40, true),
      start,
      end,
    });
    start = end;
  }
  return entries;
}

/** @param entry of this record; what its writer ignored is zero */
export function readFacts(record: FolderRecord, { name, end }: RecordEntry): EntryFacts {
  const view = new DataView(record.buffer, record.byteOffset, record.length);
  const at = end - FIELDS_LENGTH;
  return {
    name,
    mode: view.getUint32(at, true),
    uid: view.getUint32(at + 4, true),
    gid: view.getUint32(at + 8, true),
    links: view.getUint32(at + 12, true),
    mtimeNs: view.getBigInt64(at + 16, true),
    ctimeNs: view.getBigInt64(at + 24, true),
    inode: view.getBigUint64(at + 32, true),
    sizeBytes: view.getFloat64(at + 40, true),
    device: view.getBigUint64(at + 48, true),
  };
}

/** What became of an entry since an earlier record was made. */
export type Change = "same" | "changed" | "new";

/**
 * Compares entries with those of an earlier record. To be asked in the order of the names; an earlier record that is not in
 * order, as of a tree of an old restic, makes entries look newer than they are.
 */
export function createRecordComparison(
  before: FolderRecord | undefined,
): (record: FolderRecord, entry: RecordEntry) => Change {
  if (before === undefined) return () => "new";
  const view = new DataView(before.buffer, before.byteOffset, before.length);
  let at = 0;
  return (record, { start, end }) => {
    const nameEnd = end - FIELDS_LENGTH;
    while (at < before.length) {
      const atNameEnd = at + 2 + view.getUint16(at, true);
      const order = compareRanges(before, at + 2, atNameEnd, record, start + 2, nameEnd);
      if (order > 0) break;
      const fieldsAt = atNameEnd;
      at = atNameEnd + FIELDS_LENGTH;
      if (order < 0) continue;
      return compareRanges(before, fieldsAt, at, record, nameEnd, end) === 0 ? "same" : "changed";
    }
    return "new";
  };
}

/** In a loop of its own: views for a comparison of a few bytes would cost more than it does. */
function compareRanges(
  a: Uint8Array,
  aStart: number,
  aEnd: number,
  b: Uint8Array,
  bStart: number,
  bEnd: number,
): number {
  const length = Math.min(aEnd - aStart, bEnd - bStart);
  for (let n = 0; n < length; n += 1) {
    const difference = (a[aStart + n] ?? 0) - (b[bStart + n] ?? 0);
    if (difference !== 0) return difference;
  }
  return aEnd - aStart - (bEnd - bStart);
}

/** The facts of a tree's node, as a scan of the unchanged file would give them. */
export function factsOfNode(node: TreeNode): EntryFacts {
  const name = rawPathFromBytes(node.name);
  const isLinkedFile = node.type === "file" && node.links > 1;
  return {
    name,
    mode: node.mode,
    uid: node.uid,
    gid: node.gid,
    links: node.links,
    mtimeNs: node.mtimeNs,
    ctimeNs: node.ctimeNs,
    inode: node.inode,
    sizeBytes: node.sizeBytes,
    device: isLinkedFile ? node.deviceId : node.device,
  };
}
