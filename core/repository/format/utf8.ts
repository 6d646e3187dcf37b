/**
 * Turns bytes that may not be UTF-8 into text, the way Go walks a string: each byte that starts no valid sequence counts
 * by itself. (TextDecoder merges a truncated sequence into one replacement character; Go makes one per byte.)
 *
 * @param onText called with each longest run of valid text, never empty
 * @param onBadByte called with each byte that belongs to no valid sequence
 * @returns what the two returned, joined
 * @source RFC 3629; Go language specification, "For range"
 */
export function mapUtf8(
  bytes: Uint8Array,
  onText: (text: string) => string,
  onBadByte: (byte: number) => string,
): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let result = "";
  let runStart = 0;
  let at = 0;
  while (at < bytes.length) {
    const width = sequenceLength(bytes, at);
    if (width > 0) {
      at += width;
      continue;
    }
    if (at > runStart) result += onText(buffer.toString("utf8", runStart, at));
    result += onBadByte(bytes[at] ?? 0);
    at += 1;
    runStart = at;
  }
  if (at > runStart) result += onText(buffer.toString("utf8", runStart, at));
  return result;
}

/**
 * Text of bytes that should be UTF-8, with U+FFFD for each byte that is not: what restic stores for the paths of a
 * snapshot, which unlike file names are not escaped and so lose such bytes.
 */
export function lossyText(bytes: Uint8Array): string {
  return mapUtf8(
    bytes,
    (text) => text,
    () => "\ufffd",
  );
}

/** @returns length in bytes (1 to 4) of the valid sequence that starts at `at`, or 0 when none does */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const second = bytes[at + 1] ?? 0;
  // The bounds of the second byte exclude overlong forms, surrogates and what lies above U+10FFFF.
  const lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  if (first < 0xe0) return 2;
  if (!isContinuation(bytes[at + 2])) return 0;
  if (first < 0xf0) return 3;
  return isContinuation(bytes[at + 3]) ? 4 : 0;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
