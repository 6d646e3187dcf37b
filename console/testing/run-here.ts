import { PassThrough } from "node:stream";
import type { Surroundings } from "../context.ts";
import { runCommandLine } from "../program.ts";

export type Ended = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

type How = { readonly env?: Readonly<Record<string, string>>; readonly input?: string };

/** Runs a command line in this process, with nothing of the process's own environment. */
export async function runHere(args: readonly string[], how: How = {}): Promise<Ended> {
  const stdout = collect();
  const stderr = collect();
  const stdin = new PassThrough().end(how.input ?? "");
  const surroundings: Surroundings = {
    env: how.env ?? {},
    stdin,
    stdout: stdout.stream,
    stderr: stderr.stream,
  };
  const exitCode = await runCommandLine(args, surroundings);
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

/** A stream that keeps what is written to it; `isTTY` as for a terminal. */
export function collect(terminal: { readonly isTTY?: boolean; readonly columns?: number } = {}) {
  const chunks: Buffer[] = [];
  const stream = new PassThrough();
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  const bytes = () => Buffer.concat(chunks);
  return { stream: Object.assign(stream, terminal), bytes, text: () => bytes().toString() };
}
