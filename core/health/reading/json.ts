import type { GapReason } from "../../../shared/model/health-reading.ts";

/** Something that JSON calls an object, of which nothing is known yet. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** How JSON goes on behind its first bracket, also where it ends soon. */
const LIKE_JSON = /^[{[]\s*(?:$|["{[\]}\d]|-\d)/;

export type ParsedJson =
  | { readonly value: unknown; readonly problem: null }
  | { readonly value: null; readonly problem: Extract<GapReason, `output-${string}`> };

/** Longest text that is taken for JSON at all. The largest real output, of a controller with hundreds of disks, is far below. */
const MAX_JSON_LENGTH = 64 * 1024 * 1024;

/** Tools nest a dozen levels at most. Millions of open brackets would take seconds and gigabytes to be refused. */
const MAX_DEPTH = 200;

/** Brackets within brackets as no tool prints them; megabytes of them alone would take a JSON reader seconds. */
const NESTED = /(?:[[{]\s{0,10}){64}/;

/** A warning in front may begin like JSON, so more than one beginning is tried; not more, for each costs a reading. */
const MAX_BEGINNINGS = 4;

/**
 * Reads a tool's JSON. Warnings or a login banner in front of it are stepped over.
 *
 * @returns the value, or why there is none: never an exception
 */
export function parseJson(text: string): ParsedJson {
  if (text.length > MAX_JSON_LENGTH) return { value: null, problem: "output-too-long" };
  if (NESTED.test(text)) return { value: null, problem: "output-unreadable" };
  const beginnings = /^[^\S\n]{0,100}(?=[{[])/gm;
  let wasJson = false;
  for (let n = 0; n < MAX_BEGINNINGS; n += 1) {
    const found = beginnings.exec(text);
    if (found === null) break;
    const start = found.index + found[0].length;
    if (isTooDeep(text, start)) break;
    wasJson ||= LIKE_JSON.test(text.slice(start, start + 1000));
    try {
      return { value: JSON.parse(text.slice(start)), problem: null };
    } catch {
      beginnings.lastIndex = start + 1;
    }
  }
  if (!wasJson) return { value: null, problem: isBlank(text) ? "output-empty" : "output-unreadable" };
  const last = text.slice(-200).trimEnd().at(-1);
  return { value: null, problem: last === "}" || last === "]" ? "output-unreadable" : "output-truncated" };
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
