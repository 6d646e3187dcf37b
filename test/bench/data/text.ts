import { createRandomNumbers, type RandomBytes, SEED } from "./random.ts";

const WORDS = 20_000;
/** A power of two: as many lots are in the urn that words are drawn from. */
const LOTS = 1 << 20;
const MIN_LETTERS = 2;
const MAX_LETTERS = 11;
const WORDS_PER_LINE = 12;

/**
 * Text that compresses about as prose does: made-up words, of which the n-th most frequent comes 1/n as often as the
 * first (Zipf's law), in lines.
 */
export function createText(seed: string): RandomBytes {
  const urn = fillUrn();
  const draw = createRandomNumbers(`text ${seed}`);
  let words = 0;
  let rest: Buffer = Buffer.of();
  return {
    next(length) {
      const text = Buffer.alloc(length);
      let at = rest.copy(text);
      rest = rest.subarray(at);
      while (at < length) {
        words += 1;
        const word = urn[draw() & (LOTS - 1)] ?? rest;
        const copied = word.copy(text, at);
        at += copied;
        rest = word.subarray(copied);
        if (words % WORDS_PER_LINE === 0 && rest.length === 0) text[at - 1] = 0x0a;
      }
      return text;
    },
  };
}

/** @returns lots, each a word with a space behind it; a word has as many lots as it is frequent */
function fillUrn(): readonly Buffer[] {
  const next = createRandomNumbers(`${SEED} words`);
  const words = Array.from({ length: WORDS }, () => {
    const letters = MIN_LETTERS + (next() % (MAX_LETTERS - MIN_LETTERS + 1));
    return Buffer.from(`${Array.from({ length: letters }, () => letter(next())).join("")} `);
  });
  const total = words.reduce((sum, _, n) => sum + 1 / (n + 1), 0);
  return words.flatMap((word, n) => {
    const lots = Math.max(1, Math.round(LOTS / (n + 1) / total));
    return Array.from({ length: lots }, () => word);
  });
}

function letter(number: number): string {
  return String.fromCharCode(0x61 + (number % 26));
}
