/**
 * File names are bytes; restic makes them text with Go's string literals, without the quotes around them. What comes out
 * is always valid text and reads back to the same bytes.
 *
 * Which characters count as printable depends on the Unicode version (Go 1.25: 15.0; Node 24: 17.0). A character newer
 * than the writer's tables is escaped by the one and kept by the other. Both forms read back to the same name, so the only effect
 * is that such a folder's tree blob is stored twice; restic versions differ among themselves in the same way.
 *
 * @source Go language specification, "String literals"; package strconv, Quote and Unquote
 */
import { isUtf8 } from "node:buffer";
import { mapUtf8 } from "./utf8.ts";

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\\": "\\\\",
  '"': '\\"',
};

/** What Go does not call printable (letters, marks, numbers, punctuation, symbols and the ASCII space), and the two quoted. */
const NEEDS_ESCAPE = /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;

/**
 * @param name a file name, raw bytes
 * @returns the name as Go quotes it, ready to be written as a JSON string
 */
export function quoteName(name: Uint8Array): string {
  return (
    plainName(name) ??
    (isUtf8(name)
      ? quoteText(Buffer.from(name.buffer, name.byteOffset, name.byteLength).toString("utf8"))
      : mapUtf8(name, quoteText, (byte) => `\\x${hex(byte, 2)}`))
  );
}

/** Most names need nothing: printable ASCII without a quote or a backslash. */
function plainName(name: Uint8Array): string | undefined {
  let text = "";
  for (let i = 0; i < name.length; i++) {
    const byte = name[i] ?? 0;
    if (byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

function quoteText(text: string): string {
  return text.replace(NEEDS_ESCAPE, escapeCharacter);
}

function escapeCharacter(character: string): string {
  const short = SHORT_ESCAPES[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

const NEEDS_UNQUOTING = /[\\"\n]/;
const PIECE =
  /([^\\"\n]+)|\\(?:([abfnrtv\\"])|x([0-9a-fA-F]{2})|([0-3][0-7]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y;
const SHORT_MEANING: Readonly<Record<string, number>> = {
  a: 0x07,
  b: 0x08,
  f: 0x0c,
  n: 0x0a,
  r: 0x0d,
  t: 0x09,
  v: 0x0b,
  "\\": 0x5c,
  '"': 0x22,
};

/**
 * The reverse of {@link quoteName}. Reads every form of Go's, whether or not Go itself would have chosen it.
 *
 * @returns the raw bytes, or undefined when `quoted` is not the inside of a Go string literal
 */
export function unquoteName(quoted: string): Uint8Array | undefined {
  if (!NEEDS_UNQUOTING.test(quoted)) return Buffer.from(quoted, "utf8");
  const pieces: Uint8Array[] = [];
  PIECE.lastIndex = 0;
  for (let end = 0; end < quoted.length; end = PIECE.lastIndex) {
    const match = PIECE.exec(quoted);
    const piece = match === null ? undefined : pieceBytes(match);
    if (piece === undefined) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function pieceBytes(match: RegExpExecArray): Uint8Array | undefined {
  const [, text, short, hexByte, octalByte, hex4, hex8] = match;
  if (text !== undefined) return Buffer.from(text, "utf8");
  if (short !== undefined) return Uint8Array.of(SHORT_MEANING[short] ?? 0);
  if (hexByte !== undefined) return Uint8Array.of(Number.parseInt(hexByte, 16));
  if (octalByte !== undefined) return Uint8Array.of(Number.parseInt(octalByte, 8));
  const code = Number.parseInt(hex4 ?? hex8 ?? "", 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  return Buffer.from(String.fromCodePoint(code), "utf8");
}
