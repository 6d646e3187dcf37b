import type { ArrayReading, ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyArray, emptyReading, gap } from "../../reading/empty.ts";
import { meaningOf, type StateWords } from "../../reading/state-words.ts";
import { columnOf, numberOf, readWalk, textOf, type WalkValue } from "./walk.ts";

const POOLS = "1.3.6.1.4.1.50536.1.1.1.1";

type PoolState = ArrayReading["signals"][number]["state"];

const WORDS: StateWords<PoolState> = [
  [/^ONLINE$/i, "ok"],
  [/^DEGRADED$/i, "degraded"],
  [/^(?:FAULTED|UNAVAIL|SUSPENDED|REMOVED)$/i, "failed"],
  [/^OFFLINE$/i, "inactive"],
];

/** How FreeNAS and the first versions of TrueNAS number the same words. */
const OLD_CODES = ["ONLINE", "DEGRADED", "FAULTED", "OFFLINE", "UNAVAIL", "REMOVED"];

/**
 * Reads a walk of a TrueNAS or FreeNAS box below 1.3.6.1.4.1.50536: its pools. It tells nothing of single disks.
 *
 * Health moved from the seventh column, as a number, to the third, as a word; what stands there tells which it is. Written to the MIBs
 * of both; no captured walk of a real box is among the fixtures.
 *
 * @returns never an exception
 */
export function parseTruenasWalk(text: string): ToolReading {
  const walk = readWalk(text);
  const reading = emptyReading();
  if (walk.problem !== null) reading.gaps.push(gap(walk.problem, walk.message));
  if (walk.values.size === 0) return reading;
  const [names, words, codes] = [2, 3, 7].map((column) => columnOf(walk, POOLS, column));
  const rows = new Set([...(names?.keys() ?? []), ...(words?.keys() ?? [])]);
  for (const row of [...rows].slice(0, 1000)) {
    const name = textOf(names?.get(row)) ?? `Pool ${row}`;
    const array = emptyArray(name, name, "truenas");
    const health = healthOf(words?.get(row), codes?.get(row));
    if (health === null) array.gaps.push(gap("output-truncated", null, name));
    else array.signals.push({ source: "zpoolHealth", text: health, state: meaningOf(WORDS, health) });
    reading.arrays.push(array);
  }
  if (reading.arrays.length === 0 && walk.problem === null) reading.gaps.push(gap("output-unreadable"));
  return reading;
}

function healthOf(word: WalkValue | undefined, code: WalkValue | undefined): string | null {
  if (word !== undefined && numberOf(word) === null && /^[A-Z]+$/i.test(word.text)) return textOf(word);
  const number = numberOf(code);
  return number === null ? null : (OLD_CODES[number] ?? `code ${number}`);
}
