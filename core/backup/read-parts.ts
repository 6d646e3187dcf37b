import type { EntryProblem, FileIdentity, ItemAnswer, ReadItem } from "./messages.ts";

/** A chunk that was read and hashed and stands in the arena. */
export type Chunk = { readonly id: Uint8Array; readonly offset: number; readonly length: number };

/** What one file of a batch came to, and how much of the area it took. */
export type ReadFile = { readonly answer: ItemAnswer; readonly used: number };

/** Bytes in the arena: where they begin, and how many they are. */
export type Span = [number, number];

export type SegmentCut = {
  readonly position: number;
  readonly atEnd: boolean;
  readonly identity: FileIdentity | undefined;
  readonly node: string | undefined;
  readonly problem: EntryProblem | undefined;
  /** What came of the file before is not of the moment that the rest is of, and does not count. */
  readonly isRestart: boolean;
  /** It is a database as of one moment. This thread has it open until its end, and must be asked for the rest. */
  readonly isDatabase: boolean;
};

/** It has to be read in segments. */
export function tooLarge({ key }: ReadItem): ItemAnswer {
  return { key, node: undefined, sizeBytes: 0, problem: undefined, isLarge: true };
}
