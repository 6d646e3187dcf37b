import { type RawPath, rawPathToText } from "../platform/raw-path.ts";

/** Accents and umlauts of Latin, Greek and Cyrillic letters, once they are apart from the letter. */
const ACCENTS = /[\u0300-\u036f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is the definition of ASCII
const ASCII = /^[\x00-\x7f]*$/;

/**
 * A text as it is searched for: whatever its case and its accents, and whichever of its forms Unicode has for a character (half and full
 * width, composed and decomposed).
 */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  // lower case at the end, once more: some characters only then become ones that have accents
  return text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(ACCENTS, "").normalize("NFC");
}

/** @param name one character per byte */
export function foldName(name: RawPath): string {
  return foldText(rawPathToText(name));
}

/** The words of a search, folded. All of them must occur. */
export function wordsOf(text: string): readonly string[] {
  // a zero byte, which no name has, would end the question to the index
  return [...new Set(foldText(text.replaceAll("\0", " ")).split(/\s+/u))].filter((word) => word !== "");
}

/** How many characters the index of names goes by. */
const GRAM = 3;

/**
 * What to ask the index of names for: everything that holds all of the words is among what it finds, and other things may be.
 *
 * @returns undefined when all words are too short for it; then every name has to be looked at
 */
export function gramQuery(words: readonly string[]): string | undefined {
  const grams = new Set<string>();
  for (const word of words) {
    const characters = [...word];
    for (let n = 0; n + GRAM <= characters.length; n += 1) grams.add(characters.slice(n, n + GRAM).join(""));
  }
  if (grams.size === 0) return undefined;
  return [...grams].map((gram) => `"${gram.replaceAll('"', '""')}"`).join(" AND ");
}
