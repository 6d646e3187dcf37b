import type { CaseResult, Results, SizeResult } from "./results.ts";
import type { GrowthResult } from "./run-large.ts";

const BEGIN = "<!-- begin of what `npm run bench` writes -->";
const END = "<!-- end of what `npm run bench` writes -->";
const MEMORY_TARGET_MIB = 450;
const SIZE_TARGET_RATIO = 1.05;
const GROWTH_TARGET_RATIO = 1.15;

/** @returns Markdown: what the machine is, and a table of each kind there are results for */
export function writeReport(
  machine: readonly string[],
  results: Results,
  growth: readonly GrowthResult[],
): string {
  const tables = [
    table(CASE_HEAD, results.rows().map(caseRow)),
    table(SIZE_HEAD, results.sizes().map(sizeRow)),
    ...(growth.length > 0 ? [table(GROWTH_HEAD, growth.map(growthRow))] : []),
  ];
  return [machine.join("\n"), ...tables].join("\n\n");
}

/** @throws {Error} when the document has lost its markers */
export function replaceReport(document: string, report: string): string {
  const [before, rest] = document.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error("the document has no place for the report");
  return `${before}${BEGIN}\n\n${report}\n\n${END}${after}`;
}

const CASE_HEAD = [
  "case",
  "restic",
  "Backstay",
  "ratio",
  "target",
  "",
  "CPU restic",
  "CPU Backstay",
  "memory restic",
  "memory Backstay",
  `at most ${MEMORY_TARGET_MIB} MiB`,
];

function caseRow({ of, restic, backstay }: CaseResult): readonly string[] {
  const ratio = backstay.wallSeconds / restic.wallSeconds;
  return [
    of.label,
    seconds(restic.wallSeconds),
    seconds(backstay.wallSeconds),
    ratio.toFixed(2),
    `≤ ${of.targetRatio}`,
    verdict(ratio <= of.targetRatio),
    seconds(restic.cpuSeconds),
    seconds(backstay.cpuSeconds),
    mebibytes(restic.peakBytes),
    mebibytes(backstay.peakBytes),
    verdict(backstay.peakBytes <= MEMORY_TARGET_MIB * 2 ** 20),
  ];
}

const SIZE_HEAD = ["repository after the first backup", "restic", "Backstay", "ratio", "target", ""];

function sizeRow({ set, resticBytes, backstayBytes }: SizeResult): readonly string[] {
  const ratio = backstayBytes / resticBytes;
  const sizes = [mebibytes(resticBytes), mebibytes(backstayBytes), ratio.toFixed(3)];
  return [`${set} files`, ...sizes, `≤ ${SIZE_TARGET_RATIO}`, verdict(ratio <= SIZE_TARGET_RATIO)];
}

const GROWTH_HEAD = ["memory of Backstay", "one set", "ten sets", "ratio", "target", ""];

function growthRow({ label, oneBytes, tenBytes }: GrowthResult): readonly string[] {
  const ratio = tenBytes / oneBytes;
  const sizes = [mebibytes(oneBytes), mebibytes(tenBytes), ratio.toFixed(2)];
  return [label, ...sizes, `≤ ${GROWTH_TARGET_RATIO}`, verdict(ratio <= GROWTH_TARGET_RATIO)];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, n) => (n === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map(line).join("\n");
}

function verdict(isReached: boolean): string {
  return isReached ? "reached" : "**missed**";
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
