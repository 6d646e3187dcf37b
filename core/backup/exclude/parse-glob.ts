import type { PatternProblem } from "../../../shared/errors.ts";
import { runeAt } from "./runes.ts";

/** A piece of one component of a pattern. Code points in `ranges` are inclusive on both ends. */
export type GlobItem =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "any-rune" }
  | { readonly kind: "class"; readonly negated: boolean; readonly ranges: readonly CodePointRange[] };

export type CodePointRange = { readonly low: number; readonly high: number };

/** What stands between two stars. */
export type GlobChunk = readonly GlobItem[];

/** Turned into PATTERN_INVALID where the whole pattern is known. */
export class GlobSyntaxError extends Error {
  readonly problem: PatternProblem;

  constructor(problem: PatternProblem) {
    super(problem);
    this.problem = problem;
  }
}

/**
 * Reads one component of a pattern.
 *
 * @param glob part of a raw path, without `/`
 * @returns the pieces, cut at the stars: `n` stars give `n + 1` chunks, of which any may be empty
 * @throws {GlobSyntaxError}
 * @source Go's `path/filepath.Match`: only `^` negates a class; `-` and `]` in a class need a backslash
 */
export function parseGlob(glob: string): readonly GlobChunk[] {
  const chunks: GlobItem[][] = [[]];
  let position = 0;
  while (position < glob.length) {
    const chunk = chunks.at(-1) ?? [];
    switch (glob[position]) {
      case "*":
        chunks.push([]);
        position += 1;
        break;
      case "?":
        chunk.push({ kind: "any-rune" });
        position += 1;
        break;
      case "[":
        position = parseClass(glob, position + 1, chunk);
        break;
      case "\\":
        if (position + 1 === glob.length) throw new GlobSyntaxError("nothing-to-escape");
        appendText(chunk, glob.charAt(position + 1));
        position += 2;
        break;
      default:
        appendText(chunk, glob.charAt(position));
        position += 1;
    }
  }
  return chunks;
}

function appendText(chunk: GlobItem[], text: string): void {
  const last = chunk.at(-1);
  if (last?.kind === "text") chunk[chunk.length - 1] = { kind: "text", text: last.text + text };
  else chunk.push({ kind: "text", text });
}

/** @returns the position behind the closing bracket */
function parseClass(glob: string, start: number, chunk: GlobItem[]): number {
  const negated = glob[start] === "^";
  let position = negated ? start + 1 : start;
  const ranges: CodePointRange[] = [];
  while (ranges.length === 0 || glob[position] !== "]") {
    const low = classMember(glob, position);
    position = low.end;
    if (glob[position] !== "-") {
      ranges.push({ low: low.codePoint, high: low.codePoint });
      continue;
    }
    const high = classMember(glob, position + 1);
    position = high.end;
    ranges.push({ low: low.codePoint, high: high.codePoint });
  }
  chunk.push({ kind: "class", negated, ranges });
  return position + 1;
}

function classMember(glob: string, start: number): { readonly codePoint: number; readonly end: number } {
  const escaped = glob[start] === "\\";
  const position = escaped ? start + 1 : start;
  if (position >= glob.length) throw new GlobSyntaxError("class-not-closed");
  if (!escaped && (glob[position] === "-" || glob[position] === "]")) {
    throw new GlobSyntaxError("class-malformed");
  }
  const rune = runeAt(glob, position);
  const broken = rune.width === 1 && rune.codePoint > 0x7f;
  if (broken) throw new GlobSyntaxError("class-malformed");
  return { codePoint: rune.codePoint, end: position + rune.width };
}
