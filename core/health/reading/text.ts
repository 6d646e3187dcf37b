/** Longest name, model, path or state that a reading keeps; `shared/model/health-reading.ts` refuses more. */
export const MAX_TEXT = 500;

/** Lines of a tool's output that a parser looks at. No real tool prints as many about one host. */
const MAX_LINES = 200_000;

/** Escape sequences that colour a terminal: some tools print them into pipes as well. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is removed
const COLOURS = /\u001b\[[0-9;]{0,16}[A-Za-z]/g;

/** @returns the text on one line, without space around it and not longer than a reading may hold; null when nothing is left */
export function cleanText(value: unknown): string | null {
  if (typeof value !== "string") return null;
  // cut first: a megabyte of spaces must not be looked at
  const text = value
    .slice(0, 4 * MAX_TEXT)
    .replaceAll("\0", "")
    .replace(/\s+/g, " ")
    .trim();
  if (text === "") return null;
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text;
}

/** @returns the text as a reading may hold it, also when it is empty */
export function shorten(text: string): string {
  return cleanText(text) ?? "";
}

/** @returns the lines of a tool's output, without colours and whatever ends a line on the system it comes from */
export function outputLines(text: string): string[] {
  return text.replace(COLOURS, "").split(/\r\n|\n|\r/, MAX_LINES);
}
