/** What a process has started, and what that has. Linux, where `/proc` tells; elsewhere nobody is known to have started anything. */
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { isProcessAlive } from "../../core/platform/process-alive.ts";
import { hasSystemCode } from "../../shared/errors.ts";
import { freezeProcess } from "./freeze-process.ts";

/** A process, told apart from others that had or will have its number. */
export type KnownProcess = { readonly pid: number; readonly startedAt: string };

/** How often it is looked whether killed processes have gone, which takes next to no time. */
const LOOK_MS = 5;

/** @returns ids of the processes that a process has started; none when it has ended */
export function childrenOf(pid: number): readonly number[] {
  const threads = orGone(() => readdirSync(`/proc/${pid}/task`), []);
  return threads.flatMap((thread) => {
    const text = orGone(() => readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8"), "");
    return text.trim().split(" ").filter(Boolean).map(Number);
  });
}

/** @returns all processes below one, nearest first; to be asked while it lives, as what it leaves behind is nobody's child */
export function startedBy(pid: number): readonly KnownProcess[] {
  const children = childrenOf(pid).flatMap(knownProcess);
  return [...children, ...children.flatMap((child) => startedBy(child.pid))];
}

/** Kills processes with all they have started, and returns when none of them can write anything any more. */
export async function killWithChildren(roots: readonly KnownProcess[]): Promise<void> {
  const all: KnownProcess[] = [];
  const freeze = (root: KnownProcess) => {
    if (!isThere(root)) return;
    freezeProcess(root.pid); // so that it starts nothing unseen
    all.push(root);
    childrenOf(root.pid).flatMap(knownProcess).forEach(freeze);
  };
  roots.forEach(freeze);
  for (const { pid } of all) orGone(() => process.kill(pid, "SIGKILL"), true);
  while (all.some(isThere)) await wait(LOOK_MS);
}

function knownProcess(pid: number): readonly KnownProcess[] {
  const startedAt = startOf(pid);
  return startedAt === undefined ? [] : [{ pid, startedAt }];
}

function isThere({ pid, startedAt }: KnownProcess): boolean {
  return isProcessAlive(pid) && startOf(pid) === startedAt;
}

/** In ticks since the machine was started. @returns undefined when there is no such process */
function startOf(pid: number): string | undefined {
  const line = orGone(() => readFileSync(`/proc/${pid}/stat`, "utf8"), undefined);
  // behind the name, which is in brackets and may hold anything
  return line?.replace(/.*\) /s, "").split(" ")[19];
}

/** @returns what the work gives, or this when the process has ended, or the system has no `/proc` */
function orGone<T>(work: () => T, gone: T): T {
  try {
    return work();
  } catch (error) {
    if (!hasSystemCode(error, "ENOENT", "ESRCH")) throw error;
    return gone;
  }
}
