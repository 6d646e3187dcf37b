import { LIKE_JSON, MAX_DEPTH } from "./json.ts";

/** Where a value of JSON stands in a text, from its first bracket to behind its last. */
export type JsonPart = { readonly start: number; readonly end: number };

/** More values than anybody saves in one file. */
const MAX_PARTS = 1000;

/**
 * Finds the values of JSON in a text, each beginning on a line of its own: what several runs of a program have printed.
 *
 * @returns undefined where one does not end, or what stands beside it shows that it was torn out of a larger one: the end of a torn
 *   output must not pass for the whole
 */
export function findJsonParts(text: string): readonly JsonPart[] | undefined {
  const beginnings = /^[^\S\n]{0,100}(?=[{[])/gm;
  const parts: JsonPart[] = [];
  for (;;) {
    const found = beginnings.exec(text);
    if (found === null) return parts;
    const start = found.index + found[0].length;
    if (!LIKE_JSON.test(text.slice(start, start + 1000))) {
      beginnings.lastIndex = start + 1;
      continue;
    }
    const end = endOfValue(text, start);
    if (end === undefined || parts.length >= MAX_PARTS || isTorn(text, parts.at(-1)?.end ?? 0, start, end))
      return undefined;
    parts.push({ start, end });
    beginnings.lastIndex = end;
  }
}

/** @returns where the value ends that begins here; undefined when it does not, or its brackets do not fit */
function endOfValue(text: string, start: number): number | undefined {
  const open: string[] = [];
  // strings as a whole: brackets in them are none
  const tokens = /"(?:[^"\\\n]|\\.)*"|["{}[\]]/g;
  tokens.lastIndex = start;
  for (;;) {
    const found = tokens.exec(text);
    if (found === null) return undefined;
    const [token] = found;
    if (token === "{" || token === "[") {
      open.push(token === "{" ? "}" : "]");
      if (open.length > MAX_DEPTH) return undefined;
    } else if (token === "}" || token === "]") {
      if (open.pop() !== token) return undefined;
      if (open.length === 0) return tokens.lastIndex;
    } else if (token === '"') return undefined; // a string that does not end
  }
}

/** @param before where the value in front of it ends */
function isTorn(text: string, before: number, start: number, end: number): boolean {
  const front = text.slice(Math.max(before, start - 1000), start).trimEnd();
  const behind = text.slice(end, end + 1000).trimStart();
  return /[,[{]$|":$/.test(front) || /^[,\]}]/.test(behind);
}
