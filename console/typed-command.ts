import { accessSync, constants, existsSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Environment } from "./environment.ts";

/** Backstay's own folder, seen from the sources or from `dist/`. */
function projectFolder(): string {
  const url = import.meta.url;
  return fileURLToPath(new URL("../", url));
}

/** The first words of a command. */
export type CommandName = "backstay" | "npx backstay";

/**
 * What a person has to type to start Backstay's command line: from a checkout there is no `backstay` in a terminal, only what `npx`
 * finds in the folder of the checkout.
 *
 * @param folder Backstay's own
 */
export function commandName(env: Environment, folder: string = projectFolder()): CommandName {
  const isCheckout = existsSync(path.join(folder, "scripts", "start.ts"));
  return isCheckout && !isOnPath("backstay", env) ? "npx backstay" : "backstay";
}

/** Puts what has to be typed in place of `backstay` wherever words quote a command. */
export function asTyped(words: string, command: CommandName): string {
  return command === "backstay" ? words : words.replaceAll("`backstay ", `\`${command} `);
}

function isOnPath(program: string, env: Environment): boolean {
  // what npm puts before the path while it runs a script is not there in a person's terminal
  const folders = (env.PATH ?? "")
    .split(path.delimiter)
    .filter((folder) => folder !== "" && !folder.includes("node_modules"));
  return folders.some((folder) => isProgram(path.join(folder, program)));
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
