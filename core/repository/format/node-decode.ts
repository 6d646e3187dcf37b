import type { EntryFault } from "../../../shared/entry-faults.ts";
import { type BlobId, isFullId } from "../../../shared/ids.ts";
import { type ExtendedAttribute, NODE_TYPES, type NodeType, type TreeNode } from "../node.ts";
import { parseJson } from "./go-json.ts";
import { unquoteName } from "./go-quote.ts";
import { decodeBase64, isCount, isObject, type JsonObject, MAX_UINT32 } from "./json-fields.ts";
import type { JsonElement } from "./json-scan.ts";
import { parseTime } from "./parse-time.ts";

const MAX_UINT64 = 2n ** 64n - 1n;
const NO_BYTES = new Uint8Array(0);
const NO_ATTRIBUTES: readonly ExtendedAttribute[] = [];
/** Go's zero time, 0001-01-01T00:00:00Z, which a missing time means. */
const GO_ZERO_TIME_NS = -62_135_596_800_000_000_000n;
const KNOWN_TYPES: ReadonlySet<unknown> = new Set(NODE_TYPES);

/** An entry that cannot be believed. The message says which and why, in English, for logs. */
export class OddEntryError extends Error {
  readonly fault: EntryFault;
  /** Its name, as far as it can be read: raw bytes, or the text as it is written. */
  readonly entryName: Uint8Array | undefined;

  constructor(fault: EntryFault, reason: string, entryName: Uint8Array | undefined) {
    super(reason);
    this.fault = fault;
    this.entryName = entryName;
  }
}

/** Throws for one field of the entry: "entry "x": <key> is not <wanted>". */
type Fail = (key: string, wanted: string) => never;

const FAULTS: Readonly<Record<string, EntryFault>> = {
  type: "type",
  mode: "mode",
  mtime: "time",
  atime: "time",
  ctime: "time",
  uid: "owner",
  gid: "owner",
  user: "owner",
  group: "owner",
  inode: "inode",
  device_id: "inode",
  size: "size",
  links: "links",
  linktarget: "link-target",
  linktarget_raw: "link-target",
  device: "device",
  content: "content",
  subtree: "subtree",
  error: "note",
};

/**
 * Reads one entry of a tree. As in Go, a field that is absent or null has its zero value; only the name is required.
 *
 * Numbers that restic keeps in 64 bits but that count something (size, links) must fit 53 bits: nothing real is larger.
 *
 * @param index the entry's place in its tree, for errors about entries whose name cannot be read
 * @throws {OddEntryError}
 */
export function decodeNode(element: JsonElement, index: number): TreeNode {
  const raw = parseEntry(element, index);
  const name = typeof raw.name === "string" ? unquoteName(raw.name) : undefined;
  if (name === undefined) {
    const written = typeof raw.name === "string" ? Buffer.from(shownName(raw.name)) : undefined;
    throw new OddEntryError("name", `entry ${index} has no readable name`, written);
  }
  const fail: Fail = (key, wanted) => {
    const reason = `entry ${JSON.stringify(shownName(raw.name))}: ${key} is not ${wanted}`;
    throw new OddEntryError(FAULTS[key] ?? "attributes", reason, name);
  };

  const mtimeNs = timeOf(raw.mtime, "mtime", fail);
  return {
    name,
    type: typeOf(raw.type, fail),
    mode: countOf(raw.mode, "mode", MAX_UINT32, fail),
    mtimeNs,
    atimeNs: raw.atime === raw.mtime ? mtimeNs : timeOf(raw.atime, "atime", fail),
    ctimeNs: raw.ctime === raw.mtime ? mtimeNs : timeOf(raw.ctime, "ctime", fail),
    uid: countOf(raw.uid, "uid", MAX_UINT32, fail),
    gid: countOf(raw.gid, "gid", MAX_UINT32, fail),
    user: textOf(raw.user, "user", fail),
    group: textOf(raw.group, "group", fail),
    inode: uint64Of(raw.inode, "inode", fail),
    deviceId: uint64Of(raw.device_id, "device_id", fail),
    sizeBytes: countOf(raw.size, "size", Number.MAX_SAFE_INTEGER, fail),
    links: countOf(raw.links, "links", Number.MAX_SAFE_INTEGER, fail),
    linkTarget: linkTargetOf(raw, fail),
    extendedAttributes: attributesOf(raw.extended_attributes, fail),
    genericAttributes: genericAttributesOf(raw.generic_attributes, fail),
    device: uint64Of(raw.device, "device", fail),
    content: contentOf(raw.content, fail),
    subtree: isMissing(raw.subtree) ? undefined : blobIdOf(raw.subtree, "subtree", fail),
    error: textOf(raw.error, "error", fail),
  };
}

