import type { ItemAnswer, ReadItem } from "./messages.ts";

/** A chunk that was read and hashed and stands in the arena. */
export type Chunk = { readonly id: Uint8Array; readonly offset: number; readonly length: number };

/** What one file of a batch came to, and how much of the area it took. */
export type ReadFile = { readonly answer: ItemAnswer; readonly used: number };

/** Bytes in the arena: where they begin, and how many they are. */
export type Span = [number, number];

/** It has to be read in segments. */
export function tooLarge({ key }: ReadItem): ItemAnswer {
  return { key, node: undefined, sizeBytes: 0, problem: undefined, isLarge: true };
}
