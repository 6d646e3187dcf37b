import type { SetName } from "./data/data-set.ts";
import type { Measurement } from "./measure/run-measured.ts";
import type { CaseName } from "./options.ts";
import type { ProgramName } from "./programs.ts";

export type MeasuredCase = {
  readonly name: CaseName;
  readonly set: SetName;
  readonly label: string;
  /** Wall time against restic's that is aimed at. */
  readonly targetRatio: number;
};

const LABELS: Readonly<Record<CaseName, string>> = {
  a: "first backup",
  b: "first backup",
  c: "again, unchanged",
  d: "again, 1 % changed",
  e: "restore",
  f: "check --read-data",
};
const TARGETS: Readonly<Record<CaseName, Readonly<Record<SetName, number>>>> = {
  a: { large: 0.55, small: 0.7 },
  b: { large: 0.55, small: 0.7 },
  c: { large: 1, small: 0.25 },
  d: { large: 1, small: 1 },
  e: { large: 0.8, small: 0.8 },
  f: { large: 1, small: 1 },
};

/** The cases of one data set, in the order they are run. Its first backup is `a` or `b`. */
export function casesOf(set: SetName): readonly MeasuredCase[] {
  const names: readonly CaseName[] = [set === "large" ? "a" : "b", "c", "d", "e", "f"];
  return names.map((name) => ({
    name,
    set,
    label: `(${name}) ${set} files: ${LABELS[name]}`,
    targetRatio: TARGETS[name][set],
  }));
}

/** Everything that was measured, by case and program. */
export type Results = {
  add(of: MeasuredCase, program: ProgramName, measurement: Measurement): void;
  addSize(set: SetName, program: ProgramName, bytes: number): void;
  rows(): readonly CaseResult[];
  sizes(): readonly SizeResult[];
};

export type CaseResult = {
  readonly of: MeasuredCase;
  readonly restic: Measurement;
  readonly backstay: Measurement;
};
export type SizeResult = {
  readonly set: SetName;
  readonly resticBytes: number;
  readonly backstayBytes: number;
};

export function createResults(): Results {
  const cases = new Map<string, { of: MeasuredCase } & Record<ProgramName, Measurement[]>>();
  const sizes = new Map<SetName, Record<ProgramName, number[]>>();
  return {
    add(of, program, measurement) {
      const known = cases.get(of.label) ?? { of, restic: [], backstay: [] };
      known[program].push(measurement);
      cases.set(of.label, known);
    },
    addSize(set, program, bytes) {
      const known = sizes.get(set) ?? { restic: [], backstay: [] };
      known[program].push(bytes);
      sizes.set(set, known);
    },
    rows: () =>
      [...cases.values()].map(({ of, restic, backstay }) => ({
        of,
        restic: middle(restic),
        backstay: middle(backstay),
      })),
    sizes: () =>
      [...sizes].map(([set, { restic, backstay }]) => ({
        set,
        resticBytes: median(restic),
        backstayBytes: median(backstay),
      })),
  };
}

/** The median of times; of memory the highest, because that is what a machine must have. */
function middle(measurements: readonly Measurement[]): Measurement {
  return {
    wallSeconds: median(measurements.map((one) => one.wallSeconds)),
    cpuSeconds: median(measurements.map((one) => one.cpuSeconds)),
    peakBytes: Math.max(...measurements.map((one) => one.peakBytes)),
  };
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}
