import { readFileSync } from "node:fs";

/**
 * Tells a process from all others that have, had or will have its number, also after this computer was started again.
 *
 * @returns undefined for one that is not there, and where that cannot be told: on other systems than Linux
 * @source proc_pid_stat(5): `starttime` is the 22nd field, the 20th behind the name
 */
export function processStamp(pid: number): string | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // behind the name, which is in brackets and may hold anything
    const started = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .at(19);
    return started === undefined ? undefined : `${boot} ${started}`;
  } catch {
    return undefined; // without /proc nobody can tell
  }
}
