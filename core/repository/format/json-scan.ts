/**
 * Finds the elements of the lists in a JSON document without parsing it, so that trees and indexes are parsed one element
 * at a time. Two reasons: a document of hundreds of megabytes never becomes one string and one object graph, and a
 * hostile one ("[[[[..." compresses a thousandfold) is refused before it fills the memory.
 */
import { LONG_NUMBER_DIGITS } from "./go-json.ts";

/** Brackets inside one element: restic needs 4 levels, Windows attributes perhaps some more. */
const MAX_DEPTH = 32;
/** Lists and objects inside one element: a file with this many extended attributes does not exist. */
const MAX_CONTAINERS = 100_000;
/** A file of about 6 TB has this many bytes of blob ids in its entry. */
const MAX_ELEMENT_BYTES = 256 * 1024 * 1024;

/** What {@link nextByte} returns behind the last byte. */
const END = -1;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** One element of a list that is a member of the document. */
export type JsonElement = {
  /** Name of the member; empty when the document itself is the list. */
  readonly member: string;
  /** The element's JSON text. */
  readonly text: string;
  /** Whether it holds a number that a double may not hold exactly. */
  readonly hasLongNumber: boolean;
};

export type ScanOptions = {
  readonly onElement: (element: JsonElement) => void;
  /** Called once for each list, before its elements. */
  readonly onList: (member: string) => void;
  /** Throws the caller's error; `problem` says what is wrong and where. */
  readonly fail: (problem: string) => never;
};

type Cursor = {
  readonly bytes: Buffer;
  at: number;
  hasLongNumber: boolean;
  readonly fail: ScanOptions["fail"];
};

/**
 * Walks an object whose members are lists, or a bare list. Members that are no lists are passed over.
 *
 * What an element holds is not checked beyond brackets and quotes: parse its text.
 */
export function scanJsonLists(json: Uint8Array, options: ScanOptions): void {
  const cursor: Cursor = { bytes: bufferOf(json), at: 0, hasLongNumber: false, fail: options.fail };
  const first = nextByte(cursor);
  if (first === OPEN_LIST) scanList(cursor, "", options);
  else if (first === OPEN_OBJECT) scanMembers(cursor, options);
  else fail(cursor, "neither an object nor a list");
  if (nextByte(cursor) !== END) fail(cursor, "more text behind the end");
}

/**
 * Holds one whole document to the same bounds, so that it can be parsed safely.
 *
 * @returns whether it holds a number that a double may not hold exactly
 */
export function checkJsonBounds(
  json: Uint8Array,
  fail: ScanOptions["fail"],
): { readonly hasLongNumber: boolean } {
  const cursor: Cursor = { bytes: bufferOf(json), at: 0, hasLongNumber: false, fail };
  nextByte(cursor);
  skipValue(cursor);
  return cursor;
}

function scanMembers(cursor: Cursor, options: ScanOptions): void {
  const seen = new Set<string>();
  cursor.at += 1;
  if (nextByte(cursor) === CLOSE_OBJECT) {
    cursor.at += 1;
    return;
  }
  do {
    const member = memberName(cursor);
    // Readers differ in which of two equal members they believe, so such a document means different things to them.
    if (seen.has(member)) fail(cursor, "the same member twice");
    seen.add(member);
    if (nextByte(cursor) === OPEN_LIST) scanList(cursor, member, options);
    else skipValue(cursor);
  } while (takeComma(cursor, CLOSE_OBJECT));
}

function memberName(cursor: Cursor): string {
  if (nextByte(cursor) !== QUOTE) fail(cursor, "a member without a name");
  const start = cursor.at;
  skipValue(cursor);
  const name = cursor.bytes.toString("utf8", start + 1, cursor.at - 1);
  if (nextByte(cursor) !== COLON) fail(cursor, "a member without a value");
  cursor.at += 1;
  return name;
}

function scanList(cursor: Cursor, member: string, options: ScanOptions): void {
  options.onList(member);
  cursor.at += 1;
  if (nextByte(cursor) === CLOSE_LIST) {
    cursor.at += 1;
    return;
  }
  do {
    nextByte(cursor);
    const start = cursor.at;
    cursor.hasLongNumber = false;
    skipValue(cursor);
    const text = cursor.bytes.toString("utf8", start, cursor.at);
    options.onElement({ member, text, hasLongNumber: cursor.hasLongNumber });
  } while (takeComma(cursor, CLOSE_LIST));
}

/** @returns true behind a comma, false behind `close` */
function takeComma(cursor: Cursor, close: number): boolean {
  const byte = nextByte(cursor);
  if (byte !== COMMA && byte !== close) fail(cursor, "neither a comma nor an end");
  cursor.at += 1;
  return byte === COMMA;
}

/** Moves behind the value that starts at the cursor. */
function skipValue(cursor: Cursor): void {
  const { bytes } = cursor;
  const limit = Math.min(bytes.length, cursor.at + MAX_ELEMENT_BYTES);
  const start = cursor.at;
  let at = start;
  let depth = 0;
  let containers = 0;
  do {
    if (at >= limit) fail(cursor, limit === bytes.length ? "cut off" : "too large");
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = stringEnd(bytes, at + 1, limit);
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      at += 1;
      depth += 1;
      containers += 1;
      if (depth > MAX_DEPTH) fail(cursor, "nested too deeply");
      if (containers > MAX_CONTAINERS) fail(cursor, "too many lists and objects");
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
      at += 1;
      depth -= 1;
    } else {
      const from = at;
      while (at < limit && isScalar(bytes[at])) at += 1;
      // Signs, fractions and exponents count as digits here: the answer may be yes too often, never no.
      if (at - from >= LONG_NUMBER_DIGITS) cursor.hasLongNumber = true;
      if (at === from) at += depth > 0 ? 1 : 0;
    }
    if (depth < 0 || at === start) fail(cursor, "a value is missing");
  } while (depth > 0);
  cursor.at = at;
}

/** @returns index behind the closing quote, or `limit` when there is none before it */
function stringEnd(bytes: Buffer, from: number, limit: number): number {
  let at = from;
  while (at < limit) {
    const byte = bytes[at];
    at += 1;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at += 1;
  }
  return limit;
}

/** Letters, digits and signs: what numbers, `true`, `false` and `null` are made of. */
function isScalar(byte: number | undefined): boolean {
  return byte !== undefined && byte > 0x20 && byte !== COMMA && byte !== COLON && !isBracketOrQuote(byte);
}

function isBracketOrQuote(byte: number): boolean {
  return (
    byte === QUOTE ||
    byte === OPEN_LIST ||
    byte === CLOSE_LIST ||
    byte === OPEN_OBJECT ||
    byte === CLOSE_OBJECT
  );
}

/** Moves over white space. @returns the byte there, or {@link END} */
function nextByte(cursor: Cursor): number {
  for (;;) {
    const byte = cursor.bytes[cursor.at];
    if (byte === undefined) return END;
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
    cursor.at += 1;
  }
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function fail(cursor: Cursor, problem: string): never {
  return cursor.fail(`${problem} (near byte ${cursor.at})`);
}
