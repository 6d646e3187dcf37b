import { constants, getPriority, setPriority } from "node:os";
import { createInterface } from "node:readline";
import { utilityProcess } from "electron";
import type { FromUtility, ToUtility } from "../../core/jobs/parent-port.ts";
import type { SpawnJobProcess } from "../../core/jobs/spawn-job-process.ts";
import { hasSystemCode } from "../../shared/errors.ts";

/** As for forked job processes: without it V8 lets the space for young objects grow to some hundred megabytes. */
const SMALL_HEAP = "--max-semi-space-size=8";
/** What a job must not find in its environment: it gets secrets by message, and others can read an environment. */
const SECRET_VARIABLES = /^(?:BACKSTAY|RESTIC)_.*PASSWORD/;

/**
 * Starts job processes as utility processes of Electron's, at lowered priority. Forking Node.js is no way here: that would need
 * Electron to run any script it is given, which the packaged application refuses.
 *
 * @param modulePath the file of what they run
 */
export function utilityJobProcesses(modulePath: string): SpawnJobProcess {
  return (events) => {
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !SECRET_VARIABLES.test(name)),
    );
    const child = utilityProcess.fork(modulePath, [], {
      serviceName: "Backstay job",
      stdio: ["ignore", "ignore", "pipe"],
      execArgv: [SMALL_HEAP],
      env,
    });
    let hasEnded = false;
    let killedBy: string | undefined;
    child.once("spawn", () => lowerPriority(child.pid));
    child.on("message", (raw: FromUtility) => {
      // said before it is looked at: it is here, whatever it means
      if (!hasEnded) child.postMessage({ received: raw.number } satisfies ToUtility);
      events.onMessage(raw.message);
    });
    child.once("exit", (status) => {
      hasEnded = true;
      events.onEnded(killedBy ?? `exit status ${status}`);
    });
    if (child.stderr !== null) createInterface({ input: child.stderr }).on("line", events.onStderr);
    return {
      send: (message) => {
        // A process that has ended says so by its own event; a message to it has nowhere to go.
        if (!hasEnded) child.postMessage({ message } satisfies ToUtility);
      },
      kill: (signal) => {
        if (hasEnded) return;
        killedBy = signal;
        if (signal === "SIGTERM" || child.pid === undefined) child.kill();
        else killNow(child.pid);
      },
    };
  };
}

/** Electron itself only asks a process to end. */
function killNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!hasSystemCode(error, "ESRCH")) throw error; // it has ended already
  }
}

function lowerPriority(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL));
  } catch (error) {
    // It may have ended already, or the platform may not allow it: the job is right either way.
    if (!hasSystemCode(error, "ERR_SYSTEM_ERROR")) throw error;
  }
}
