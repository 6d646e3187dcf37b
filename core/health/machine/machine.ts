/** A machine whose disks are watched: this one, or one reached from here. Tools are run on it, and nothing else. */
import type { Gap } from "../../../shared/model/health-reading.ts";

/** A program and its complete arguments: never text for a shell. */
export type ToolCommand = { readonly program: string; readonly args: readonly string[] };

export type RunLimits = {
  readonly timeMs: number;
  /** Of standard output; what is beyond makes the whole output unusable. */
  readonly outputBytes: number;
};

/** Generous for tools that answer in a second: a disk that fails keeps them waiting. */
export const USUAL_LIMITS: RunLimits = { timeMs: 30_000, outputBytes: 16 * 1024 * 1024 };

/** What a tool said, or why it said nothing. Exit statuses are the parsers' to judge: many tools say something by them. */
export type ToolOutput =
  | {
      readonly kind: "said";
      readonly exitStatus: number;
      readonly stdout: string;
      /** Shortened. */
      readonly stderr: string;
    }
  | { readonly kind: "gap"; readonly gap: Gap };

export type Machine = {
  /** Whether tools have root's rights without asking anybody. */
  readonly isRoot: boolean;
  /**
   * Runs a tool with the rights it needs, as far as they can be had without asking, in locale C.
   *
   * @param options.asRoot whether the tool needs root's rights
   * @throws the signal's reason; {@link BackstayError} REMOTE_SILENT when the machine is gone
   */
  run(command: ToolCommand, options: RunOptions): Promise<ToolOutput>;
};
export type RunOptions = {
  readonly asRoot: boolean;
  readonly limits?: RunLimits;
  readonly signal: AbortSignal;
};

/** Where tools are, also for those whom the system does not show the administrators' folders. */
export const TOOL_FOLDERS = [
  "/usr/local/sbin",
  "/usr/local/bin",
  "/usr/sbin",
  "/usr/bin",
  "/sbin",
  "/bin",
] as const;

const MAX_MESSAGE = 300;

export function gapOutput(reason: Gap["reason"], about: string, message: string): ToolOutput {
  const text = message.trim().slice(0, MAX_MESSAGE);
  return { kind: "gap", gap: { reason, about, message: text === "" ? null : text } };
}

/** sudo speaks before the program is run: it may not, or would have to ask for a password. */
export function isSudoRefusal(exitStatus: number, stderr: string): boolean {
  return exitStatus === 1 && /^sudo: /m.test(stderr);
}
