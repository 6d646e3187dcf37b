import { findJsonParts } from "../reading/json-parts.ts";
import { guessKind } from "./guess-kind.ts";
import type { KindName } from "./kinds.ts";

/** A part of a file that one program printed; `kind` is undefined where none is known that prints such a thing. */
export type OutputPart = { readonly text: string; readonly kind: KindName | undefined };

type Piece = { text: string; kind: KindName | undefined; readonly isJson: boolean };

/** Nobody puts more outputs into a file; of what repeats itself without end the rest is one piece. */
const MAX_PIECES = 1000;

/**
 * Where another program's output may begin within a text: behind an empty line, at what somebody typed to get it, and at the lines
 * that some outputs always begin with. A cut too many does no harm, for pieces of one kind are put together again.
 */
const CUT =
  /\n(?=[^\S\n]*\n)|\n(?=(?:Personalities :|Label: |Overall:|UUID:\s|scrub status for|\s{0,4}pool: |Controllers found: |<\?xml|smartctl \d|CLI Version = |\/dev\/\S{1,200}:[^\S\n]*\n|[$#] \S|\[?[\w.-]{1,60}@[\w.-]{1,60}[^\n]{0,200}[#$%>] \S))/g;
const PROMPT = /^\s*(?:[$#] \S|\[?[\w.-]{1,60}@[\w.-]{1,60}[^\n]{0,200}[#$%>] \S)[^\n]*$/;

/** Of these a parser reads one output, which begins so; of the others as many as there are. */
const ONE_EACH: Readonly<Partial<Record<KindName, RegExp>>> = {
  "btrfs-usage": /^\s*Overall:/,
  "btrfs-scrub": /^\s*(?:UUID:|scrub status for)/,
};

/**
 * Takes a file apart into what each program printed, so that all of it can be judged. What is known of no program stays with what
 * stands before it, and what begins a file with what comes after it, as banners do.
 *
 * @returns the file as it is where it holds one output, where nothing in it is known, or where JSON in it breaks off: what seems to be
 *   whole then may be torn out of something that is not
 */
export function splitOutput(text: string): readonly OutputPart[] {
  const whole = () => [{ text, kind: guessKind(text) }];
  const pieces = piecesOf(text);
  if (pieces === undefined) return whole();
  const parts: Piece[] = [];
  /** What waits for the piece behind it. */
  let waiting = "";
  for (const [number, piece] of pieces.entries()) {
    const last = parts.at(-1);
    const next = pieces[number + 1];
    if (piece.kind === undefined && !piece.isJson) {
      const isForNext = last === undefined || waiting !== "" || leadsTo(piece.text, next?.text);
      if (next !== undefined && isForNext) waiting += piece.text;
      else if (last === undefined) return whole();
      else last.text += waiting + piece.text;
      if (next === undefined) waiting = "";
    } else if (last !== undefined && goesOn(last, piece)) {
      last.text += waiting + piece.text;
      waiting = "";
    } else {
      parts.push({ ...piece, text: waiting + piece.text });
      waiting = "";
    }
  }
  const isKnown = parts.some(({ kind }) => kind !== undefined);
  return parts.length < 2 || !isKnown ? whole() : parts.map(({ text: part, kind }) => ({ text: part, kind }));
}

/** @returns whether a piece that says nothing by itself belongs to the next: it was typed to get that, or no empty line is between */
function leadsTo(text: string, next: string | undefined): boolean {
  return PROMPT.test(text.trim()) || (/^\s*\n\S/.test(text) && next !== undefined && /^[^\n]*\S/.test(next));
}

/** @returns whether the piece is a further part of what was printed before it */
function goesOn(last: Piece, piece: Piece): boolean {
  if (last.isJson || piece.isJson || piece.kind === undefined || last.kind !== piece.kind) return false;
  return !(ONE_EACH[piece.kind]?.test(piece.text) ?? false);
}

/** @returns undefined where JSON in it is torn */
function piecesOf(text: string): readonly Piece[] | undefined {
  const json = findJsonParts(text);
  if (json === undefined) return undefined;
  const pieces: Piece[] = [];
  let end = 0;
  for (const part of [...json, { start: text.length, end: text.length }]) {
    for (const piece of cutText(text.slice(end, part.start), MAX_PIECES - pieces.length))
      pieces.push({ text: piece, kind: guessKind(piece), isJson: false });
    const value = text.slice(part.start, part.end);
    if (value !== "") pieces.push({ text: value, kind: guessKind(value), isJson: true });
    end = part.end;
  }
  return pieces;
}

function cutText(text: string, most: number): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  for (const { index } of text.matchAll(CUT)) {
    if (pieces.length >= most) break;
    pieces.push(text.slice(start, index + 1));
    start = index + 1;
  }
  pieces.push(text.slice(start));
  return pieces.filter((piece) => piece !== "");
}
