import { type GlobChunk, type GlobItem, parseGlob } from "./parse-glob.ts";
import { runeAt } from "./runes.ts";

/** Whether one component of a raw path fits. */
export type ComponentTest = (component: string) => boolean;

/**
 * Compiles one component of a pattern: `*` any number of bytes, `?` one character, `[a-z]` and `[^a-z]` classes, `\x`
 * the character x. Matching never backtracks, so its time is bounded by the product of both lengths, whatever the
 * pattern and the (possibly hostile) file name are.
 *
 * @param glob part of a raw path, without `/`
 * @throws {GlobSyntaxError}
 * @source Go's `path/filepath.Match`, which restic uses; there `*` goes by bytes and `?` by characters
 */
export function compileComponent(glob: string): ComponentTest {
  const chunks = parseGlob(glob);
  return simpleTest(chunks) ?? ((component) => fits(component, chunks));
}

/** The shapes nearly every real pattern has: literal, `*`, `*tail` and `head*`. */
function simpleTest(chunks: readonly GlobChunk[]): ComponentTest | undefined {
  const head = literalText(chunks[0]);
  const tail = literalText(chunks[1]);
  if (head === undefined || chunks.length > 2) return undefined;
  if (chunks.length === 1) return (component) => component === head;
  if (tail === undefined) return undefined;
  if (head === "") return tail === "" ? () => true : (component) => component.endsWith(tail);
  if (tail === "") return (component) => component.startsWith(head);
  return (component) =>
    component.length >= head.length + tail.length && component.startsWith(head) && component.endsWith(tail);
}

/** @returns the text of a chunk that is nothing but text */
function literalText(chunk: GlobChunk | undefined): string | undefined {
  if (chunk === undefined || chunk.length > 1) return undefined;
  const [item] = chunk;
  if (item === undefined) return "";
  return item.kind === "text" ? item.text : undefined;
}

function fits(component: string, chunks: readonly GlobChunk[]): boolean {
  const last = chunks.length - 1;
  let position = 0;
  for (const [n, chunk] of chunks.entries()) {
    if (n === last && n > 0 && chunk.length === 0) return true; // the pattern ends with a star
    const end = findChunk(component, position, chunk, { mayStartLater: n > 0, mustReachEnd: n === last });
    if (end === undefined) return false;
    position = end; // the first place is the best one: it leaves the most for the chunks behind the next star
  }
  return true;
}

/** @returns the position behind the first place where the chunk fits */
function findChunk(
  component: string,
  from: number,
  chunk: GlobChunk,
  where: { readonly mayStartLater: boolean; readonly mustReachEnd: boolean },
): number | undefined {
  const lastStart = where.mayStartLater ? component.length : from;
  for (let start = from; start <= lastStart; start += 1) {
    const end = endOfChunk(component, start, chunk);
    if (end !== undefined && (end === component.length || !where.mustReachEnd)) return end;
  }
  return undefined;
}

function endOfChunk(component: string, start: number, chunk: GlobChunk): number | undefined {
  let position = start;
  for (const item of chunk) {
    const width = widthOfItem(component, position, item);
    if (width === undefined) return undefined;
    position += width;
  }
  return position;
}

/** @returns how many bytes the item takes at the position; nothing where it does not fit */
function widthOfItem(component: string, position: number, item: GlobItem): number | undefined {
  if (item.kind === "text") return component.startsWith(item.text, position) ? item.text.length : undefined;
  if (position >= component.length) return undefined;
  const { codePoint, width } = runeAt(component, position);
  if (item.kind === "any-rune") return width;
  const inRanges = item.ranges.some(({ low, high }) => low <= codePoint && codePoint <= high);
  return inRanges === item.negated ? undefined : width;
}
