import { hasSystemCode } from "../../shared/errors.ts";

/**
 * Whether a process of that number exists on this machine, whoever owns it. Numbers are given out again, so `true` may
 * mean another process than the one remembered; `false` is certain.
 */
export function isProcessAlive(pid: number): boolean {
  // 0 and negative numbers mean process groups to `kill`, and what is not a 32-bit integer makes it throw.
  if (!Number.isInteger(pid) || pid <= 0 || pid > 0x7fff_ffff) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (hasSystemCode(error, "ESRCH")) return false;
    if (hasSystemCode(error, "EPERM")) return true; // it exists and belongs to somebody else
    throw error;
  }
}
