/** Where the parts of a life line go: when a file existed, its versions, and where it went. */
import type { SearchHit } from "../../../../shared/model/browse.ts";

export type LifeLine = {
  readonly startX: number;
  readonly endX: number;
  /** One tick a version; those that would touch are one. */
  readonly ticks: readonly number[];
  readonly isGone: boolean;
};

/** Ticks closer than this cannot be told apart. */
const LEAST_GAP = 2;

/**
 * @param place from a time to a pixel
 * @param endX where today is
 */
export function layLifeLine(
  hit: Pick<SearchHit, "firstMs" | "lastMs" | "isGone" | "versionTimesMs">,
  place: (timeMs: number) => number,
  endX: number,
): LifeLine {
  const within = (timeMs: number) => Math.max(0, Math.min(endX, Math.round(place(timeMs) * 10) / 10));
  const ticks: number[] = [];
  for (const timeMs of [...hit.versionTimesMs].sort((a, b) => a - b)) {
    const x = within(timeMs);
    const last = ticks.at(-1);
    if (last === undefined || x - last >= LEAST_GAP) ticks.push(x);
  }
  return {
    startX: within(hit.firstMs),
    endX: hit.isGone ? within(hit.lastMs) : endX,
    ticks,
    isGone: hit.isGone,
  };
}

/**
 * Cuts a text at the words that were searched for, whatever their case, so that they can be marked.
 * @returns pieces in order; together they are the text
 */
export function markWords(text: string, search: string): readonly { text: string; isHit: boolean }[] {
  const words = search.split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return [{ text, isHit: false }];
  const pattern = new RegExp(`(${words.map((word) => RegExp.escape(word)).join("|")})`, "giu");
  return text
    .split(pattern)
    .flatMap((piece, n) => (piece === "" ? [] : [{ text: piece, isHit: n % 2 === 1 }]));
}
