import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { plantSmall, removeData } from "./data/data-set.ts";
import { SEED } from "./data/random.ts";
import { run, runMeasured } from "./measure/run-measured.ts";
import { backstayIn } from "./programs.ts";
import { measureRestore } from "./run-rounds.ts";

export type LargeOptions = {
  readonly scale: number;
  readonly folder: string;
  readonly signal: AbortSignal;
  say(line: string): void;
};

/** Memory of one command in bytes, with a repository of one data set and of ten. */
export type GrowthResult = { readonly label: string; readonly oneBytes: number; readonly tenBytes: number };

const SETS = 10;

/**
 * Measures whether memory grows with the repository: ten different sets of small files go into one repository, and every
 * command is measured after the first and after the last. Only Backstay, for it alone has a limit to keep.
 */
export async function runLarge({
  scale,
  folder,
  signal,
  say,
}: LargeOptions): Promise<readonly GrowthResult[]> {
  const place = join(folder, "ten-times");
  await mkdir(place);
  const program = backstayIn(place);
  const peaks = new Map<string, number[]>();
  await run(program.init(), signal);
  for (let n = 1; n <= SETS; n += 1) {
    const data = await plantSmall(join(place, "data"), scale, `${SEED} set ${n}`);
    const keep = async (label: string, work: Promise<{ readonly peakBytes: number }>) => {
      const { peakBytes } = await work;
      if (n === 1 || n === SETS) peaks.set(label, [...(peaks.get(label) ?? []), peakBytes]);
    };
    await keep("first backup of a set", runMeasured(program.command("backup", data.folder), signal));
    if (n === 1 || n === SETS) {
      await keep("again, unchanged", runMeasured(program.command("backup", data.folder), signal));
      await keep("restore", measureRestore(program, data, join(place, `restored-${n}`), signal));
      await keep("check --read-data", runMeasured(program.command("check", "--read-data"), signal));
    }
    await removeData(data);
    say(`ten times as large: set ${n} of ${SETS} is in`);
  }
  await rm(place, { recursive: true });
  return [...peaks].map(([label, [oneBytes = Number.NaN, tenBytes = Number.NaN]]) => ({
    label,
    oneBytes,
    tenBytes,
  }));
}
