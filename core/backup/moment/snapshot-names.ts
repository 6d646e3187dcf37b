/**
 * Names of snapshots say whose they are. A process that is killed leaves its snapshots behind; whoever comes next must remove these,
 * and never those of a backup that runs, nor those of another machine whose disk is here now.
 */
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { systemCodeOf } from "../../../shared/errors.ts";

const PREFIX = "backstay-";
const FORM = /^backstay-([0-9a-f]{8})-([0-9a-f]{8})-([0-9]+)-([0-9]+)-([0-9]+)-([0-9a-f]{6})$/;

/** A process, and where its number means something. */
export type Owner = {
  /** The installation of the system. */
  readonly machine: string;
  /** The time since the system started, in which numbers of processes are not given twice for the same start. */
  readonly boot: string;
  /** Which processes it sees: a container numbers its own. */
  readonly namespace: string;
  readonly pid: number;
  /** When it started, in the system's ticks; zero where that is not told. */
  readonly start: string;
};

export function thisProcess(): Owner {
  const machine = hash(textOf("/etc/machine-id") ?? hostname());
  const boot = hash(textOf("/proc/sys/kernel/random/boot_id") ?? "");
  const { pid } = process;
  return { machine, boot, namespace: namespaceNumber(), pid, start: startOf(pid) ?? "0" };
}

export function nameNext({ machine, boot, namespace, pid, start }: Owner): string {
  return `${PREFIX}${machine}-${boot}-${namespace}-${pid}-${start}-${randomBytes(3).toString("hex")}`;
}

/** Whether a snapshot of this name belongs to a process of this machine that is no more. */
export function isLeftover(name: string, here: Owner): boolean {
  const [, machine, boot, namespace, pidText, start] = FORM.exec(name) ?? [];
  if (machine === undefined || boot === undefined || namespace === undefined || start === undefined)
    return false;
  return isGone({ machine, boot, namespace, pid: Number(pidText), start }, here);
}

/** Whether it was a process of this machine, and is no more; one that cannot be seen from here may still run. */
export function isGone({ machine, boot, namespace, pid, start }: Owner, here: Owner): boolean {
  if (machine !== here.machine) return false;
  if (boot !== here.boot) return true;
  if (namespace !== here.namespace) return false;
  const now = startOf(pid);
  if (now !== undefined) return now !== start;
  return !isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCodeOf(error) === "EPERM";
  }
}

/** @returns undefined for a process that is not there, or where the system does not tell */
function startOf(pid: number): string | undefined {
  const text = textOf(`/proc/${pid}/stat`);
  // the name of the program stands in brackets and may hold anything
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
  return fields?.[FIELD_OF_START - 3];
}

/** @source proc(5), /proc/pid/stat: `starttime`, the fields counted from 1; the third is the first behind the brackets */
const FIELD_OF_START = 22;

function namespaceNumber(): string {
  try {
    return /[0-9]+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? "0";
  } catch {
    return "0"; // a system without them
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined; // it is not there, or no such system
  }
}

function hash(text: string): string {
  return createHash("sha256").update(`backstay snapshots ${text}`).digest("hex").slice(0, 8);
}
