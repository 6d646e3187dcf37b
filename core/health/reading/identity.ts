import { at } from "./json.ts";
import { toNumber } from "./numbers.ts";
import { cleanText } from "./text.ts";

/** What firmware, bridges and virtual machines give instead of a serial number. Two disks with such a one are not the same disk. */
const NO_SERIAL =
  /^(?:0+|x+|f+|-+|\.+|\*+|n\/?a|none|null|unknown|undefined|redacted|not[ -]available|to be filled.*|0123456789.*)$/i;

/** Shortest digits a world wide name of 64 bits has; shorter ones are numbers of something else. */
const WWN_DIGITS = /^[0-9a-f]{16}(?:[0-9a-f]{16})?$/;

/** @returns a disk's serial number, without space around it; null for what only stands in its place */
export function cleanSerial(value: unknown): string | null {
  const text = cleanText(typeof value === "number" ? String(value) : value);
  return text === null || NO_SERIAL.test(text) ? null : text;
}

/** @returns a world wide name, NAA or EUI-64 as 16 or 32 lower-case hexadecimal digits, whichever way it was written; null for others */
export function cleanWwn(value: unknown): string | null {
  const text = cleanText(value);
  if (text === null) return null;
  const digits = text
    .toLowerCase()
    .replace(/^(?:wwn-|naa\.|eui\.|nvme\.|0x)+/, "")
    .replace(/[\s:.-]/g, "");
  return WWN_DIGITS.test(digits) && !/^(?:0+|f+)$/.test(digits) ? digits : null;
}

/**
 * The world wide name as smartctl prints it for ATA disks: in three numbers.
 *
 * @param wwn `{ naa, oui, id }`: 4, 24 and 36 bits
 */
export function wwnFromParts(wwn: unknown): string | null {
  return joinBits([
    [at(wwn, "naa"), 4],
    [at(wwn, "oui"), 24],
    [at(wwn, "id"), 36],
  ]);
}

/**
 * The EUI-64 of an NVMe namespace, as smartctl prints it.
 *
 * @param eui64 `{ oui, ext_id }`: 24 and 40 bits
 */
export function wwnFromEui(eui64: unknown): string | null {
  return joinBits([
    [at(eui64, "oui"), 24],
    [at(eui64, "ext_id"), 40],
  ]);
}

function joinBits(parts: readonly (readonly [value: unknown, bits: number])[]): string | null {
  let digits = "";
  for (const [value, bits] of parts) {
    const number = toNumber(value);
    if (number === null || !Number.isSafeInteger(number) || number < 0 || number >= 2 ** bits) return null;
    digits += number.toString(16).padStart(bits / 4, "0");
  }
  return cleanWwn(digits);
}
