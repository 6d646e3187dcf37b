/**
 * JSON as Go's encoding/json writes it, so that a tree of ours is the same blob as restic's.
 *
 * Go before 1.22 wrote backspace and form feed as \u0008 and \u000c, later ones as \b and \f; we follow the newer. File
 * names never meet that difference (they are quoted first), link targets and owner names can: the same folder then makes a second
 * tree blob of a few hundred bytes, no reader minds.
 *
 * @source Go package encoding/json, Marshal: "String values encode as JSON strings coerced to valid UTF-8 ..."
 */
import { isUtf8 } from "node:buffer";
import { mapUtf8 } from "./utf8.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what has to be escaped
const NEEDS_ESCAPE = /["\\<>&\u0000-\u001f\u2028\u2029]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what has to be escaped
const ALL_THAT_NEED_ESCAPE = /["\\<>&\u0000-\u001f\u2028\u2029]/g;
const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** @returns `text` as a JSON string, quotes included */
export function encodeJsonText(text: string): string {
  return `"${escapeText(text)}"`;
}

/** @returns bytes that should be UTF-8 as a JSON string, with `\ufffd` for each byte that is not */
export function encodeJsonBytes(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) return `"${mapUtf8(bytes, escapeText, () => "\\ufffd")}"`;
  return encodeJsonText(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"));
}

function escapeText(text: string): string {
  return NEEDS_ESCAPE.test(text) ? text.replace(ALL_THAT_NEED_ESCAPE, escapeCharacter) : text;
}

function escapeCharacter(character: string): string {
  return SHORT_ESCAPES[character] ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
}

/**
 * Encodes what {@link parseJson} returned, members in the order they have.
 *
 * @param value null, boolean, string, number, bigint, array or plain object
 */
export function encodeJson(value: unknown): string {
  if (typeof value === "string") return encodeJsonText(value);
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return `[${value.map(encodeJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(
      ([key, member]) => `${encodeJsonText(key)}:${encodeJson(member)}`,
    );
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value);
}

/** From this many digits on, a whole number may not fit a double exactly. */
export const LONG_NUMBER_DIGITS = 16;
const LONG_NUMBER = /\d{16}/;
const WHOLE_NUMBER = /^-?\d+$/;

/** `context.source` is part of ECMAScript's "JSON.parse source text access", which the type library lacks. */
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
const parseWithSource = JSON.parse as (text: string, reviver?: Reviver) => unknown;

/**
 * JSON.parse that loses no digits: whole numbers beyond 2^53 come out as bigint.
 *
 * @param mayHaveLongNumbers when the caller knows already; otherwise `text` is searched for them
 * @throws {SyntaxError} when it is not JSON; give it only text within the bounds of `json-scan.ts`
 */
export function parseJson(text: string, mayHaveLongNumbers = LONG_NUMBER.test(text)): unknown {
  return mayHaveLongNumbers ? parseWithSource(text, keepLongNumber) : parseWithSource(text);
}

const keepLongNumber: Reviver = (_key, value, { source }) =>
  typeof value === "number" &&
  !Number.isSafeInteger(value) &&
  source !== undefined &&
  WHOLE_NUMBER.test(source)
    ? BigInt(source)
    : value;
