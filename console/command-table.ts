import type { Command } from "commander";
import type { CommandContext } from "./context.ts";
import type { ExitCode } from "./exit-codes.ts";

export type CommandWork = (context: CommandContext) => Promise<ExitCode>;

/** Runs what a command is about, with everything around it: signals, output, errors. */
export type RunCommand = (command: Command, work: CommandWork) => Promise<void>;

/** Declares a command's arguments, flags, help and action. */
export type DefineCommand = (command: Command, run: RunCommand) => void;

type Entry = {
  readonly name: string;
  readonly summary: string;
  /** Only the command that is asked for is loaded: starting stays quick. */
  readonly load: () => Promise<DefineCommand>;
};

/** In the order in which help lists them. */
export const COMMANDS: readonly Entry[] = [
  {
    name: "init",
    summary: "make a repository",
    load: async () => (await import("./commands/init.ts")).defineInit,
  },
  {
    name: "backup",
    summary: "back up files and folders",
    load: async () => (await import("./commands/backup.ts")).defineBackup,
  },
  {
    name: "snapshots",
    summary: "list the snapshots",
    load: async () => (await import("./commands/snapshots.ts")).defineSnapshots,
  },
  {
    name: "ls",
    summary: "list what a snapshot holds",
    load: async () => (await import("./commands/ls.ts")).defineLs,
  },
  {
    name: "find",
    summary: "find files by name in all snapshots",
    load: async () => (await import("./commands/find.ts")).defineFind,
  },
  {
    name: "diff",
    summary: "compare two snapshots",
    load: async () => (await import("./commands/diff.ts")).defineDiff,
  },
  {
    name: "dump",
    summary: "write one file, or a folder as an archive, to standard output",
    load: async () => (await import("./commands/dump.ts")).defineDump,
  },
  {
    name: "key",
    summary: "list, add, remove and change passwords",
    load: async () => (await import("./commands/key.ts")).defineKey,
  },
  {
    name: "unlock",
    summary: "remove locks that crashed programs left",
    load: async () => (await import("./commands/unlock.ts")).defineUnlock,
  },
  {
    name: "cat",
    summary: "print what the repository holds inside",
    load: async () => (await import("./commands/cat.ts")).defineCat,
  },
  {
    name: "version",
    summary: "print the version",
    load: async () => (await import("./commands/version.ts")).defineVersion,
  },
];
