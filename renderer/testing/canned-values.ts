/** What the canned answers are made of. */
import type { Input, MethodName, Output } from "../../shared/api/methods.ts";

export type Scenario = "well" | "trouble" | "running" | "empty" | "first-start";
export type Answers = { readonly [N in MethodName]?: (input: Input<N>) => Output<N> };

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const GB = 1e9;

let lastId = 0;

export function uuid<Id extends string>(): Id {
  lastId += 1;
  return `00000000-0000-4000-8000-${String(lastId).padStart(12, "0")}` as Id;
}

/** The same numbers each time. @returns one from 0 to below 1 for each call */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 4294967296;
  };
}
