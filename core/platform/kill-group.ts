/**
 * Kills a program that was started `detached`, and all that it started in turn. Where there are no process groups it does nothing:
 * kill the program by itself, too.
 */
export function killGroup(pid: number | undefined): void {
  if (pid === undefined || process.platform === "win32") return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // it has ended
  }
}
