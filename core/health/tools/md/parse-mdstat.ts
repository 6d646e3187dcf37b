import type { ArrayReading, ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyArray, emptyReading, gap, unreadable } from "../../reading/empty.ts";
import { isBlank } from "../../reading/json.ts";
import { MAX_ARRAYS, tidyArray } from "../../reading/member.ts";
import { isWithoutRedundancy, stateByCount } from "../../reading/redundancy.ts";
import { outputLines } from "../../reading/text.ts";
import { isContainer } from "./md-names.ts";
import { findMdQuirk } from "./md-quirks.ts";
import { type MdstatBlock, mdstatHeader, readMdstatDetail } from "./mdstat-block.ts";
import { mdstatMembers } from "./mdstat-members.ts";
import { isUnraid, parseUnraid } from "./parse-unraid.ts";

const SOURCE = "/proc/mdstat";
/** Lines about no array. Each may also be cut off where the text ends. */
const OTHER_LINES = /^(?:Personalities :.*|unused devices:.*|read_ahead .*|Event: .*)$/;
/** Lines about the array above, which lost their indentation on the way here. */
const STRIPPED =
  /^(?:\d{1,18} blocks\b|\[[=>.]{5,30}\]|bitmap: |(?:resync|recovery|reshape|check|repair) ?=)/;
const LAST_LINE = "unused devices: <none>";

/**
 * Reads `/proc/mdstat`, also Unraid's, which is of another kind.
 *
 * @returns one array for each that md knows; a firmware's container is left out when a volume of it is there, for its members are
 *   the volume's
 */
export function parseMdstat(text: string): ToolReading {
  if (isBlank(text)) return unreadable("output-empty");
  if (isUnraid(text.slice(0, 4000))) return parseUnraid(text);
  const reading = emptyReading();
  const blocks: MdstatBlock[] = [];
  const strange: string[] = [];
  let block: MdstatBlock | undefined;
  const lines = outputLines(text);
  for (const [number, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const isIndented = /^\s/.test(line);
    if (isIndented || (block !== undefined && STRIPPED.test(line))) {
      if (block === undefined) strange.push(line);
      else readMdstatDetail(block, isIndented ? line : ` ${line}`);
      continue;
    }
    block = mdstatHeader(line);
    if (block !== undefined) blocks.push(block);
    else if (!OTHER_LINES.test(line) && !(number === lines.length - 1 && LAST_LINE.startsWith(line)))
      strange.push(line);
    if (blocks.length > MAX_ARRAYS || strange.length > MAX_ARRAYS) {
      reading.gaps.push(gap("output-too-long"));
      break;
    }
  }
  const containers = new Set(blocks.map(({ metadata }) => containerOf(metadata)));
  reading.arrays = blocks
    .filter(({ name, metadata }) => !(isContainer(metadata) && containers.has(name)))
    .map(arrayOf)
    .map(tidyArray);
  if (strange[0] !== undefined) reading.gaps.push(gap("output-unreadable", strange[0]));
  else if (
    blocks.length === 0 &&
    !/^Personalities :.*\n(?:.*\n)?unused devices:/m.test(text.slice(0, 10_000))
  )
    reading.gaps.push(gap("output-truncated"));
  return reading;
}

/** @returns `md127` for a volume's `external:/md127/0`, read-only ones begin with `-` */
function containerOf(metadata: string | null): string | undefined {
  return /^external:[/-]([^/]+)\//.exec(metadata ?? "")?.[1];
}

function arrayOf(block: MdstatBlock): ArrayReading {
  const array = emptyArray(block.name, block.name, "md");
  array.level = block.level;
  array.sizeBytes = block.sizeKib === null ? null : block.sizeKib * 1024;
  array.operation = block.operation;
  if (block.strange !== null) array.gaps.push(gap("output-unreadable", block.strange, block.name));
  if (isContainer(block.metadata)) {
    array.quirks.push("external-container");
    array.gaps.push(gap("container-not-judged", block.metadata, block.name));
    array.members = mdstatMembers(block, 0);
    return array;
  }
  const filled = filledPlaces(block);
  const quirk = findMdQuirk({ ...block, slots: filled === null ? null : block.slots });
  array.expectedMembers = block.expected;
  array.activeMembers = filled ?? block.active;
  if (quirk !== undefined && block.slots !== null) {
    array.quirks.push(quirk.id);
    array.expectedMembers = quirk.expected(block.slots);
  }
  array.members = mdstatMembers(block, (array.expectedMembers ?? 0) - (array.activeMembers ?? 0));
  array.signals.push({
    source: SOURCE,
    text: [block.state, block.counts, block.slots === null ? null : `[${block.slots}]`]
      .filter((part) => part !== null)
      .join(" "),
    state: stateOf(block, array),
  });
  return array;
}

/** @returns how many places hold current data; null when the two ways md says it do not agree, or one is cut off */
function filledPlaces({ expected, active, slots }: MdstatBlock): number | null {
  if (expected === null || slots === null || slots.length !== expected) return null;
  const filled = slots.split("U").length - 1;
  // a disk that Synology marks as faulty still counts as active there
  return filled === active || (slots.includes("E") && filled < (active ?? 0)) ? filled : null;
}

function stateOf(block: MdstatBlock, array: ArrayReading): ArrayReading["signals"][number]["state"] {
  if (block.state === "inactive") return "inactive";
  if (block.state === "broken") return "failed";
  if (!block.state.startsWith("active")) return "unknown";
  if (isWithoutRedundancy(block.level) && block.counts === null) {
    if (array.members.some(({ state }) => state === "failed")) return "failed";
    return block.sizeKib !== null && block.strange === null && array.members.length > 0 ? "ok" : "unknown";
  }
  // more places filled than there are devices to fill them: a line was mixed up with another
  const holders = block.members.filter(({ flags }) => !/\([FSJ]\)/.test(flags)).length;
  if (block.level === null || filledPlaces(block) === null || holders < (block.active ?? 0)) return "unknown";
  return stateByCount(block.level, array.expectedMembers, array.activeMembers);
}
