import type { ArrayOperation, ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyReading, gap, unreadable } from "../../reading/empty.ts";
import { isBlank } from "../../reading/json.ts";
import { MAX_ARRAYS, MAX_MEMBERS, tidyArray } from "../../reading/member.ts";
import { toCount, toPercent, toScaledCount } from "../../reading/numbers.ts";
import { outputLines } from "../../reading/text.ts";
import { toolRefusal } from "../../reading/tool-refusal.ts";
import { arrayOfPool, type Counters, isCutOff, type Pool, type Vdev, type VdevGroup } from "./pool.ts";

/** What stands between two headings, by heading. */
type Section = Map<string, string[]>;

const HEADING =
  /^ {0,8}(pool|id|state|status|action|see|scan|scrub|config|errors|remove|checkpoint|comment|expand|dedup): ?(.*)$/;
const GROUPS: Readonly<Record<string, VdevGroup>> = {
  logs: "logs",
  cache: "cache",
  spares: "spares",
  special: "special",
  dedup: "dedup",
};
const ROW =
  /^([ \t]{0,200})(\S{1,500})(?:\s{1,500}(\S{1,40}))?(?:\s{1,60}(\S{1,40})\s{1,60}(\S{1,40})\s{1,60}(\S{1,40}))?(.{0,500})$/;
const UNAVAILABLE = "List of errors unavailable";
const MAX_DEPTH = 8;
const MAX_SECTION_LINES = 100_000;

/** Reads `zpool status`, of one pool or several, of any release since the `scrub:` line of Solaris. Indentation tells who is in what. */
export function parseZpoolStatus(text: string): ToolReading {
  if (isBlank(text)) return unreadable("output-empty");
  const pools: Section[] = [];
  let lines: string[] | undefined;
  let strange: string | undefined;
  let refusal: string | undefined;
  for (const longLine of outputLines(text)) {
    const line = longLine.slice(0, 2000);
    const [, heading, rest] = HEADING.exec(line) ?? [];
    if (heading === "pool") pools.push(new Map());
    const section = pools.at(-1);
    if (pools.length > MAX_ARRAYS) break;
    // another pool could not be read: what it prints of one begins with a heading, or is indented
    if (heading === undefined && /^\S/.test(line) && toolRefusal(line) !== null) refusal ??= line;
    if (section === undefined) strange ??= line.trim() === "" ? undefined : line;
    else if (heading !== undefined) {
      lines = [rest ?? ""];
      // who may not see the list of damaged files is told so first, and then their number
      if (!section.has(heading) || first(section, heading).startsWith(UNAVAILABLE))
        section.set(heading, lines);
    } else if (lines !== undefined && lines.length < MAX_SECTION_LINES) lines.push(line);
  }
  if (pools.length === 0) {
    if (/^no pools available/.test(strange ?? "")) return emptyReading();
    return unreadable(toolRefusal(strange) ?? "output-unreadable", strange);
  }
  const reading = emptyReading();
  if (pools.length > MAX_ARRAYS) reading.gaps.push(gap("output-too-long"));
  if (refusal !== undefined) reading.gaps.push(gap(toolRefusal(refusal) ?? "tool-failed", refusal));
  reading.arrays = pools.slice(0, MAX_ARRAYS).map((section) => tidyArray(arrayOfPool(poolOf(section))));
  return reading;
}

function poolOf(section: Section): Pool {
  const name = first(section, "pool");
  const rows: string[] = section.get("config")?.slice(1) ?? [];
  const { vdevs, own, trouble } = readTree(name, rows);
  return {
    name: name || "?",
    guid: null,
    state: first(section, "state"),
    vdevs,
    own,
    dataErrors: dataErrors(section),
    operation: operationOf((section.get("scan") ?? section.get("scrub") ?? []).join(" ")),
    sizeBytes: null,
    usedBytes: null,
    trouble: trouble ?? (vdevs.some(isCutOff) ? "config" : null) ?? unavailableErrors(section),
  };
}

