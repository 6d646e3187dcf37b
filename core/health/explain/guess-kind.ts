import { parseJson } from "../reading/json.ts";
import { KIND_NAMES, KINDS, type KindName } from "./kinds.ts";

/** No tool takes longer to show what it is. */
const HEAD_LENGTH = 64 * 1024;

/** @returns the kind of output a text looks like; undefined when it looks like none */
export function guessKind(text: string): KindName | undefined {
  const { value } = parseJson(text);
  const peek = { head: text.slice(0, HEAD_LENGTH), json: value ?? undefined };
  return KIND_NAMES.find((name) => KINDS[name].looksLike(peek));
}
