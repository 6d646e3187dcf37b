import { fork } from "node:child_process";
import { constants, getPriority, setPriority } from "node:os";
import { createInterface } from "node:readline";
import { hasSystemCode } from "../../shared/errors.ts";
import type { ToReader } from "../reader/messages.ts";
import type { ToJobProcess } from "./messages.ts";

/**
 * A job process, or one that reads a repository for the pages, as its host sees it: its first message makes it the one or the
 * other. Headless it is a forked Node.js; a desktop host may bring another kind.
 */
export type JobProcess = {
  send(message: ToJobProcess | ToReader): void;
  kill(signal: "SIGTERM" | "SIGKILL"): void;
};

export type JobProcessEvents = {
  onMessage(message: unknown): void;
  /** A line it wrote to standard error. */
  onStderr(line: string): void;
  /** It has ended, or could not be started. Called once, after the last message. */
  onEnded(exit: string): void;
};

/** `background` is work that can wait; a person waits for what is `interactive`. A host may not be able to tell them apart. */
export type ProcessUrgency = "background" | "interactive";

export type SpawnJobProcess = (events: JobProcessEvents, urgency?: ProcessUrgency) => JobProcess;

/** As in `bin/backstay.js`: without it V8 lets the space for young objects grow to some hundred megabytes. */
const SMALL_HEAP = "--max-semi-space-size=8";

/** What a job must not find in its environment: it gets secrets by message, and others can read an environment. */
const SECRET_VARIABLES = /^(?:BACKSTAY|RESTIC)_.*PASSWORD/;

/**
 * Starts job processes with `child_process.fork`, those in the background at lowered priority.
 *
 * @param module what the process runs; it calls `runJobProcess`
 */
export function forkJobProcesses(module: URL): SpawnJobProcess {
  return (events, urgency = "background") => {
    const child = fork(module, [], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      serialization: "advanced", // a download's bytes cross as bytes
      execArgv: [SMALL_HEAP],
      env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !SECRET_VARIABLES.test(name))),
    });
    if (urgency === "background") lowerPriority(child.pid);
    // Its last messages can arrive after its exit, so both are awaited. Standard error is not: a program the job has
    // started may still hold it.
    let open = 2;
    let exit = "";
    const closeOne = () => {
      open -= 1;
      if (open === 0) events.onEnded(exit);
    };
    child.on("message", events.onMessage);
    child.once("disconnect", closeOne);
    child.once("exit", (status, signal) => {
      exit = signal ?? `exit status ${status}`;
      closeOne();
    });
    child.once("error", (error) => {
      if (child.pid === undefined) events.onEnded(error.message);
    });
    if (child.stderr !== null) createInterface({ input: child.stderr }).on("line", events.onStderr);
    return {
      send: (message) => {
        // A process that has ended says so by its own event; a message to it has nowhere to go.
        if (child.connected) child.send(message, () => {});
      },
      kill: (signal) => void child.kill(signal),
    };
  };
}

/** Set from outside and at once, so that every thread the process makes takes it over; never raised. */
function lowerPriority(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL));
  } catch (error) {
    // It may have ended already, or the platform may not allow it: the job is right either way.
    if (!hasSystemCode(error, "ERR_SYSTEM_ERROR")) throw error;
  }
}
