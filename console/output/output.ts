import { once } from "node:events";
import { type RawPath, rawPathToBytes, rawPathToText } from "../../core/platform/raw-path.ts";
import { printable } from "../../shared/format/printable.ts";
import { asTyped, type CommandName } from "../typed-command.ts";
import { toJson } from "./json-value.ts";
import type { OutputStream } from "./output-stream.ts";
import { createProgressLine } from "./progress-line.ts";

export type OutputOptions = {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  /** How often `-v` was given. */
  readonly verbosity: number;
  /** What a person types to start Backstay; `backstay` when nothing is said. */
  readonly command?: CommandName;
};

/** Everything a command says goes through here, so that text, JSON and the progress line do not get into each other. */
export type Output = Pick<OutputOptions, "isJson" | "isQuiet" | "verbosity"> & {
  /** Whether results go to a terminal. */
  readonly isTerminal: boolean;
  /** One line of a result, dropped in JSON. Its text must be {@link printable} already. */
  line(text: string): void;
  /** One line of a result that quotes commands. */
  advice(text: string): void;
  /** What is good to know but no result: dropped in JSON and by `--quiet`. */
  note(text: string): void;
  /** A line with a path in it: its exact bytes in a pipe, and made {@link printable} on a terminal. Dropped in JSON. */
  pathLine(line: RawPath): void;
  /** One JSON value on a line of its own; dropped unless JSON was asked for. */
  json(value: unknown): void;
  /** Part of a result, in either mode and without an end of line: JSON that comes in pieces. */
  piece(text: string): void;
  /** Bytes of a result, in either mode. Waits while the reader is slow. */
  bytes(bytes: Uint8Array): Promise<void>;
  /** A line on standard error: text, or in JSON the value. */
  complain(text: string, value: unknown): void;
  /** Shows how far the work is, on a terminal only. Called as often as one likes. */
  showProgress(text: () => string): void;
  /** Resolves when there is room for more. */
  drained(): Promise<void>;
  /** Resolves when all that was printed has arrived, or has failed to. */
  finish(): Promise<void>;
  /** Writes what is held back and takes the progress line away. */
  flush(): void;
};

const HELD_BACK_BYTES = 64 * 1024;

export function createOutput(options: OutputOptions): Output {
  const { stdout, stderr, isJson, isQuiet, verbosity, command = "backstay" } = options;
  const isTerminal = stdout.isTTY === true;
  const progress = createProgressLine(stderr, { isShown: !isJson && !isQuiet && stderr.isTTY === true });
  let heldBack: Uint8Array[] = [];
  let heldBackBytes = 0;

  function write(bytes: Uint8Array): void {
    heldBack.push(bytes);
    heldBackBytes += bytes.length;
    if (isTerminal || heldBackBytes >= HELD_BACK_BYTES) flush();
  }

  function flush(): void {
    progress.clear();
    if (heldBackBytes > 0) stdout.write(heldBack.length === 1 ? heldBack[0] : Buffer.concat(heldBack));
    heldBack = [];
    heldBackBytes = 0;
  }

  async function drained(): Promise<void> {
    if (stdout.writableNeedDrain && !stdout.destroyed) await once(stdout, "drain");
  }

  return {
    isJson,
    isQuiet,
    verbosity,
    isTerminal,
    line(text) {
      if (!isJson) write(Buffer.from(`${text}\n`));
    },
    advice(text) {
      if (!isJson) write(Buffer.from(`${asTyped(text, command)}\n`));
    },
    note(text) {
      if (!isJson && !isQuiet) write(Buffer.from(`${asTyped(text, command)}\n`));
    },
    pathLine(line) {
      if (isJson) return;
      const bytes = isTerminal ? Buffer.from(printable(rawPathToText(line))) : rawPathToBytes(line);
      write(Buffer.concat([bytes, NEWLINE]));
    },
    json(value) {
      if (isJson) write(Buffer.from(`${toJson(value)}\n`));
    },
    piece: (text) => write(Buffer.from(text)),
    async bytes(bytes) {
      flush();
      stdout.write(bytes);
      await drained();
    },
    complain(text, value) {
      flush();
      stderr.write(`${isJson ? toJson(value) : asTyped(text, command)}\n`);
    },
    showProgress: (text) => progress.show(text),
    drained,
    flush,
    async finish() {
      flush();
      await new Promise<void>((resolve) => stdout.write("", () => resolve())); // an error is told by the stream's event, too
    },
  };
}

const NEWLINE = Buffer.from("\n");
