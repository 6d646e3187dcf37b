/**
 * Reads the fields of the small JSON documents of a repository (config, keys, locks, snapshots), strictly: a field of the
 * wrong type is an error. As in Go, a field that is absent or null has its zero value unless it is required.
 */
import { BackstayError, type CorruptReason, type FileKind } from "../../../shared/errors.ts";
import { isFullId } from "../../../shared/ids.ts";
import { parseJson } from "./go-json.ts";
import { checkJsonBounds } from "./json-scan.ts";
import { parseTime } from "./parse-time.ts";

/** Which file of the repository a document came from; errors name it. */
export type DocumentSource = { readonly kind: FileKind; readonly name: string };

export type JsonFields = {
  text(key: string): string;
  texts(key: string): readonly string[];
  flag(key: string): boolean;
  /** A whole number from 0 to `highest`. */
  count(key: string, highest?: number): number;
  /** Base64. */
  bytes(key: string): Uint8Array;
  /** 64 hex digits; required. */
  id(key: string): string;
  optionalId(key: string): string | undefined;
  /** RFC 3339; required. */
  time(key: string): TimeField;
  object(key: string): JsonFields | undefined;
  /** The members whose names are not in `known`, in their order. */
  others(known: ReadonlySet<string>): Readonly<Record<string, unknown>>;
};

/** A time as it was written (with its offset) and what it means. */
export type TimeField = { readonly text: string; readonly ns: bigint };

/** None of these documents comes near it; snapshots with very many paths come closest. */
const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024;

/**
 * @param json a JSON object, UTF-8
 * @throws {BackstayError} OBJECT_CORRUPT with reason `json` here, and with `schema` from the readers
 */
export function openJsonFields(json: Uint8Array, source: DocumentSource): JsonFields {
  if (json.byteLength > MAX_DOCUMENT_BYTES) throw corruptDocument(source, "size", "too large");
  const { hasLongNumber } = checkJsonBounds(json, (problem) => {
    throw corruptDocument(source, "json", problem);
  });
  let value: unknown;
  try {
    const text = Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString("utf8");
    value = parseJson(text, hasLongNumber);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    // The parser's own words quote the document, and those of keys and configs do not belong in a log.
    throw corruptDocument(source, "json", "not JSON");
  }
  if (!isObject(value)) throw corruptDocument(source, "schema", "not an object");
  return fieldsOf(value, source);
}

/** @param problem what is wrong, for the log; must not quote the document */
export function corruptDocument(
  source: DocumentSource,
  reason: CorruptReason,
  problem: string,
): BackstayError {
  return new BackstayError(
    "OBJECT_CORRUPT",
    { kind: source.kind, name: source.name, reason },
    { cause: new Error(problem) },
  );
}

function fieldsOf(object: JsonObject, source: DocumentSource): JsonFields {
  const wrong = (key: string, wanted: string) => corruptDocument(source, "schema", `${key} is not ${wanted}`);
  const get = (key: string): unknown => (Object.hasOwn(object, key) ? (object[key] ?? undefined) : undefined);

  const text = (key: string): string => {
    const value = get(key) ?? "";
    if (typeof value !== "string") throw wrong(key, "a text");
    return value;
  };
  const optionalId = (key: string): string | undefined => {
    if (get(key) === undefined) return undefined;
    const value = text(key);
    if (!isFullId(value)) throw wrong(key, "an id");
    return value;
  };

  return {
    text,
    optionalId,
    texts(key) {
      const value = get(key) ?? [];
      if (!Array.isArray(value)) throw wrong(key, "a list");
      return value.map((item: unknown) => {
        if (typeof item !== "string") throw wrong(key, "a list of texts");
        return item;
      });
    },
    flag(key) {
      const value = get(key) ?? false;
      if (typeof value !== "boolean") throw wrong(key, "true or false");
      return value;
    },
    count(key, highest = Number.MAX_SAFE_INTEGER) {
      const value = get(key) ?? 0;
      if (!isCount(value, highest)) throw wrong(key, `a whole number up to ${highest}`);
      return value;
    },
    bytes(key) {
      const bytes = decodeBase64(text(key));
      if (bytes === undefined) throw wrong(key, "base64");
      return bytes;
    },
    id(key) {
      const id = optionalId(key);
      if (id === undefined) throw wrong(key, "there");
      return id;
    },
    time(key) {
      const written = text(key);
      const ns = parseTime(written);
      if (ns === undefined) throw wrong(key, "a time");
      return { text: written, ns };
    },
    object(key) {
      const value = get(key);
      if (value === undefined) return undefined;
      if (!isObject(value)) throw wrong(key, "an object");
      return fieldsOf(value, source);
    },
    others(known) {
      return Object.fromEntries(Object.entries(object).filter(([key]) => !known.has(key)));
    },
  };
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** True for what `{...}` parses to. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for a whole number from 0 to `highest`. */
export function isCount(value: unknown, highest: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= highest;
}

export const MAX_UINT32 = 0xffff_ffff;

/** @returns the bytes, or undefined when `text` is not padded standard base64 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = Buffer.from(text, "base64");
  // Buffer skips what is not base64 and also takes the URL alphabet; then the length or the alphabet gives it away.
  const isExact = text.length % 4 === 0 && bytes.length === (text.length / 4) * 3 - padding;
  return isExact && !/[-_]/.test(text) ? bytes : undefined;
}
