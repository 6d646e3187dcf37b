import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The project's folder, with a slash at its end. */
export const PROJECT_FOLDER: string = fileURLToPath(new URL("../", import.meta.url));

/**
 * Runs a program in the project's folder; what it prints goes straight to this process's own output.
 *
 * @param program found by PATH; `node` is always the one that runs this script
 * @param env what it finds in its environment beside what this process found in its own
 * @returns its exit status; 128 when a signal ended it
 * @throws when it cannot be started
 */
export function runCommand(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program === "node" ? process.execPath : program, args, {
      cwd: PROJECT_FOLDER,
      env: { ...process.env, ...env },
      stdio: "inherit",
    });
    child.once("error", reject);
    child.once("exit", (status) => resolve(status ?? 128));
  });
}

/** Runs one of the project's own tools (`tsc`, `biome`, `vitest`) with the Node.js that runs this script. */
export function runTool(
  packageEntry: "typescript/bin/tsc" | "@biomejs/biome/bin/biome" | "vitest/vitest.mjs",
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  return runCommand("node", [`${PROJECT_FOLDER}node_modules/${packageEntry}`, ...args], env);
}
