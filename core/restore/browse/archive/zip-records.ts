/**
 * The records of a zip archive that is written as a stream: sizes and checksum follow the content, Zip64 where something
 * takes more than 32 bits. The libraries for this take names as text and turn `\` into `/`, but file names are bytes.
 *
 * @source PKWARE APPNOTE.TXT 6.3.10, sections 4.3 to 4.5; Info-ZIP extra field "UT"
 */
import { isAscii, isUtf8 } from "node:buffer";
import { stModeFromGoMode } from "../../../repository/format/node-mode.ts";
import type { TreeNode } from "../../../repository/node.ts";

const MAX_UINT16 = 0xffff;
const MAX_UINT32 = 0xffff_ffff;
/** Deflate makes noise a little longer; from here on the compressed size may not fit into 32 bits. */
const ZIP64_FROM_BYTES = 0xff00_0000;
const VERSION = 20;
const VERSION_ZIP64 = 45;
const MADE_BY_UNIX = (3 << 8) | VERSION_ZIP64;
const FLAG_SIZES_FOLLOW = 1 << 3;
const FLAG_UTF8 = 1 << 11;
const DEFLATED = 8;
const STORED = 0;
const DOS_FOLDER = 0x10;

/** What an archive's directory says of one entry. */
export type ZipMember = {
  readonly name: Uint8Array;
  readonly node: TreeNode;
  /** Bytes from the start of the archive to its local header. */
  readonly offset: number;
  readonly sizeBytes: number;
  readonly compressedBytes: number;
  readonly crc32: number;
};

/** @param sizeBytes of the content, which may not be known to the byte but decides about Zip64 */
export function encodeLocalHeader(member: Pick<ZipMember, "name" | "node" | "sizeBytes">): Buffer {
  const isLong = needsZip64(member);
  const extra = Buffer.concat([timeExtra(member.node), isLong ? zip64Extra([0, 0]) : Buffer.alloc(0)]);
  const size = isLong ? MAX_UINT32 : 0;
  const record = createRecord()
    .u32(0x04034b50)
    .u16(isLong ? VERSION_ZIP64 : VERSION)
    .raw(commonFields(member))
    .u32(0) // checksum and sizes follow the content
    .u32(size)
    .u32(size)
    .u16(member.name.length)
    .u16(extra.length);
  return record.raw(member.name).raw(extra).bytes();
}

/** What follows the content. */
export function encodeDataDescriptor(member: ZipMember): Buffer {
  const record = createRecord().u32(0x08074b50).u32(member.crc32);
  return needsZip64(member)
    ? record.u64(member.compressedBytes).u64(member.sizeBytes).bytes()
    : record.u32(member.compressedBytes).u32(member.sizeBytes).bytes();
}

export function encodeDirectoryEntry(member: ZipMember): Buffer {
  const { name, node, sizeBytes, compressedBytes, offset } = member;
  const numbers = needsZip64(member)
    ? [sizeBytes, compressedBytes, offset]
    : offset >= MAX_UINT32
      ? [offset]
      : [];
  const long = numbers.length > 0 ? zip64Extra(numbers) : Buffer.alloc(0);
  const extra = Buffer.concat([timeExtra(node), long]);
  const unixMode = stModeFromGoMode(node.mode);
  return createRecord()
    .u32(0x02014b50)
    .u16(MADE_BY_UNIX)
    .u16(numbers.length > 0 ? VERSION_ZIP64 : VERSION)
    .raw(commonFields(member))
    .u32(member.crc32)
    .u32(needsZip64(member) ? MAX_UINT32 : compressedBytes)
    .u32(needsZip64(member) ? MAX_UINT32 : sizeBytes)
    .u16(name.length)
    .u16(extra.length)
    .u16(0) // comment
    .u16(0) // disk
    .u16(0) // internal attributes
    .u32(unixMode * 0x1_0000 + (node.type === "dir" ? DOS_FOLDER : 0))
    .u32(numbers.length > 0 ? MAX_UINT32 : offset)
    .raw(name)
    .raw(extra)
    .bytes();
}

