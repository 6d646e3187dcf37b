import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import { Writable } from "node:stream";
import { BackstayError } from "../../shared/errors.ts";
import type { InputStream } from "../input-stream.ts";

type Terminal = {
  readonly input: InputStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
};

/**
 * Asks on a terminal and shows nothing of the answer.
 *
 * @returns the line, without its end; empty when the terminal was closed (Ctrl-D)
 * @throws {BackstayError} CANCELLED after Ctrl-C
 */
export async function promptHidden(question: string, { input, output, signal }: Terminal): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // raw mode is what keeps the terminal from showing what is typed; the editing itself goes nowhere
  const lines = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  const stop = new AbortController();
  lines.once("SIGINT", () => stop.abort(new BackstayError("CANCELLED", { reason: "person" })));
  output.write(question);
  try {
    return await firstLine(lines, AbortSignal.any([signal, stop.signal]));
  } finally {
    lines.close();
    output.write("\n");
  }
}

/**
 * Reads the first line of a stream that is no terminal and leaves the rest in it.
 * @returns the line without its end; empty when there is none
 */
export async function readFirstLine(input: InputStream, signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for (;;) {
      signal.throwIfAborted();
      const chunk: Buffer | null = input.read();
      if (chunk === null) {
        if (input.readableEnded || input.destroyed) break;
        await nextEvent(input, ["readable", "end", "close"], signal);
        continue;
      }
      const end = chunk.indexOf("\n");
      chunks.push(end === -1 ? chunk : chunk.subarray(0, end));
      if (end === -1) continue;
      if (end + 1 < chunk.length) input.unshift(chunk.subarray(end + 1));
      break;
    }
  } finally {
    input.unref?.(); // an open pipe nobody writes to would keep the process alive
  }
  return Buffer.concat(chunks).toString().replace(/\r$/, "");
}

async function firstLine(lines: Interface, signal: AbortSignal): Promise<string> {
  const [line] = await nextEvent(lines, ["line", "close"], signal);
  return typeof line === "string" ? line : "";
}

/** @returns the arguments of whichever event comes first */
async function nextEvent(
  emitter: NodeJS.EventEmitter,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const settled = new AbortController();
  const waiting = { signal: AbortSignal.any([signal, settled.signal]) };
  try {
    return await Promise.race(names.map((name) => once(emitter, name, waiting)));
  } catch (error) {
    signal.throwIfAborted(); // its reason says more than the AbortError
    throw error;
  } finally {
    settled.abort();
  }
}
