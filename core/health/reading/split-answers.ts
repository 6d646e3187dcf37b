/** More than anybody puts into one file. */
const MAX_ANSWERS = 100;

/**
 * Takes apart what a program printed on several machines, which know nothing of each other: their controllers and drives have the same
 * names. Within one answer nothing is headed twice alike, so where a headline comes again, another answer begins.
 *
 * @param headline with the flags `g` and `m`; its groups together tell one headline from another
 */
export function splitAnswers(text: string, headline: RegExp): readonly string[] {
  const answers: string[] = [];
  let start = 0;
  let seen = new Set<string>();
  for (const found of text.matchAll(headline)) {
    const { index } = found;
    const key = found.slice(1).join(" ");
    if (seen.has(key) && answers.length < MAX_ANSWERS) {
      answers.push(text.slice(start, index));
      start = index;
      seen = new Set();
    }
    seen.add(key);
  }
  return [...answers, text.slice(start)];
}