/** What an archive ends with. */
export function encodeEndOfDirectory(directory: {
  readonly entries: number;
  readonly offset: number;
  readonly sizeBytes: number;
}): Buffer {
  const { entries, offset, sizeBytes } = directory;
  const record = createRecord();
  if (entries >= MAX_UINT16 || offset >= MAX_UINT32 || sizeBytes >= MAX_UINT32) {
    record.u32(0x06064b50).u64(44).u16(MADE_BY_UNIX).u16(VERSION_ZIP64).u32(0).u32(0);
    record.u64(entries).u64(entries).u64(sizeBytes).u64(offset);
    record
      .u32(0x07064b50)
      .u32(0)
      .u64(offset + sizeBytes)
      .u32(1);
  }
  const shownEntries = Math.min(entries, MAX_UINT16);
  record.u32(0x06054b50).u16(0).u16(0).u16(shownEntries).u16(shownEntries);
  return record.u32(Math.min(sizeBytes, MAX_UINT32)).u32(Math.min(offset, MAX_UINT32)).u16(0).bytes();
}

function needsZip64({ sizeBytes }: Pick<ZipMember, "sizeBytes">): boolean {
  return sizeBytes >= ZIP64_FROM_BYTES;
}

export function isDeflated({ type }: TreeNode): boolean {
  return type === "file";
}

/** Flags, method and time, which local header and directory share. */
function commonFields({ name, node }: Pick<ZipMember, "name" | "node">): Buffer {
  // Other names carry no flag: programs on Unix then take their bytes as they are.
  const utf8 = !isAscii(name) && isUtf8(name) ? FLAG_UTF8 : 0;
  const { time, date } = dosTime(node.mtimeNs);
  return createRecord()
    .u16(utf8 | FLAG_SIZES_FOLLOW)
    .u16(isDeflated(node) ? DEFLATED : STORED)
    .u16(time)
    .u16(date)
    .bytes();
}

function zip64Extra(numbers: readonly number[]): Buffer {
  const record = createRecord()
    .u16(1)
    .u16(numbers.length * 8);
  for (const number of numbers) record.u64(number);
  return record.bytes();
}

/** The modification time in UTC seconds, for programs to prefer over the DOS time; it has 32 bits, signed. */
function timeExtra({ mtimeNs }: TreeNode): Buffer {
  const seconds = Math.floor(Number(mtimeNs) / 1e9);
  if (seconds < -(2 ** 31) || seconds >= 2 ** 31) return Buffer.alloc(0);
  return createRecord()
    .u16(0x5455)
    .u16(5)
    .u8(1)
    .u32(seconds >>> 0)
    .bytes();
}

/** Local time in steps of two seconds, from 1980 to 2107. */
function dosTime(ns: bigint): { readonly time: number; readonly date: number } {
  const when = new Date(Number(ns / 1_000_000n));
  const year = when.getFullYear();
  if (!(year >= 1980)) return { time: 0, date: (1 << 5) | 1 };
  if (year > 2107) return { time: (23 << 11) | (59 << 5) | 29, date: (127 << 9) | (12 << 5) | 31 };
  return {
    time: (when.getHours() << 11) | (when.getMinutes() << 5) | (when.getSeconds() >> 1),
    date: ((year - 1980) << 9) | ((when.getMonth() + 1) << 5) | when.getDate(),
  };
}

/** Puts little-endian numbers and bytes one after the other. */
function createRecord() {
  const parts: Uint8Array[] = [];
  const number = (value: number, length: number) => {
    const bytes = Buffer.alloc(length);
    bytes.writeUIntLE(value, 0, Math.min(length, 6));
    parts.push(bytes);
    return record;
  };
  const record = {
    u8: (value: number) => number(value, 1),
    u16: (value: number) => number(value, 2),
    u32: (value: number) => number(value, 4),
    /** Up to 2^48, which is more than any archive has bytes. */
    u64: (value: number) => number(value, 8),
    raw(bytes: Uint8Array) {
      parts.push(bytes);
      return record;
    },
    bytes: () => Buffer.concat(parts),
  };
  return record;
}
