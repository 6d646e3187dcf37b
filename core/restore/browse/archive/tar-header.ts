/**
 * Headers of a tar archive: ustar, with pax records for what ustar cannot say. The libraries for this take names as
 * text, but file names are bytes.
 *
 * @source POSIX.1-2017, pax, "ustar Interchange Format" and "pax Extended Header"
 */
import { isAscii, isUtf8 } from "node:buffer";
import { stModeFromGoMode } from "../../../repository/format/node-mode.ts";
import type { NodeType, TreeNode } from "../../../repository/node.ts";
import { aclText } from "./acl-text.ts";
import type { ArchiveEntry } from "./archive-entry.ts";
import { encodePaxRecords, type PaxRecord, paxRecord } from "./pax-records.ts";

export const TAR_BLOCK = 512;

/** What stands for each type; types without one cannot be held. */
export const TYPE_FLAGS: Readonly<Partial<Record<NodeType, string>>> = {
  file: "0",
  symlink: "2",
  chardev: "3",
  dev: "4",
  dir: "5",
  fifo: "6",
};
const PAX_FLAG = "x";
/** For programs that know no pax headers and extract them as files. */
const PAX_NAME = Buffer.from("PaxHeaders/entry");
const PERMISSION_BITS = 0o7777;
/** Eleven octal digits: the year 2242. */
const MAX_FIELD_SECONDS = 0o77777777777;
const NS_PER_SECOND = 1_000_000_000n;

/** Offset and length of the fields, in bytes. Numbers are octal digits and a NUL. */
const FIELDS = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  linkpath: [157, 100],
  magic: [257, 8],
  uname: [265, 32],
  gname: [297, 32],
  devmajor: [329, 8],
  devminor: [337, 8],
} as const;

type TextField = "name" | "linkpath" | "uname" | "gname";
type NumberField = "mode" | "uid" | "gid" | "size" | "mtime" | "devmajor" | "devminor";

/** How pax calls what does not fit into the field. */
const PAX_KEYS: Readonly<Record<TextField | NumberField, string>> = {
  name: "path",
  linkpath: "linkpath",
  uname: "uname",
  gname: "gname",
  mode: "SCHILY.mode",
  uid: "uid",
  gid: "gid",
  size: "size",
  mtime: "mtime",
  devmajor: "SCHILY.devmajor",
  devminor: "SCHILY.devminor",
};

/** @returns everything that precedes the entry's content: one block, or more when it needs pax records */
export function encodeTarHeader(entry: ArchiveEntry): Buffer {
  const { node } = entry;
  const header = startHeader(TYPE_FLAGS[node.type] ?? "0");
  header.text("name", entry.name);
  header.text("linkpath", node.linkTarget);
  header.text("uname", Buffer.from(node.user));
  header.text("gname", Buffer.from(node.group));
  header.number("mode", stModeFromGoMode(node.mode) & PERMISSION_BITS);
  header.number("uid", node.uid);
  header.number("gid", node.gid);
  header.number("size", entry.sizeBytes);
  header.time(node.mtimeNs);
  if (node.type === "dev" || node.type === "chardev") {
    const { major, minor } = splitDevice(node.device);
    header.number("devmajor", major);
    header.number("devminor", minor);
  }
  const records = [...header.records, ...attributeRecords(node)];
  if (records.length === 0) return header.finish();
  return Buffer.concat([encodePaxHeader(withCharset(records)), header.finish()]);
}

/** Zeros that fill a block up behind so many bytes. */
export function tarPadding(sizeBytes: number): Buffer {
  return Buffer.alloc((TAR_BLOCK - (sizeBytes % TAR_BLOCK)) % TAR_BLOCK);
}

function encodePaxHeader(records: readonly PaxRecord[]): Buffer {
  const body = encodePaxRecords(records);
  const header = startHeader(PAX_FLAG);
  header.text("name", PAX_NAME);
  header.number("mode", 0o644);
  header.number("size", body.length);
  return Buffer.concat([header.finish(), body, tarPadding(body.length)]);
}

