/**
 * Whether the beginning of a file looks like the output of a cipher. Compressed data looks random, too, but begins with the mark of
 * its format, which an encryptor overwrites; and most of it is a little less even than what a cipher writes.
 */

/** Of a file, as much as is looked into. */
export const LOOKED_BYTES = 16_384;
/** Below, chance alone makes bytes uneven. */
export const LEAST_BYTES = 2_048;

/**
 * For evenly spread bytes the sum is 255 on average, whatever their number, with a standard deviation of 22.6; beyond this value lie
 * fewer than one of ten thousand.
 *
 * @source the chi-square distribution with 255 degrees of freedom
 */
const MOST_CHI_SQUARE = 345;

const text = (latin: string) => Buffer.from(latin, "latin1");
/** How formats that are compressed, or encrypted on purpose, begin. */
const MARKS: readonly { readonly at: number; readonly mark: Buffer }[] = [
  ...[
    "PK\x03\x04",
    "PK\x05\x06",
    "\x1f\x8b",
    "BZh",
    "\xfd7zXZ",
    "7z\xbc\xaf\x27\x1c",
    "Rar!",
    "\x28\xb5\x2f\xfd",
  ],
  ...["\x04\x22\x4d\x18", "LZIP", "MSCF", "\xff\xd8\xff", "\x89PNG", "GIF8", "RIFF", "II*\0", "MM\0*", "BM"],
  ...[
    "%PDF",
    "ID3",
    "OggS",
    "fLaC",
    "\x1aE\xdf\xa3",
    "FLV",
    "\0\0\x01\xba",
    "\0\0\x01\xb3",
    "\xff\xfb",
    "\xff\xf3",
  ],
  ...["\xff\xf1", "\xff\xf9", "8BPS", "AES\x02", "BORG_SEG"],
  ...[
    "MZ",
    "\x7fELF",
    "SQLite format 3",
    "\xd0\xcf\x11\xe0",
    "!BDN",
    "wOFF",
    "wOF2",
    "-----BEGIN",
    "age-encryption",
  ],
  // sealed by people: KeePass, OpenPGP, LUKS, Salted OpenSSL; a stranger's program does not mark what it takes hostage
  ...["\x03\xd9\xa2\x9a", "\x85\x01", "\x85\x02", "\x8c\x0d", "LUKS", "Salted__", "restic"],
]
  .map((mark) => ({ at: 0, mark: text(mark) }))
  .concat([
    { at: 4, mark: text("ftyp") },
    { at: 257, mark: text("ustar") },
  ]);

/** @param head the first bytes of a file, at most {@link LOOKED_BYTES}. @returns undefined when they are too few to tell */
export function looksScrambled(head: Uint8Array): boolean | undefined {
  if (head.length < LEAST_BYTES) return undefined;
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const isMarked = MARKS.some(({ at, mark }) => bytes.subarray(at, at + mark.length).equals(mark));
  return !isMarked && chiSquare(bytes) <= MOST_CHI_SQUARE;
}

function chiSquare(bytes: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  const expected = bytes.length / 256;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
