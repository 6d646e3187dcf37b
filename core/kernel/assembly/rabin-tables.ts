/**
 * Tables for the Rabin fingerprint of one polynomial P of degree 53 over GF(2): the fingerprint of a window is its
 * bytes, read as one long polynomial, modulo P.
 */
import { FOLD_TABLE, LEAVE_TABLE, NIBBLE_TABLES } from "./layout";

export const DEGREE: u64 = 53;
export const WINDOW_BYTES: u32 = 64;

/** `value * x^8 mod P` for a value below degree 53. */
function timesX8(value: u64, polynomial: u64): u64 {
  let product = value;
  for (let bit = 0; bit < 8; bit++) {
    product <<= 1;
    if ((product >> DEGREE) & 1) product ^= polynomial;
  }
  return product;
}

/**
 * Vectorised lookups split a byte into two nibbles, because a vector register holds exactly 16 results, and the
 * 56-bit results into byte planes. Per plane: low and high nibble of the byte that overflows, low and high nibble of
 * the byte that leaves the window. Results are shifted up by three, which makes degree 53 end on a byte boundary.
 */
function fillNibbleTables(): void {
  for (let plane: u32 = 0; plane < 7; plane++) {
    const tables = NIBBLE_TABLES + plane * 64;
    const shift = (plane * 8) as u64;
    for (let nibble: u32 = 0; nibble < 16; nibble++) {
      const below = ((1 as u64) << DEGREE) - 1;
      const foldLow = (load<u64>(FOLD_TABLE + nibble * 8) & below) << 3;
      const foldHigh = (load<u64>(FOLD_TABLE + nibble * 128) & below) << 3;
      const leaveLow = load<u64>(LEAVE_TABLE + nibble * 8) << 3;
      const leaveHigh = load<u64>(LEAVE_TABLE + nibble * 128) << 3;
      store<u8>(tables + nibble, (foldLow >> shift) as u8);
      store<u8>(tables + nibble, (foldHigh >> shift) as u8, 16);
      store<u8>(tables + nibble, (leaveLow >> shift) as u8, 32);
      store<u8>(tables + nibble, (leaveHigh >> shift) as u8, 48);
    }
  }
}

/** Prepares for a polynomial of degree 53. */
export function setPolynomial(polynomial: u64): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    // byte * x^53 mod P: the byte's lowest bit stands at x^53, five factors of x^8 and 13 of x above x^0
    let folded = timesX8(timesX8(timesX8(timesX8(timesX8(byte, polynomial), polynomial), polynomial), polynomial), polynomial);
    for (let bit = 40; bit < 53; bit++) {
      folded <<= 1;
      if ((folded >> DEGREE) & 1) folded ^= polynomial;
    }
    store<u64>(FOLD_TABLE + byte * 8, folded | ((byte as u64) << DEGREE));

    let left: u64 = byte;
    for (let step: u32 = 0; step < WINDOW_BYTES; step++) left = timesX8(left, polynomial);
    store<u64>(LEAVE_TABLE + byte * 8, left);
  }
  fillNibbleTables();
}
