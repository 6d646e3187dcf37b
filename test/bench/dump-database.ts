/**
 * Measures how fast what a program writes is saved, beside `restic backup --stdin` behind a pipe: first, and once more unchanged.
 * Usage: node test/bench/dump-database.ts ROUNDS PROGRAM [ARGUMENTS], such as pg_dump --format=custom --compress=0 DATABASE; needs restic,
 * room for its output twice, and a computer that does nothing else.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, runMeasured } from "./measure/run-measured.ts";
import { backstayIn, type Program, resticIn } from "./programs.ts";

const [rounds = "3", ...dump] = process.argv.slice(2);
if (dump.length === 0) throw new Error("name the program whose output is to be saved");
const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
const { signal } = stop;

/** A shell only for the pipe: the arguments stand as they are. */
function saving(program: Program) {
  if (program.name === "backstay") return program.command("backup", "--stdin-from-command", "--", ...dump);
  const { environment } = program.command();
  const script = 'set -o pipefail; "$@" | restic backup --stdin';
  return { program: "bash", args: ["-c", script, "bash", ...dump], environment };
}

const seconds: Record<string, number[]> = {};
for (let round = 0; round < Number(rounds); round += 1) {
  const folder = mkdtempSync(join(tmpdir(), "backstay-bench-"));
  try {
    const programs = [resticIn(folder), backstayIn(folder)];
    if (round % 2 === 1) programs.reverse();
    for (const program of programs) await run(program.init(), signal);
    for (const which of ["first", "again"]) {
      for (const program of programs) {
        const { wallSeconds, cpuSeconds, peakBytes } = await runMeasured(saving(program), signal);
        const name = `${which} ${program.name}`;
        seconds[name] = [...(seconds[name] ?? []), wallSeconds];
        const mib = Math.round(peakBytes / 1024 ** 2);
        console.log(`${name}: ${wallSeconds.toFixed(2)} s, CPU ${cpuSeconds.toFixed(2)} s, ${mib} MiB`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function median(of: string): number {
  const sorted = (seconds[of] ?? []).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

for (const which of ["first", "again"]) {
  const [restic, backstay] = [median(`${which} restic`), median(`${which} backstay`)];
  console.log(
    `${which}: restic ${restic.toFixed(2)} s, Backstay ${backstay.toFixed(2)} s, ratio ${(backstay / restic).toFixed(2)}`,
  );
}
