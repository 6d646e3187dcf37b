import type { CorruptReason } from "../../../shared/errors.ts";
import { type BlobId, type IndexId, isFullId, type PackId } from "../../../shared/ids.ts";
import { type PackEntry, SEAL_OVERHEAD } from "../types.ts";
import { parseJson } from "./go-json.ts";
import { corruptDocument, isCount, isObject, MAX_UINT32 } from "./json-fields.ts";
import { type JsonElement, scanJsonLists } from "./json-scan.ts";

/** @source restic repository format v2, "Indexing" */
export type IndexFile = {
  /** Indexes this one replaces. Only very old restic versions wrote it; current ones do not heed it. */
  readonly supersedes: readonly IndexId[];
  readonly packs: readonly IndexedPack[];
};

export type IndexedPack = {
  readonly id: PackId;
  /** In no particular order; the pack's own header decides about the order in the file. */
  readonly entries: readonly PackEntry[];
};

type Fail = (reason: CorruptReason, problem: string) => never;

/**
 * Reads an index: `{"packs": [...]}`, or the bare list of packs that the first restic versions wrote.
 *
 * @throws {BackstayError} OBJECT_CORRUPT: `json`, or `schema` for fields of the wrong type and numbers no pack can have
 */
export function decodeIndexFile(json: Uint8Array, indexId: IndexId): IndexFile {
  const fail: Fail = (reason, problem) => {
    throw corruptDocument({ kind: "index", name: indexId }, reason, problem);
  };
  const supersedes: IndexId[] = [];
  const packs: IndexedPack[] = [];
  let hasPacks = false;
  scanJsonLists(json, {
    onList: (member) => {
      hasPacks ||= isPackList(member);
    },
    onElement: (element) => {
      if (isPackList(element.member)) packs.push(decodePack(element, fail));
      else if (element.member === "supersedes") supersedes.push(idOf<IndexId>(parse(element, fail), fail));
    },
    fail: (problem) => fail("json", problem),
  });
  if (!hasPacks) fail("schema", "it has no list of packs");
  return { supersedes, packs };
}

function isPackList(member: string): boolean {
  return member === "packs" || member === "";
}

function parse({ text, hasLongNumber }: JsonElement, fail: Fail): unknown {
  try {
    return parseJson(text, hasLongNumber);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return fail("json", "an element is not JSON");
  }
}

function decodePack(element: JsonElement, fail: Fail): IndexedPack {
  const pack = parse(element, fail);
  if (!isObject(pack)) return fail("schema", "a pack is not an object");
  const id = idOf<PackId>(pack.id, fail);
  // A list that is absent or null is one without blobs: so Go writes an empty one.
  const blobs: unknown = pack.blobs ?? [];
  if (!Array.isArray(blobs)) return fail("schema", `the blobs of pack ${id} are not a list`);
  return { id, entries: blobs.map((blob) => decodeBlob(blob, id, fail)) };
}

function decodeBlob(blob: unknown, packId: PackId, fail: Fail): PackEntry {
  if (!isObject(blob)) return fail("schema", `a blob of pack ${packId} is not an object`);
  const { type, offset, length, uncompressed_length: uncompressedLength } = blob;
  if (type !== "data" && type !== "tree")
    return fail("schema", `a blob of pack ${packId} has an unknown type`);
  const isPlausible = isCount(offset, MAX_UINT32) && isCount(length, MAX_UINT32) && length >= SEAL_OVERHEAD;
  if (!isPlausible) return fail("schema", `a blob of pack ${packId} has an impossible place`);
  if (uncompressedLength !== undefined && !isCount(uncompressedLength, MAX_UINT32)) {
    return fail("schema", `a blob of pack ${packId} has an impossible length`);
  }
  return {
    id: idOf<BlobId>(blob.id, fail),
    type,
    offset,
    length,
    uncompressedLength: uncompressedLength ?? 0,
  };
}

function idOf<Id extends string>(value: unknown, fail: Fail): Id {
  return typeof value === "string" && isFullId(value)
    ? (value as Id)
    : fail("schema", "an id is not 64 hex digits");
}

/** @returns the JSON of an index, with the newline restic ends it with */
export function encodeIndexFile(packs: readonly IndexedPack[]): Uint8Array {
  const packTexts = packs.map(
    ({ id, entries }) => `{"id":"${id}","blobs":[${entries.map(encodeBlob).join(",")}]}`,
  );
  return Buffer.from(`{"packs":[${packTexts.join(",")}]}\n`);
}

function encodeBlob({ id, type, offset, length, uncompressedLength }: PackEntry): string {
  const uncompressed = uncompressedLength === 0 ? "" : `,"uncompressed_length":${uncompressedLength}`;
  return `{"id":"${id}","type":"${type}","offset":${offset},"length":${length}${uncompressed}}`;
}
