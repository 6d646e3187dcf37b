import { readFileSync } from "node:fs";
import { hasSystemCode } from "../../shared/errors.ts";

/**
 * Whether a process of that number exists on this machine, whoever owns it. Numbers are given out again, so `true` may
 * mean another process than the one remembered; `false` is certain. One that has ended is not alive although nobody asked how, as in
 * containers whose first process does not care for orphans.
 */
export function isProcessAlive(pid: number): boolean {
  // 0 and negative numbers mean process groups to `kill`, and what is not a 32-bit integer makes it throw.
  if (!Number.isInteger(pid) || pid <= 0 || pid > 0x7fff_ffff) return false;
  try {
    process.kill(pid, 0);
    return !hasEnded(pid);
  } catch (error) {
    if (hasSystemCode(error, "ESRCH")) return false;
    if (hasSystemCode(error, "EPERM")) return true; // it exists and belongs to somebody else
    throw error;
  }
}

/** Whether only the entry in the table of processes is left. Linux; elsewhere such ones are not told apart. */
function hasEnded(pid: number): boolean {
  if (process.platform !== "linux") return false;
  try {
    // behind the name, which is in brackets and may hold anything
    const state = /.*\) (\w)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1];
    return state === "Z" || state === "X";
  } catch (error) {
    if (hasSystemCode(error, "ENOENT", "ESRCH")) return true; // between both questions
    if (hasSystemCode(error, "EACCES", "EPERM")) return false; // of somebody else, where those are hidden
    throw error;
  }
}
