/** What is known to be damaged or missing in files of one replica, as far as somebody met it. */
import type { FileKind } from "../../../shared/errors.ts";
import type { ByteRange } from "../../storage/store.ts";

export type DamagedRanges = {
  /** @param range without one the whole file */
  add(kind: FileKind, name: string, range: ByteRange | undefined): void;
  /** Whether anything in this range is. */
  touches(kind: FileKind, name: string, range: ByteRange | undefined): boolean;
  /** Whether anything in the file is. */
  has(kind: FileKind, name: string): boolean;
};

/** A replica that lacks most packs is asked once more for those met longest ago, which costs nothing but the question. */
const MAX_FILES = 50_000;
/** In a file with more, all of it counts as damaged. */
const MAX_RANGES = 64;

const WHOLE: ByteRange = { offset: 0, length: Number.POSITIVE_INFINITY };

export function createDamagedRanges(): DamagedRanges {
  const files = new Map<string, readonly ByteRange[]>();
  const keyOf = (kind: FileKind, name: string) => `${kind}/${name}`;

  return {
    add(kind, name, range = WHOLE) {
      const key = keyOf(kind, name);
      const known = files.get(key) ?? [];
      files.delete(key);
      files.set(key, known.length >= MAX_RANGES ? [WHOLE] : [...known, range]);
      const [oldest] = files.keys();
      if (files.size > MAX_FILES && oldest !== undefined) files.delete(oldest);
    },
    touches(kind, name, range = WHOLE) {
      const known = files.get(keyOf(kind, name));
      return known?.some((bad) => overlap(bad, range)) ?? false;
    },
    has: (kind, name) => files.has(keyOf(kind, name)),
  };
}

function overlap(one: ByteRange, other: ByteRange): boolean {
  return one.offset < other.offset + other.length && other.offset < one.offset + one.length;
}
