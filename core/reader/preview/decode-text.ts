import { isUtf8 } from "node:buffer";

/** A character of UTF-8 has so many bytes at most. */
const LONGEST_CHARACTER = 4;

/**
 * Reads the beginning of a file as text, if it is any: by its byte order mark, as UTF-8, as UTF-16 without a mark, as GB 18030 and
 * at last as Latin-1 (in the form Windows uses), where nothing in it speaks against text.
 *
 * @param isCut whether the file goes on behind these bytes, which may end within a character
 * @returns undefined when it does not look like text
 */
export function decodeText(bytes: Uint8Array, isCut: boolean): string | undefined {
  const marked = encodingByMark(bytes);
  if (marked !== undefined) return decode(bytes, marked);
  const utf16 = utf16Without(bytes);
  if (utf16 !== undefined) return textOrNothing(decode(bytes, utf16));
  if (bytes.includes(0)) return undefined;
  const whole = isCut ? withoutBrokenEnd(bytes) : bytes;
  if (isUtf8(whole)) return textOrNothing(decode(whole, "utf-8"));
  const encoding = looksLikeGb18030(bytes) ? "gb18030" : "windows-1252";
  return textOrNothing(decode(bytes, encoding));
}

/** A stray mistake shows as U+FFFD; the mark itself is not shown. */
function decode(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(bytes);
}

function encodingByMark(bytes: Uint8Array): string | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  return undefined;
}

/** Of text in Latin letters every other byte is zero, and no other. */
function utf16Without(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const length = Math.min(bytes.length - (bytes.length % 2), 4096);
  let even = 0;
  let odd = 0;
  for (let n = 0; n < length; n += 2) {
    if (bytes[n] === 0) even += 1;
    if (bytes[n + 1] === 0) odd += 1;
  }
  const most = length * 0.35;
  if (length < 4 || (even > 0 && odd > 0)) return undefined;
  if (odd > most) return "utf-16le";
  return even > most ? "utf-16be" : undefined;
}

function withoutBrokenEnd(bytes: Uint8Array): Uint8Array {
  for (let n = 1; n <= Math.min(LONGEST_CHARACTER, bytes.length); n += 1) {
    const byte = bytes[bytes.length - n] ?? 0;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - n);
  }
  return bytes;
}

/** So many of the pairs must be the common characters, which lie in these rows of GB 2312. */
const COMMON_SHARE = 0.6;

/** In Chinese text bytes above 0x7f come in pairs, most of which are the common characters; in Latin-1 they mostly stand alone. */
function looksLikeGb18030(bytes: Uint8Array): boolean {
  let pairs = 0;
  let common = 0;
  for (let n = 0; n < bytes.length - 1; n += 1) {
    const lead = bytes[n] ?? 0;
    if (lead < 0x81) continue;
    const trail = bytes[n + 1] ?? 0;
    if (trail < 0x40 && !(trail >= 0x30 && trail <= 0x39)) return false;
    pairs += 1;
    if (lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1 && (lead <= 0xa3 || lead >= 0xb0) && lead <= 0xd7)
      common += 1;
    n += 1;
  }
  return pairs > 0 && common / pairs >= COMMON_SHARE;
}

/** More of these than one in a hundred, and it is no text. */
const MAX_CONTROL_SHARE = 0.01;
// biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for control characters
const CONTROL = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\u007f-\u009f\ufffd]/gu;

function textOrNothing(text: string): string | undefined {
  const controls = text.match(CONTROL)?.length ?? 0;
  return controls > text.length * MAX_CONTROL_SHARE ? undefined : text;
}
