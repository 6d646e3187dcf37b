/** Letters and digits that are not taken for one another when they are written down by hand. 32, so that every byte is as likely. */
const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
const GROUPS = 5;
const GROUP_LENGTH = 5;

/**
 * A password that nobody guesses and that can be copied from paper: 25 characters in groups of five, 125 bits.
 *
 * @param fill puts random bytes into what it is given
 */
export function generatePassword(fill: (bytes: Uint8Array<ArrayBuffer>) => unknown): string {
  const bytes = new Uint8Array(GROUPS * GROUP_LENGTH);
  fill(bytes);
  const characters = [...bytes].map((byte) => ALPHABET[byte % ALPHABET.length] ?? "");
  return Array.from({ length: GROUPS }, (_, n) =>
    characters.slice(n * GROUP_LENGTH, (n + 1) * GROUP_LENGTH).join(""),
  ).join("-");
}