function parseEntry({ text, hasLongNumber }: JsonElement, index: number): JsonObject {
  let entry: unknown;
  try {
    entry = parseJson(text, hasLongNumber);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new OddEntryError("json", `entry ${index} is not JSON`, undefined);
  }
  if (isObject(entry)) return entry;
  throw new OddEntryError("json", `entry ${index} is not an object`, undefined);
}

/** As much of a name as an error needs: a hostile one can be megabytes long. */
function shownName(name: unknown): string {
  return String(name).slice(0, 300);
}

function isMissing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function typeOf(value: unknown, fail: Fail): NodeType {
  if (isMissing(value)) return "";
  return KNOWN_TYPES.has(value) ? (value as NodeType) : fail("type", "a known one");
}

function textOf(value: unknown, key: string, fail: Fail): string {
  if (isMissing(value)) return "";
  return typeof value === "string" ? value : fail(key, "a text");
}

function countOf(value: unknown, key: string, highest: number, fail: Fail): number {
  if (isMissing(value)) return 0;
  return isCount(value, highest) ? value : fail(key, `a whole number from 0 to ${highest}`);
}

function uint64Of(value: unknown, key: string, fail: Fail): bigint {
  if (isMissing(value)) return 0n;
  if (isCount(value, Number.MAX_SAFE_INTEGER)) return BigInt(value);
  return typeof value === "bigint" && value >= 0n && value <= MAX_UINT64
    ? value
    : fail(key, "a whole number of 64 bits");
}

function timeOf(value: unknown, key: string, fail: Fail): bigint {
  if (isMissing(value)) return GO_ZERO_TIME_NS;
  return (typeof value === "string" ? parseTime(value) : undefined) ?? fail(key, "a time");
}

function bytesOf(value: unknown, key: string, fail: Fail): Uint8Array {
  if (isMissing(value)) return NO_BYTES;
  return (typeof value === "string" ? decodeBase64(value) : undefined) ?? fail(key, "base64");
}

function linkTargetOf(raw: JsonObject, fail: Fail): Uint8Array {
  // The raw form is there when the text could not hold all bytes.
  if (!isMissing(raw.linktarget_raw)) return bytesOf(raw.linktarget_raw, "linktarget_raw", fail);
  const target = textOf(raw.linktarget, "linktarget", fail);
  return target === "" ? NO_BYTES : Buffer.from(target);
}

function attributesOf(value: unknown, fail: Fail): readonly ExtendedAttribute[] {
  if (isMissing(value)) return NO_ATTRIBUTES;
  if (!Array.isArray(value)) return fail("extended_attributes", "a list");
  return value.map((item: unknown): ExtendedAttribute => {
    if (!isObject(item)) return fail("extended_attributes", "a list of objects");
    return {
      name: textOf(item.name, "extended attribute name", fail),
      value: bytesOf(item.value, "extended attribute value", fail),
    };
  });
}

function genericAttributesOf(value: unknown, fail: Fail): JsonObject | undefined {
  if (isMissing(value)) return undefined;
  return isObject(value) ? value : fail("generic_attributes", "an object");
}

function contentOf(value: unknown, fail: Fail): readonly BlobId[] | null {
  if (isMissing(value)) return null;
  if (!Array.isArray(value)) return fail("content", "a list");
  for (const id of value) blobIdOf(id, "content", fail);
  return value;
}

function blobIdOf(value: unknown, key: string, fail: Fail): BlobId {
  return typeof value === "string" && isFullId(value) ? (value as BlobId) : fail(key, "a blob id");
}
