import { spawn } from "node:child_process";
import { once } from "node:events";
import { BackstayError, systemCodeOf } from "../../../shared/errors.ts";
import { killGroup } from "../../platform/kill-group.ts";
import type { StreamSource } from "./stream-source.ts";

export type CommandStream = {
  /** Where its output stands in the snapshot, see {@link StreamSource}. */
  readonly path: string;
  readonly program: string;
  /** As they are: no shell comes between. */
  readonly arguments: readonly string[];
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  /** When it writes nothing for so long while it is waited for, it is ended. For ever by default. */
  readonly silentMs?: number;
  /** Told of what the program writes to its standard error, as text that may hold anything. */
  readonly onSaid?: (text: string) => void;
};

/** Of what a program said, the end is what it gave up for. */
const SAID_CHARACTERS = 2000;
const SAID_LINES = 3;

/**
 * The output of a program. Its stream throws COMMAND_FAILED when the program does not end with status 0, COMMAND_NOT_RUN
 * when there is no such program, and COMMAND_SILENT when it hangs; when the stream is left early, the program is killed with all that it started.
 */
export function commandStream(command: CommandStream): StreamSource {
  return { path: command.path, open: (signal) => read(command, signal) };
}

async function* read(command: CommandStream, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const { program, environment: env, onSaid, silentMs } = command;
  signal.throwIfAborted();
  const child = spawn(program, command.arguments, {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
    detached: process.platform !== "win32", // so that what it started ends with it
  });
  let hasEnded = false;
  let isSilent = false;
  let said = "";
  const ended = once(child, "close").finally(() => {
    hasEnded = true;
  });
  ended.catch(() => undefined); // asked for below, if nothing else is wrong before
  const stop = () => {
    if (hasEnded) return; // its number may be another program's by now
    killGroup(child.pid);
    child.kill("SIGKILL");
    // what escaped the group may hold the pipes open for ever
    child.stdout.destroy();
    child.stderr.destroy();
  };
  const stopSilent = () => {
    isSilent = true;
    stop();
  };
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-SAID_CHARACTERS);
    onSaid?.(text);
  });
  signal.addEventListener("abort", stop, { once: true });
  try {
    yield* silentMs === undefined ? child.stdout : untilSilent(child.stdout, silentMs, stopSilent);
    const timer = silentMs === undefined ? undefined : setTimeout(stopSilent, silentMs);
    const [status, killedBy] = await ended.finally(() => clearTimeout(timer));
    signal.throwIfAborted();
    if (isSilent) throw silence(program, silentMs);
    if (status !== 0)
      throw new BackstayError("COMMAND_FAILED", {
        program,
        status: String(status ?? killedBy),
        said: lastLines(said),
      });
  } catch (error) {
    signal.throwIfAborted();
    if (isSilent) throw silence(program, silentMs);
    const systemCode = child.pid === undefined ? systemCodeOf(await failureOf(ended)) : undefined;
    if (systemCode !== undefined)
      throw new BackstayError("COMMAND_NOT_RUN", { program, systemCode }, { cause: error });
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}

/** Only the time counts in which the program is waited for, not the one in which it waits for us. */
async function* untilSilent(
  chunks: AsyncIterable<Uint8Array>,
  silentMs: number,
  onSilent: () => void,
): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    for (;;) {
      const timer = setTimeout(onSilent, silentMs);
      const { done, value } = await iterator.next().finally(() => clearTimeout(timer));
      if (done === true) return;
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}

function silence(program: string, silentMs = 0): BackstayError<"COMMAND_SILENT"> {
  return new BackstayError("COMMAND_SILENT", { program, seconds: Math.round(silentMs / 1000) });
}

async function failureOf(ended: Promise<unknown>): Promise<unknown> {
  try {
    await ended;
    return undefined;
  } catch (error) {
    return error;
  }
}

function lastLines(said: string): string {
  const lines = said.split("\n").map((line) => line.trim());
  return lines
    .filter((line) => line !== "")
    .slice(-SAID_LINES)
    .join("; ");
}
