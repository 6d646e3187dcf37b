/** What rows of the catalog have in common: JSON in text columns, times in nanoseconds. */
import { z } from "zod";

/** A text column that holds JSON of a known shape. */
export const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);

/** An id in the catalog: it was checked when it was written. */
export const idColumn = <Id extends string>() => z.custom<Id>((id) => typeof id === "string");

export const flag = z.bigint().transform((value) => value !== 0n);
/** A count or a number of bytes. */
export const count = z.bigint().transform(Number);
/** Whole milliseconds since 1970. */
export const timeMs = z.bigint().transform(msOf);

/** @returns nanoseconds since 1970; of what is beyond the years 1677 to 2262, which a column cannot hold, the nearest it can */
export function nsOf(ms: number): bigint {
  return BigInt(Math.max(-MAX_COLUMN_MS, Math.min(MAX_COLUMN_MS, Math.round(ms)))) * 1_000_000n;
}

const MAX_COLUMN_MS = 9_223_372_036_854;

export function msOf(ns: bigint): number {
  return Number(ns / 1_000_000n);
}
