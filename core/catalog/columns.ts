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

export function nsOf(ms: number): bigint {
  return BigInt(Math.round(ms)) * 1_000_000n;
}

export function msOf(ns: bigint): number {
  return Number(ns / 1_000_000n);
}
