/** Control characters, ends of lines, and characters that turn the direction of what follows. */
const DISTURBING = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
/** Spaces, marks without a letter, what only joins or separates, and letters that are drawn as nothing. */
const INVISIBLE = /^[\p{Z}\p{C}\p{M}\u115f\u1160\u2800\u3164\uffa0]*$/u;

/** Whether a text can be told from others by looking at it, and leaves the text around it as it is. */
export function isVisibleText(text: string): boolean {
  return text.isWellFormed() && !DISTURBING.test(text) && !INVISIBLE.test(text);
}
