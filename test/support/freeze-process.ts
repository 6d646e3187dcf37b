import { readdirSync, readFileSync } from "node:fs";
import { hasSystemCode } from "../../shared/errors.ts";

const STOPPED: ReadonlySet<string | undefined> = new Set(["T", "Z", "X"]);

/**
 * Stops a process until it is told to go on, and returns when all of its threads stand still: on a busy machine the signal alone may take
 * as long as an answer does. One that has ended stands still already.
 */
export function freezeProcess(pid: number | undefined): void {
  if (pid === undefined) throw new Error("there is no process to freeze");
  orGone(() => process.kill(pid, "SIGSTOP"), true);
  while (!statesOf(pid).every((state) => STOPPED.has(state)));
}

/** Letters as in `ps`, one for each thread that there is still. */
function statesOf(pid: number): readonly (string | undefined)[] {
  const threads = orGone(() => readdirSync(`/proc/${pid}/task`), []);
  return threads.map((thread) => {
    const line = orGone(() => readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8"), ") X");
    return /.*\) (\w)/s.exec(line)?.[1]; // behind the name, which is in brackets and may hold anything
  });
}

/** @returns what the work gives, or this when the process has ended */
function orGone<T>(work: () => T, gone: T): T {
  try {
    return work();
  } catch (error) {
    if (!hasSystemCode(error, "ENOENT", "ESRCH")) throw error;
    return gone;
  }
}
