/** Control characters, line separators, and what turns the direction of writing: they can make text show as other text. */
const HIDDEN = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Makes text from outside (file names, a server's answer) safe to show: it cannot move the cursor of a terminal,
 * begin a new line or turn round what follows.
 *
 * @returns the text with hidden characters written as `\u{1b}`
 */
export function printable(text: string): string {
  return text.replace(HIDDEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
