/**
 * Measures how fast new packs are copied to a replica in another local folder, beside `rclone copy` of the same repository.
 * Usage: node test/bench/replicate.ts [GIB [ROUNDS [FOLDER]]]; needs rclone, about two and a half times the size, a computer that does
 * nothing else, and root, so that no program finds in memory what the one before has read.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MAIN } from "../support/command-line.ts";
import { createRandomBytes, SEED } from "./data/random.ts";
import { run, runMeasured } from "./measure/run-measured.ts";

const [gib = 10, rounds = 3] = process.argv.slice(2, 4).map(Number);
const folder = mkdtempSync(join(process.argv[4] ?? tmpdir(), "backstay-bench-"));
const at = (...names: string[]) => join(folder, ...names);

const GIB = 1024 ** 3;
const PIECE_BYTES = 16 * 1024 * 1024;
const FILE_BYTES = 256 * 1024 * 1024;
const TARGET = 0.7;

const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
const { signal } = stop;

const environment = {
  BACKSTAY_PASSWORD: "bench",
  BACKSTAY_CACHE_DIR: at("cache"),
  BACKSTAY_HOME: at("home"),
};
const backstay = (...args: readonly string[]) => ({
  program: process.execPath,
  args: [MAIN, ...args],
  environment,
});

async function writeSource(bytes: number): Promise<void> {
  const random = createRandomBytes(SEED);
  mkdirSync(at("source"));
  for (let done = 0; done < bytes; done += PIECE_BYTES)
    await appendFile(at("source", `${Math.floor(done / FILE_BYTES)}`), random.next(PIECE_BYTES));
}

function forgetWhatWasRead(): void {
  try {
    writeFileSync("/proc/sys/vm/drop_caches", "3");
  } catch {
    console.warn("the system keeps what was read in memory: run as root");
  }
}

async function measure(command: Parameters<typeof runMeasured>[0]) {
  await run({ program: "sync", args: [], environment: {} }, signal);
  forgetWhatWasRead();
  const { wallSeconds, cpuSeconds, peakBytes } = await runMeasured(command, signal);
  const before = performance.now();
  await run({ program: "sync", args: [], environment: {} }, signal);
  const durableSeconds = wallSeconds + (performance.now() - before) / 1000;
  return { wallSeconds, durableSeconds, cpuSeconds, peakMib: Math.round(peakBytes / 1024 ** 2) };
}

const programs = {
  async backstay() {
    await run(backstay("init", "--repo", at("second"), "--like", at("first")), signal);
    return measure(backstay("replicate", "--repo", at("second"), "--from-repo", at("first")));
  },
  rclone: () => measure({ program: "rclone", args: ["copy", at("first"), at("second")], environment: {} }),
};

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

try {
  await writeSource(gib * GIB);
  await run(backstay("init", "--repo", at("first")), signal);
  await run(backstay("backup", "--repo", at("first"), at("source")), signal);
  rmSync(at("source"), { recursive: true });
  const seconds = { backstay: [] as number[], rclone: [] as number[] };
  const durable = { backstay: [] as number[], rclone: [] as number[] };
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of ["rclone", "backstay"] as const) {
      const { wallSeconds, durableSeconds, cpuSeconds, peakMib } = await programs[name]();
      seconds[name].push(wallSeconds);
      durable[name].push(durableSeconds);
      const speed = ((gib * 1024) / wallSeconds).toFixed(0);
      console.log(
        `${round} ${name}: ${wallSeconds.toFixed(1)} s, ${speed} MiB/s, on the disk after ${durableSeconds.toFixed(1)} s; ${cpuSeconds.toFixed(1)} s of processor time, ${peakMib} MiB`,
      );
      rmSync(at("second"), { recursive: true, force: true });
      rmSync(at("cache"), { recursive: true, force: true });
    }
  }
  const share = (of: typeof seconds) => (median(of.rclone) / median(of.backstay)).toFixed(2);
  console.log(
    `times the speed of rclone copy: ${share(seconds)} (target ${TARGET}); until all is on the disk: ${share(durable)}`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
