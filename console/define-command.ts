import type { Command } from "commander";
import type { CommandContext } from "./context.ts";
import type { ExitCode } from "./exit-codes.ts";

export type CommandWork = (context: CommandContext) => Promise<ExitCode>;

/** Runs what a command is about, with everything around it: signals, output, errors. */
export type RunCommand = (command: Command, work: CommandWork) => Promise<void>;

/** Declares a command's arguments, flags, help and action. */
export type DefineCommand = (command: Command, run: RunCommand) => void;
