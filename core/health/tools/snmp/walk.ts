import type { GapReason } from "../../../../shared/model/health-reading.ts";
import { asList, isBlank, isRecord, parseJson } from "../../reading/json.ts";
import { toNumber } from "../../reading/numbers.ts";
import { cleanText, outputLines } from "../../reading/text.ts";

export type WalkValue = {
  /** `INTEGER`, `STRING`, `Counter64` …, in capitals. */
  readonly type: string;
  readonly text: string;
};

/** The answers of an agent, by object identifier in digits, without a point in front: `1.3.6.1.4.1.6574.1.1.0`. */
export type Walk = {
  readonly values: ReadonlyMap<string, WalkValue>;
  /** Why the walk is not whole; null when nothing speaks against it. */
  readonly problem: GapReason | null;
  readonly message: string | null;
};

/** Values an agent may answer with; a NAS with hundreds of disks stays far below. */
const MAX_VALUES = 100_000;
const MAX_VALUE = 2000;
/** Rows of the tables that are read are numbered; what is longer is none. */
const MAX_ROW = 40;
const ANSWER = /^\.?((?:iso|SNMPv2-SMI::enterprises|\d{1,3})(?:\.\d{1,10}){2,60}) = (.*)$/;
const TYPED = /^([A-Za-z][A-Za-z0-9-]{1,30}): ?(.*)$/;
const SILENT = /^(?:Timeout: No Response|snmp(?:bulk)?walk: (?:Timeout|Unknown host)|No Response)/i;
const REFUSED = /authorizationError|Authentication failure|Unknown user name|Unsupported security level|USM/i;
/** What stands in the place of a value that there is not. */
const ABSENT = /^No (?:Such|more)/i;

/**
 * Reads a walk: a list of `{ oid, type, value }` as JSON, or the text of `snmpwalk -On`.
 *
 * @returns never an exception
 */
export function readWalk(text: string): Walk {
  const { value, problem } = /^\s{0,100}\[/.test(text) ? parseJson(text) : { value: null, problem: null };
  if (problem !== null) return { values: new Map(), problem, message: cleanText(text) };
  return value === null ? readText(text) : readList(asList(value));
}

/** The values of one column of a table, by their row. */
export function columnOf(walk: Walk, table: string, column: number): ReadonlyMap<string, WalkValue> {
  const prefix = `${table}.${column}.`;
  const rows = new Map<string, WalkValue>();
  for (const [oid, value] of walk.values) {
    if (oid.startsWith(prefix) && oid.length - prefix.length <= MAX_ROW)
      rows.set(oid.slice(prefix.length), value);
  }
  return rows;
}

/** @returns the number of an answer, also of `INTEGER: online(0)`; null of anything else */
export function numberOf(value: WalkValue | undefined): number | null {
  if (value === undefined || value.type.endsWith("STRING")) return null;
  const [, named] = /^\w[\w-]*\((-?\d{1,10})\)$/.exec(value.text) ?? [];
  return toNumber(named ?? value.text.replace(/ [A-Za-z%].{0,20}$/, ""));
}

/** @returns the text of an answer; null when there is none, or nothing in it */
export function textOf(value: WalkValue | undefined): string | null {
  return cleanText(value?.text);
}

function readList(entries: readonly unknown[]): Walk {
  const values = new Map<string, WalkValue>();
  for (const entry of entries.slice(0, MAX_VALUES)) {
    if (!isRecord(entry) || typeof entry.oid !== "string") continue;
    const text = typeof entry.value === "number" ? String(entry.value) : cleanText(entry.value);
    const oid = plainOid(entry.oid.slice(0, 500));
    if (text !== null && !ABSENT.test(text)) values.set(oid, { type: typeName(String(entry.type)), text });
  }
  const problem = values.size === 0 ? "output-unreadable" : null;
  return { values, problem, message: null };
}

function readText(text: string): Walk {
  const values = new Map<string, WalkValue>();
  let message: string | null = null;
  let last: string | null = null;
  for (const line of outputLines(text)) {
    const [, oid, answer] = ANSWER.exec(line.slice(0, MAX_VALUE)) ?? [];
    if (oid !== undefined && answer !== undefined) {
      last = null;
      if (ABSENT.test(answer) || values.size >= MAX_VALUES) continue;
      const [, type = "", value = answer] = TYPED.exec(answer) ?? [];
      last = plainOid(oid);
      values.set(last, { type: typeName(type), text: unquote(value) });
    } else if (SILENT.test(line) || REFUSED.test(line)) message = cleanText(line);
    // a text goes on where its end has not come
    else if (last !== null && line !== "") append(values, last, line);
  }
  if (message !== null)
    return { values, problem: REFUSED.test(message) ? "permission-denied" : "host-silent", message };
  if (values.size === 0)
    return {
      values,
      problem: isBlank(text) ? "output-empty" : "output-unreadable",
      message: cleanText(text),
    };
  return { values, problem: text.endsWith("\n") ? null : "output-truncated", message: null };
}

function append(values: Map<string, WalkValue>, oid: string, line: string): void {
  const known = values.get(oid);
  if (known === undefined || known.text.length > MAX_VALUE) return;
  values.set(oid, { ...known, text: unquote(`${known.text}\n${line.slice(0, MAX_VALUE)}`) });
}

/** @returns the identifier in digits: net-snmp shortens its beginning unless it is asked not to */
function plainOid(oid: string): string {
  return oid
    .replace(/^\./, "")
    .replace(/^iso\./, "1.")
    .replace(/^SNMPv2-SMI::enterprises\./, "1.3.6.1.4.1.");
}

const typeName = (type: string) => type.toUpperCase().replace("OCTETSTRING", "STRING").slice(0, 40);
const unquote = (text: string) => text.trim().replace(/^"([\s\S]*)"$/, "$1");
