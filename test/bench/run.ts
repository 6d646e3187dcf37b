/** `npm run bench`: measures Backstay and restic on the same data, in turn. See `docs/benchmarks.md`. */
import { mkdtemp, readFile, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildWhenStale } from "../../scripts/build/build-project.ts";
import { PROJECT_FOLDER } from "../../scripts/run-command.ts";
import { missingTools } from "../support/tools.ts";
import { type DataSet, plantLarge, plantSmall } from "./data/data-set.ts";
import { describeMachine } from "./machine.ts";
import { type BenchOptions, CASES, parseOptions, USAGE } from "./options.ts";
import { replaceReport, writeReport } from "./report.ts";
import { createResults } from "./results.ts";
import { runLarge } from "./run-large.ts";
import { runRounds } from "./run-rounds.ts";

const DOCUMENT = join(PROJECT_FOLDER, "docs", "benchmarks.md");
const NEEDED_BYTES = 9e9;
/** What a round restores and leaves there until the last. */
const NEEDED_BYTES_PER_ROUND = 4.5e9;
/** The repository and cache of ten sets of small files, one of the sets, and it restored twice. */
const NEEDED_BYTES_LARGE = 14e9;

async function main(options: BenchOptions): Promise<void> {
  if (missingTools(["restic"]).length > 0) throw new Error("restic is missing: apt-get install restic");
  if (!(await buildWhenStale({ force: false }))) throw new Error("the build failed");
  await checkSpace(options);
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort(new Error(name)));
  const folder = await mkdtemp(join(options.folder, "backstay-bench-"));
  try {
    await measureAll(options, folder, stop.signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureAll(options: BenchOptions, folder: string, signal: AbortSignal): Promise<void> {
  const { runs, cases, scale } = options;
  const say = (line: string) => console.error(line);
  const results = createResults();
  const growth = options.large ? await runLarge({ scale, folder, signal, say }) : [];
  for (const plant of plantersFor(options)) {
    const data = await plant(folder);
    say(`${data.name}: ${data.files} files, ${Math.round(data.bytes / 2 ** 20)} MiB`);
    await runRounds(data, results, { runs, cases, folder, signal, say });
    await rm(data.folder, { recursive: true });
  }
  const report = writeReport(describeMachine(folder, runs), results, growth);
  console.log(report);
  if (scale < 1 || cases.size < CASES.length) say("Not written down: that needs all cases at full scale.");
  else await writeFile(DOCUMENT, replaceReport(await readFile(DOCUMENT, "utf8"), report));
}

function plantersFor({ cases, scale }: BenchOptions): readonly ((folder: string) => Promise<DataSet>)[] {
  const isShared = (["c", "d", "e", "f"] as const).some((name) => cases.has(name));
  return [
    ...(isShared || cases.has("a") ? [(folder: string) => plantLarge(join(folder, "large"), scale)] : []),
    ...(isShared || cases.has("b") ? [(folder: string) => plantSmall(join(folder, "small"), scale)] : []),
  ];
}

async function checkSpace({ folder, scale, large, runs }: BenchOptions): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const neededBytes =
    Math.max(NEEDED_BYTES + NEEDED_BYTES_PER_ROUND * runs, large ? NEEDED_BYTES_LARGE : 0) * scale;
  if (bavail * bsize < neededBytes) {
    throw new Error(`${folder} has less than ${(neededBytes / 1e9).toFixed(1)} GB free; see --folder`);
  }
}

if (process.argv.includes("--help")) console.log(USAGE);
else {
  try {
    await main(parseOptions(process.argv.slice(2)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
