import { BackstayError } from "../../shared/errors.ts";

const BLANK = /\s/;

/**
 * Splits a command line into a program and its arguments, as a shell would, but nothing is expanded and nothing is run by a
 * shell: `'...'` is taken as it is, `"..."` too except that a backslash takes the meaning from `"` and `\`, and outside
 * of quotes a backslash takes the meaning from any character.
 *
 * @returns at least one word
 * @throws {BackstayError} USAGE for a quote that does not end and for a command without a word
 */
export function splitCommand(command: string): readonly [string, ...string[]] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let at = 0; at < command.length; at++) {
    const character = command[at] ?? "";
    const next = command[at + 1];
    if (character === "\\" && next !== undefined && isEscape(quote, next)) {
      word = (word ?? "") + next;
      at += 1;
    } else if (quote === "" && (character === "'" || character === '"')) {
      quote = character;
      word ??= "";
    } else if (character === quote) {
      quote = "";
    } else if (quote === "" && BLANK.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + character;
    }
  }
  if (quote !== "") throw new BackstayError("USAGE", { problem: "quote-open", about: [quote] });
  if (word !== undefined) words.push(word);
  const [program, ...args] = words;
  if (program === undefined) throw new BackstayError("USAGE", { problem: "command-empty", about: [] });
  return [program, ...args];
}

function isEscape(quote: string, next: string): boolean {
  if (quote === "'") return false;
  return quote === "" || next === '"' || next === "\\";
}
