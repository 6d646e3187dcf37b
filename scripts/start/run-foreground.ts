import { spawn } from "node:child_process";
import { PROJECT_FOLDER } from "../run-command.ts";

/**
 * Runs a program that keeps running, in the project's folder, in place of this one: what ends this one ends it.
 * @returns its exit status; undefined when a signal ended it, or it could not be started
 */
export function runForeground(program: string, args: readonly string[]): Promise<number | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: PROJECT_FOLDER, stdio: "inherit" });
    const handlers = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal) => {
      const pass = () => {
        // a terminal sends Ctrl-C to both of us; sent on, it would count as the second, impatient one
        if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
      };
      process.on(signal, pass);
      return () => process.off(signal, pass);
    });
    const settle = (status: number | undefined) => {
      for (const remove of handlers) remove();
      resolve(status);
    };
    child.once("error", () => settle(undefined));
    child.once("exit", (status) => settle(status ?? undefined));
  });
}
