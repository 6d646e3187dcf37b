import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_FOLDER } from "../../scripts/run-command.ts";
import type { Command } from "./measure/run-measured.ts";

export type ProgramName = "restic" | "backstay";

/** One of the two programs with a repository and a cache of its own. Both take the same arguments. */
export type Program = {
  readonly name: ProgramName;
  readonly repository: string;
  /**
   * Makes the repository; Backstay does it for both. restic would choose the cost of the key by how busy the machine is at
   * that moment, and opening it is part of every measured run.
   */
  init(): Command;
  command(...args: readonly string[]): Command;
};

const PASSWORD = "bench";

/** @param folder everything the program writes goes below it */
export function resticIn(folder: string): Program {
  const repository = join(folder, "restic");
  const environment = {
    RESTIC_REPOSITORY: repository,
    RESTIC_PASSWORD: PASSWORD,
    RESTIC_CACHE_DIR: join(folder, "restic-cache"),
  };
  return {
    name: "restic",
    repository,
    init: () => backstay(folder, repository, ["init"]),
    command: (...args) => ({ program: "restic", args, environment }),
  };
}

/** @param folder everything the program writes goes below it */
export function backstayIn(folder: string): Program {
  const repository = join(folder, "backstay");
  return {
    name: "backstay",
    repository,
    init: () => backstay(folder, repository, ["init"]),
    command: (...args) => backstay(folder, repository, args),
  };
}

/** Started as a person starts it, by `bin/backstay.js`. */
function backstay(folder: string, repository: string, args: readonly string[]): Command {
  const environment = {
    BACKSTAY_REPOSITORY: repository,
    BACKSTAY_PASSWORD: PASSWORD,
    BACKSTAY_HOME: join(folder, "backstay-home"),
  };
  const script = join(PROJECT_FOLDER, "bin", "backstay.js");
  return { program: process.execPath, args: [script, ...args], environment };
}

/** Files and bytes below a folder. */
export function sizeOf(folder: string): { readonly files: number; readonly bytes: number } {
  let files = 0;
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    files += 1;
    bytes += statSync(join(entry.parentPath, entry.name)).size;
  }
  return { files, bytes };
}
