import type { GapReason } from "../../../shared/model/health-reading.ts";

/** Something that JSON calls an object, of which nothing is known yet. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** How the JSON of a tool goes on behind its first bracket, also where it ends soon: a list of bare numbers is none. */
export const LIKE_JSON = /^[{[]\s*(?:$|["{[\]}])/;

export type ParsedJson =
  | { readonly value: unknown; readonly problem: null }
  | { readonly value: null; readonly problem: Extract<GapReason, `output-${string}`> };

/** Longest text that is taken for JSON at all. The largest real output, of a controller with hundreds of disks, is far below. */
const MAX_JSON_LENGTH = 64 * 1024 * 1024;

/** Tools nest a dozen levels at most. Millions of open brackets would take seconds and gigabytes to be refused. */
export const MAX_DEPTH = 200;

/** So many lines in front may begin with a bracket without being JSON, such as `[sudo] password for ann:`. */
const MAX_BEGINNINGS = 100;

/**
 * Reads a tool's JSON. Warnings or a login banner in front of it are stepped over.
 *
 * @returns the value, or why there is none: never an exception
 */
export function parseJson(text: string): ParsedJson {
  if (text.length > MAX_JSON_LENGTH) return { value: null, problem: "output-too-long" };
  const start = startOfJson(text);
  if (start === undefined) {
    return { value: null, problem: isBlank(text) ? "output-empty" : "output-unreadable" };
  }
  if (isTooDeep(text, start)) return { value: null, problem: "output-unreadable" };
  try {
    return { value: JSON.parse(text.slice(start)), problem: null };
  } catch {
    const last = text.slice(-200).trimEnd().at(-1);
    return { value: null, problem: last === "}" || last === "]" ? "output-unreadable" : "output-truncated" };
  }
}

/** Only the first beginning counts: a later one lies within, and the end of a torn output must not pass for the whole. */
function startOfJson(text: string): number | undefined {
  const beginnings = /^[^\S\n]{0,100}(?=[{[])/gm;
  for (let n = 0; n < MAX_BEGINNINGS; n += 1) {
    const found = beginnings.exec(text);
    if (found === null) return undefined;
    const start = found.index + found[0].length;
    if (LIKE_JSON.test(text.slice(start, start + 1000))) return start;
    beginnings.lastIndex = start + 1;
  }
  return undefined;
}

/** @returns whether JSON begins somewhere in a text, be it whole or not */
export function hasJson(text: string): boolean {
  return startOfJson(text) !== undefined;
}

/** @returns whether there is nothing but space in it. A text of many megabytes is only looked at until something is found. */
export function isBlank(text: string): boolean {
  return !/\S/.test(text);
}

/** @returns the object, or an empty one: what is looked for in it is then simply not there */
export function asRecord(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @returns the list, or an empty one */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** @returns what stands below these names, one within the other; undefined where one is missing. Inherited names do not count. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const name of path) {
    if (!isRecord(here) || !Object.hasOwn(here, name)) return undefined;
    here = here[name];
  }
  return here;
}

/** Brackets in strings are counted as well: real outputs have few of them that are not closed again. */
function isTooDeep(text: string, start: number): boolean {
  let depth = 0;
  for (let n = start; n < text.length; n += 1) {
    const code = text.charCodeAt(n);
    if (code === 0x5b || code === 0x7b) depth += 1;
    else if (code === 0x5d || code === 0x7d) depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}
