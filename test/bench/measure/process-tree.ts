/** Looks at a program and all it started, through Linux's /proc. */
import { readdirSync, readFileSync } from "node:fs";

const BYTES_PER_KB = 1024;

/** The process and its descendants. Those that ended meanwhile are left out. */
export function processTree(pid: number): readonly number[] {
  const children = threadsOf(pid).flatMap((thread) =>
    numbersIn(read(`/proc/${pid}/task/${thread}/children`)),
  );
  return [pid, ...children.flatMap(processTree)];
}

/** Memory in bytes: shared pages are divided among those who share them (PSS). */
export function proportionalMemory(pid: number): number {
  return kilobytes(read(`/proc/${pid}/smaps_rollup`), "Pss") * BYTES_PER_KB;
}

/** The most that was ever resident, in bytes, shared pages included. */
export function peakResident(pid: number): number {
  return kilobytes(read(`/proc/${pid}/status`), "VmHWM") * BYTES_PER_KB;
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return []; // it has ended
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return ""; // the process has ended since it was listed
  }
}

function numbersIn(text: string): readonly number[] {
  return text.split(" ").filter(Boolean).map(Number);
}

function kilobytes(text: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s*(\\d+) kB`, "m").exec(text)?.[1] ?? 0);
}
