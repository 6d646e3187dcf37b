import { type RawPath, rawPathFromText, rawPathToText } from "../../platform/raw-path.ts";

/** A Unicode character within a raw path: its code point, and how many bytes (characters of the path) it takes. */
export type Rune = { readonly codePoint: number; readonly width: number };

const REPLACEMENT = 0xfffd;
const REPLACEMENT_BYTES = "\xef\xbf\xbd";
const NON_ASCII = /[\x80-\xff]/;

/**
 * @param raw a raw path, or a part of one
 * @returns the character at a position inside it; a byte that begins no valid UTF-8 counts as U+FFFD of width 1
 */
export function runeAt(raw: string, position: number): Rune {
  const first = raw.charCodeAt(position);
  if (first < 0x80) return { codePoint: first, width: 1 };
  const width = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  const [character, ...rest] = rawPathToText(raw.slice(position, position + width) as RawPath);
  const codePoint = character?.codePointAt(0) ?? REPLACEMENT;
  // A broken sequence decodes to U+FFFD too, alone or with more behind it.
  const valid =
    rest.length === 0 && (codePoint !== REPLACEMENT || raw.startsWith(REPLACEMENT_BYTES, position));
  return valid ? { codePoint, width } : { codePoint: REPLACEMENT, width: 1 };
}

/**
 * Lower case, one character at a time, as Go does it: no rule looks at the neighbours (the Greek final sigma), and no
 * character becomes two (U+0130). Bytes that are not UTF-8 become U+FFFD.
 */
export function lowerCaseRawPath(path: RawPath): RawPath {
  if (!NON_ASCII.test(path)) return path.toLowerCase() as RawPath;
  let lower = "";
  for (const character of rawPathToText(path)) {
    lower += String.fromCodePoint(character.toLowerCase().codePointAt(0) ?? REPLACEMENT);
  }
  return rawPathFromText(lower);
}
