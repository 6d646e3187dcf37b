/** A narrow space that no line breaks at. */
const THIN_SPACE = "\u202f";

/**
 * Counts for the pages: a thin space sets thousands apart, in every language.
 *
 * @param count a whole number
 * @returns like `84 112`, with U+202F for the space
 */
export function formatGrouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, THIN_SPACE);
}
