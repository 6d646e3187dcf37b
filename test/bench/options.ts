import { tmpdir } from "node:os";
import { parseArgs } from "node:util";

/** What is measured; `memory-x10` is the engine's memory with a repository ten times as large. */
export const CASES = ["a", "b", "c", "d", "e", "f"] as const;
export type CaseName = (typeof CASES)[number];

export type BenchOptions = {
  /** Rounds; the table shows the median. */
  readonly runs: number;
  readonly cases: ReadonlySet<CaseName>;
  /** 1 is the real thing; 0.01 is enough to see that everything works. */
  readonly scale: number;
  /** Also measure memory with a repository ten times as large. */
  readonly large: boolean;
  /** Where data and repositories are made. */
  readonly folder: string;
};

export const USAGE = `npm run bench -- [options]
  --runs N         rounds, of which the median counts (default 5)
  --cases a,b,...  only these cases (default all): a first backup of large files, b first backup of small files,
                   c again unchanged, d after a change of 1 %, e restore, f check --read-data
  --scale S        shrinks the data; a table is written only at 1 (default 1)
  --large          also measures memory with a repository ten times as large
  --folder PATH    where to work (default: the system's temporary folder); needs about 32 GB at scale 1`;

/** @throws {Error} with words for a person when an option makes no sense */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: "string", default: "5" },
      cases: { type: "string", default: CASES.join(",") },
      scale: { type: "string", default: "1" },
      large: { type: "boolean", default: false },
      folder: { type: "string", default: tmpdir() },
    },
  });
  const runs = Number(values.runs);
  const scale = Number(values.scale);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs ${values.runs} is not a number of rounds`);
  if (!(scale > 0 && scale <= 1)) throw new Error(`--scale ${values.scale} is not above 0 and at most 1`);
  const cases = new Set(values.cases.split(",").map(caseNamed));
  return { runs, cases, scale, large: values.large, folder: values.folder };
}

function caseNamed(text: string): CaseName {
  const found = CASES.find((name) => name === text.trim());
  if (found === undefined) throw new Error(`--cases: there is no case "${text}"`);
  return found;
}
