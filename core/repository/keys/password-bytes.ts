/**
 * A password is text, and its UTF-8 is what a key is derived from. But restic derives keys from whatever bytes a password file holds, such
 * as letters that an old editor saved in Latin-1. So that such a password opens its key, a byte that is no UTF-8 stands in the text as a
 * lone surrogate, U+DC80 for 0x80 and so on, which no true text holds.
 */
import { isUtf8 } from "node:buffer";

const FIRST = 0xdc80;
const LAST = 0xdcff;
const OFFSET = 0xdc00;
const LONGEST_CHARACTER = 4;

/** @param bytes UTF-8, as a rule, without a byte order mark */
export function passwordFromBytes(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return Buffer.from(bytes).toString("utf8");
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const character = characterAt(bytes, at);
    text += character?.toString("utf8") ?? String.fromCharCode(OFFSET + (bytes[at] ?? 0));
    at += character?.length ?? 1;
  }
  return text;
}

function characterAt(bytes: Uint8Array, at: number): Buffer | undefined {
  for (let length = 1; length <= LONGEST_CHARACTER; length++) {
    const character = bytes.subarray(at, at + length);
    if (isUtf8(character)) return Buffer.from(character);
  }
  return undefined;
}

/** The bytes that {@link passwordFromBytes} took; UTF-8 of any text. */
export function passwordToBytes(password: string): Uint8Array {
  const parts = Array.from(password, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code >= FIRST && code <= LAST ? Buffer.of(code - OFFSET) : Buffer.from(character, "utf8");
  });
  return Buffer.concat(parts);
}