function startHeader(type: string) {
  const block = Buffer.alloc(TAR_BLOCK);
  const records: PaxRecord[] = [];

  function put(field: keyof typeof FIELDS, bytes: string | Uint8Array): void {
    const [offset, length] = FIELDS[field];
    block.set(Buffer.from(bytes).subarray(0, length), offset);
  }
  function number(field: NumberField, value: number): void {
    const digits = value.toString(8);
    const room = FIELDS[field][1] - 1;
    const fits = value >= 0 && digits.length <= room;
    put(field, (fits ? digits : "").padStart(room, "0"));
    if (!fits) records.push(paxRecord(PAX_KEYS[field], String(value)));
  }
  put("type", type);
  put("magic", "ustar\x0000");

  return {
    records,
    number,
    /** Bytes that are not UTF-8 stand in the field alone when they fit, for every program takes them from there. */
    text(field: TextField, bytes: Uint8Array): void {
      put(field, bytes);
      const fits = bytes.length <= FIELDS[field][1] - (field === "uname" || field === "gname" ? 1 : 0);
      if (!fits || (!isAscii(bytes) && isUtf8(bytes))) records.push(paxRecord(PAX_KEYS[field], bytes));
    },
    /** @param ns nanoseconds since 1970; the field holds whole seconds from then on */
    time(ns: bigint): void {
      const seconds = Math.max(0, Math.min(Number(ns / NS_PER_SECOND), MAX_FIELD_SECONDS));
      number("mtime", seconds);
      const isExact = ns === BigInt(seconds) * NS_PER_SECOND;
      if (!isExact) records.push(paxRecord("mtime", decimalSeconds(ns)));
    },
    finish(): Buffer {
      put("checksum", " ".repeat(FIELDS.checksum[1])); // it is summed up as if it were spaces
      const sum = block.reduce((total, byte) => total + byte, 0);
      put("checksum", `${sum.toString(8).padStart(6, "0")}\0 `);
      return block;
    },
  };
}

function decimalSeconds(ns: bigint): string {
  const size = ns < 0n ? -ns : ns;
  const fraction = String(size % NS_PER_SECOND).padStart(9, "0");
  return `${ns < 0n ? "-" : ""}${size / NS_PER_SECOND}.${fraction}`;
}

/** Says that names among the records are bytes and not UTF-8, when one is. */
function withCharset(records: readonly PaxRecord[]): readonly PaxRecord[] {
  const isText = ({ key, value }: PaxRecord) => key.startsWith("SCHILY.xattr.") || isUtf8(value);
  return records.every(isText) ? records : [paxRecord("hdrcharset", "BINARY"), ...records];
}

/** @source star(5), SCHILY.xattr and SCHILY.acl; the escapes of `%` and `=` are GNU tar's */
function attributeRecords(node: TreeNode): readonly PaxRecord[] {
  return node.extendedAttributes.flatMap(({ name, value }) => {
    const acl = ACL_KEYS[name];
    const text = acl === undefined ? undefined : aclText(value);
    if (acl !== undefined && text !== undefined) return paxRecord(acl, text);
    const key = name.replaceAll("%", "%25").replaceAll("=", "%3D");
    return paxRecord(`SCHILY.xattr.${key}`, value);
  });
}

const ACL_KEYS: Readonly<Record<string, string>> = {
  "system.posix_acl_access": "SCHILY.acl.access",
  "system.posix_acl_default": "SCHILY.acl.default",
};

/** @source Linux: the low 8 bits of the minor number, 12 of the major, then the rest of each */
function splitDevice(device: bigint): { readonly major: number; readonly minor: number } {
  const major = ((device >> 8n) & 0xfffn) | ((device >> 32n) & 0xfffff000n);
  const minor = (device & 0xffn) | ((device >> 12n) & 0xffffff00n);
  return { major: Number(major), minor: Number(minor) };
}
