import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { DataSet } from "./data/data-set.ts";
import { run, runMeasured } from "./measure/run-measured.ts";
import type { CaseName } from "./options.ts";
import { backstayIn, type Program, resticIn, sizeOf } from "./programs.ts";
import { casesOf, type MeasuredCase, type Results } from "./results.ts";

export type RoundsOptions = {
  readonly runs: number;
  readonly cases: ReadonlySet<CaseName>;
  /** Everything is made below it. */
  readonly folder: string;
  readonly signal: AbortSignal;
  say(line: string): void;
};

/**
 * Measures both programs on one data set. In each round both begin with an empty repository and an empty cache, and take
 * turns case by case; who goes first changes from round to round.
 *
 * What was restored stays until the last round: ext4 does not give the inodes of removed files away again for some minutes, and
 * whoever makes 100 000 files right after 100 000 were removed waits for its search, up to three times as long as for the work.
 */
export async function runRounds(data: DataSet, results: Results, options: RoundsOptions): Promise<void> {
  const { runs, cases, signal, say } = options;
  const all = casesOf(data.name);
  if (!all.some(({ name }) => cases.has(name))) return;
  const restored = join(options.folder, "restored");
  await mkdir(restored);
  for (let round = 1; round <= runs; round += 1) {
    const folder = join(options.folder, `round-${round}`);
    await mkdir(folder);
    const programs = [resticIn(folder), backstayIn(folder)];
    if (round % 2 === 0) programs.reverse();
    for (const program of programs) await run(program.init(), signal);

    for (const one of all) {
      // What is not asked for still has to happen once, or the cases behind it would have nothing to work on.
      if (!cases.has(one.name) && !isFirstBackup(one)) continue;
      if (one.name === "d") await data.touch(round);
      for (const program of programs) {
        const target = join(restored, `${program.name}-${round}`);
        const measurement = await measure(one, program, data, target, signal);
        if (isFirstBackup(one)) results.addSize(data.name, program.name, sizeOf(program.repository).bytes);
        if (!cases.has(one.name)) continue;
        results.add(one, program.name, measurement);
        const { wallSeconds, cpuSeconds, peakBytes } = measurement;
        const numbers = `${wallSeconds.toFixed(2)} s, CPU ${cpuSeconds.toFixed(2)} s, ${Math.round(peakBytes / 2 ** 20)} MiB`;
        say(`${round}/${runs} ${one.label}: ${program.name} ${numbers}`);
      }
    }
    await rm(folder, { recursive: true });
  }
  await rm(restored, { recursive: true });
}

function isFirstBackup({ name }: MeasuredCase): boolean {
  return name === "a" || name === "b";
}

async function measure(
  one: MeasuredCase,
  program: Program,
  data: DataSet,
  target: string,
  signal: AbortSignal,
) {
  switch (one.name) {
    case "e":
      return measureRestore(program, data, target, signal);
    case "f":
      return runMeasured(program.command("check", "--read-data"), signal);
    default:
      return runMeasured(program.command("backup", data.folder), signal);
  }
}

/** Into a folder that is not there yet, and stays; afterwards everything must be in it. */
export async function measureRestore(program: Program, data: DataSet, target: string, signal: AbortSignal) {
  const measurement = await runMeasured(program.command("restore", "latest", "--target", target), signal);
  const restored = sizeOf(target);
  const original = sizeOf(data.folder);
  if (restored.files !== original.files || restored.bytes !== original.bytes) {
    throw new Error(`${program.name} restored ${JSON.stringify(restored)} of ${JSON.stringify(original)}`);
  }
  return measurement;
}
