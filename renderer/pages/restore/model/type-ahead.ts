/** Letters typed over a list: those that follow each other quickly are one name's beginning. */
export type TypedPrefix = { readonly text: string; readonly atMs: number };

const PAUSE_MS = 900;

/**
 * @param key what the keyboard event calls the key
 * @returns the prefix with this key; undefined when the key types nothing
 */
export function typeAhead(
  typed: TypedPrefix | undefined,
  key: string,
  nowMs: number,
): TypedPrefix | undefined {
  if ([...key].length !== 1) return undefined;
  const isGoingOn = typed !== undefined && nowMs - typed.atMs < PAUSE_MS;
  if (key === " " && !isGoingOn) return undefined; // alone it selects
  const before = isGoingOn ? typed.text : "";
  // the same letter again and again walks through the names that begin with it
  const text = before.length > 0 && [...before].every((letter) => letter === key) ? key : before + key;
  return { text: text.slice(0, 255), atMs: nowMs };
}
