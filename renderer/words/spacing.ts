/** Stands at both ends of a value that was put into a text. From Unicode's private area: no text of ours or of a name's needs it. */
const EDGE = "\ue000";

const HAN = /[\u3400-\u9fff\uf900-\ufaff]/;
const FULL_WIDTH = /[\u3000-\u303f\uff00-\uffef\u201c\u201d]/;
const LATIN = /[A-Za-z0-9\u00c0-\u024f]/;

/** @returns the value between marks that {@link spaceText} takes away again */
export function markValue(value: unknown): string {
  return EDGE + String(value).replaceAll(EDGE, "") + EDGE;
}

/**
 * Sets the spaces around values as Chinese asks for them: one between Chinese characters and Latin ones, none between Chinese
 * ones. Whether a value begins with `12` or with `刚刚` is not known when the text is written. The values stay as they are.
 *
 * @param text with values marked by {@link markValue}
 */
export function spaceText(text: string, isChinese: boolean): string {
  if (!text.includes(EDGE)) return text;
  const parts = text.split(EDGE);
  if (!isChinese) return parts.join("");
  let spaced = "";
  parts.forEach((part, n) => {
    const isValue = n % 2 === 1;
    spaced = isValue ? join(spaced, part, true) : join(spaced, part, false);
  });
  return spaced;
}

/** @param isValue the right part is a value: spaces may be taken only from the left one, else only from the right one */
function join(left: string, right: string, isValue: boolean): string {
  if (left === "" || right === "") return left + right;
  const before = isValue ? left.trimEnd() : left;
  const after = isValue ? right : right.trimStart();
  const gap = spaceBetween(before.at(-1) ?? "", after.at(0) ?? "");
  return gap === undefined ? left + right : before + gap + after;
}

function spaceBetween(before: string, after: string): string | undefined {
  const isChinese = (character: string) => HAN.test(character) || FULL_WIDTH.test(character);
  if (isChinese(before) && isChinese(after)) return "";
  if ((HAN.test(before) && LATIN.test(after)) || (LATIN.test(before) && HAN.test(after))) return " ";
  if (FULL_WIDTH.test(before) || FULL_WIDTH.test(after)) return "";
  return undefined;
}
