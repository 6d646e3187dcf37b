import type { ArrayOperation } from "../../../../shared/model/health-reading.ts";
import { toCount, toPercent } from "../../reading/numbers.ts";
import { mdOperation, operation } from "./md-operation.ts";

/** `sdb1[4](F)`: a device, its number in the array, and what is special about it. */
export type MdstatMember = { readonly name: string; readonly number: number; readonly flags: string };

/** What `/proc/mdstat` says of one array: a line at the margin, and indented ones below. */
export type MdstatBlock = {
  readonly name: string;
  /** `active`, `active (read-only)`, `inactive`, `broken`. */
  readonly state: string;
  readonly level: string | null;
  readonly members: readonly MdstatMember[];
  /** What was not understood. */
  strange: string | null;
  metadata: string | null;
  sizeKib: number | null;
  /** `[3/2]`, as printed. */
  counts: string | null;
  expected: number | null;
  active: number | null;
  /** `U_U`. */
  slots: string | null;
  operation: ArrayOperation | null;
};

const HEADER = /^([^\s:[\]]{1,64}) ?: (active|inactive|broken)((?: \([a-z-]{1,20}\))?)(?: (.*))?$/;
const MEMBER = /^([^[\]]{1,100})\[(\d{1,6})\]((?:\([A-Z]\)){0,6})$/;
const COUNTS = /\[(\d{1,5})\/(\d{1,5})\]/;
const SLOTS = /\[([U_E]{1,5000})\]/;
const BLOCKS = /^\s{1,20}(\d{1,18}) blocks(?=\s|$)/;
const METADATA = / super (\S{1,100})/;
const PROGRESS =
  /\b(resync|recovery|reshape|check|repair) ?= {0,3}(?:([\d.]{1,8})% ?\([^)]{0,60}\)(?: finish=([\d.]{1,12})min)?(?: speed=(\d{1,12})K\/sec)?|(DELAYED|PENDING|REMOTE))/;
/** How a line begins that says how far something has come. */
const BAR = /^\s{1,20}\[[=>.]/;
const MAX_LINE = 50_000;
const MAX_MEMBERS = 1000;

/** @returns undefined when this is no first line of an array */
export function mdstatHeader(line: string): MdstatBlock | undefined {
  const [, name, state, mode, rest] = HEADER.exec(line.slice(0, MAX_LINE)) ?? [];
  if (name === undefined || state === undefined) return undefined;
  const words = (rest ?? "").trim().split(/ +/, MAX_MEMBERS + 1);
  const level = words[0] !== undefined && /^[a-z][a-z0-9_]{0,20}$/.test(words[0]) ? words[0] : null;
  const members: MdstatMember[] = [];
  let strange: string | null = null;
  for (const word of level === null ? words : words.slice(1)) {
    const [, device, number, flags] = MEMBER.exec(word) ?? [];
    if (device !== undefined && number !== undefined)
      members.push({ name: device, number: Number(number), flags: flags ?? "" });
    else if (word !== "") strange ??= word;
  }
  return {
    name,
    state: state + (mode ?? ""),
    level,
    members,
    strange,
    metadata: null,
    sizeKib: null,
    counts: null,
    expected: null,
    active: null,
    slots: null,
    operation: null,
  };
}

/** Reads a line below the first. What it does not know says nothing about health: bitmap and journal pages. */
export function readMdstatDetail(block: MdstatBlock, longLine: string): void {
  const line = longLine.slice(0, MAX_LINE);
  if (/^\s+bitmap:/.test(line)) return;
  const [, blocks] = BLOCKS.exec(line) ?? [];
  if (blocks !== undefined) {
    // a second size belongs to an array whose first line is lost
    if (block.sizeKib !== null) block.strange ??= line;
    block.sizeKib ??= toCount(blocks);
    block.metadata ??= METADATA.exec(line)?.[1] ?? null;
  }
  const [counts, expected, active] = COUNTS.exec(line) ?? [];
  if (counts !== undefined && block.counts === null) {
    block.counts = counts;
    block.expected = toCount(expected);
    block.active = toCount(active);
  }
  block.slots ??= SLOTS.exec(line)?.[1] ?? null;
  // something runs there, and what it is was cut off
  if (BAR.test(line) && !PROGRESS.test(line)) block.strange ??= line;
  block.operation ??= operationIn(line);
}

function operationIn(line: string): ArrayOperation | null {
  const [, word, percent, minutes, speed, waits] = PROGRESS.exec(line) ?? [];
  const kind = word === undefined ? null : mdOperation(word);
  if (kind === null) return null;
  const kibPerSecond = toCount(speed);
  return operation(kind, {
    isWaiting: waits !== undefined,
    donePercent: toPercent(percent),
    remainingSeconds: minutes === undefined ? null : Math.round(Number.parseFloat(minutes) * 60),
    bytesPerSecond: kibPerSecond === null ? null : kibPerSecond * 1024,
  });
}