const first = (section: Section, heading: string): string => section.get(heading)?.[0]?.trim() ?? "";

function readTree(
  pool: string,
  rows: readonly string[],
): { vdevs: Vdev[]; own: Counters | null; trouble: string | null } {
  const vdevs: Vdev[] = [];
  const path: { readonly indent: number; readonly vdev: Vdev }[] = [];
  let group: VdevGroup = "data";
  let rootIndent: number | undefined;
  let own: Counters | null = null;
  let trouble: string | null = null;
  let count = 0;
  for (const line of rows) {
    if (line.trim() === "" || /^\s*NAME\s+STATE\b/.test(line)) continue;
    const [, space, name, state, read, write, checksum, rest] = ROW.exec(line.trimEnd()) ?? [];
    if (space === undefined || name === undefined || count > MAX_MEMBERS) {
      trouble ??= line;
      continue;
    }
    const indent = space.replaceAll("\t", "        ").length;
    if (rootIndent === undefined) {
      // the first row is the pool itself, and says the same as the pool's state
      if (name === pool && state !== undefined) {
        rootIndent = indent;
        own = { read: toScaledCount(read), write: toScaledCount(write), checksum: toScaledCount(checksum) };
      } else trouble ??= line;
      continue;
    }
    const heading =
      state === undefined && indent <= rootIndent && Object.hasOwn(GROUPS, name) ? GROUPS[name] : undefined;
    if (heading !== undefined) {
      group = heading;
      path.length = 0;
      continue;
    }
    const vdev: Vdev = {
      name,
      group,
      state: state ?? "",
      read: toScaledCount(read),
      write: toScaledCount(write),
      checksum: toScaledCount(checksum),
      note: (rest ?? "").trim(),
      children: [],
    };
    if (group !== "spares" && (vdev.read === null || vdev.write === null || vdev.checksum === null))
      trouble ??= line;
    while (path.length > 0 && (path.at(-1)?.indent ?? 0) >= indent) path.pop();
    if (path.length < MAX_DEPTH) {
      (path.at(-1)?.vdev.children ?? vdevs).push(vdev);
      path.push({ indent, vdev });
    } else trouble ??= line;
    count += 1;
  }
  return { vdevs, own, trouble };
}

/** There is a list of damaged files, of which not even the number was told. */
function unavailableErrors(section: Section): string | null {
  const said = first(section, "errors");
  return said.startsWith(UNAVAILABLE) ? said : null;
}

function dataErrors(section: Section): number | null {
  const [said, ...files] = section.get("errors") ?? [];
  const scan = toCount(
    / with (\d{1,18}) errors? on /.exec((section.get("scan") ?? section.get("scrub") ?? []).join(" "))?.[1],
  );
  const listed = files.filter((file) => file.trim() !== "").length;
  if (said === undefined) return scan === 0 ? null : scan;
  if (said.startsWith("No known data errors")) return scan ?? 0;
  const [, counted] = /^(\d{1,18}) data errors?/.exec(said) ?? [];
  if (counted !== undefined) return toCount(counted);
  return said.startsWith("Permanent errors") ? Math.max(1, listed) : scan;
}

function operationOf(text: string): ArrayOperation | null {
  const [, word] = /\b(scrub|resilver) in progress/.exec(text) ?? [];
  if (word === undefined) return null;
  const [, days, hours, minutes, seconds] =
    /(?:(\d{1,5}) days )?(\d{1,6}):(\d\d):(\d\d) to go/.exec(text) ?? [];
  const [, oldHours, oldMinutes] = /(\d{1,6})h(\d{1,2})m to go/.exec(text) ?? [];
  return {
    kind: word === "scrub" ? "scrub" : "rebuild",
    isWaiting: false,
    donePercent: toPercent(/([\d.]{1,8})% done/.exec(text)?.[1]),
    remainingSeconds:
      hours !== undefined
        ? Number(days ?? 0) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
        : oldHours !== undefined
          ? Number(oldHours) * 3600 + Number(oldMinutes) * 60
          : null,
    bytesPerSecond: null,
  };
}
