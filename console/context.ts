import type { Language } from "../shared/words/language.ts";
import type { Environment } from "./environment.ts";
import type { InputStream } from "./input-stream.ts";
import type { GlobalFlags } from "./options/global-flags.ts";
import type { Output } from "./output/output.ts";
import type { OutputStream } from "./output/output-stream.ts";
import type { ConsoleWords } from "./words/types.ts";

/** What a command line depends on besides its arguments: a process, or what a test puts in its place. */
export type Surroundings = {
  readonly env: Environment;
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
};

/** What every command gets. */
export type CommandContext = {
  readonly flags: GlobalFlags;
  readonly env: Environment;
  /** Asked for only when something is read: only looking at it opens it. */
  readonly stdin: () => InputStream;
  readonly stderr: OutputStream;
  readonly language: Language;
  readonly words: ConsoleWords;
  readonly output: Output;
  /** Aborted with CANCELLED when somebody wants the command to stop. */
  readonly signal: AbortSignal;
};
