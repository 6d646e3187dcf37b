import { onTestFinished } from "vitest";
import { type ConsoleHost, startConsoleProcess } from "./console-process.ts";

export type { ConsoleHost } from "./console-process.ts";

/**
 * Starts `backstay console` on a free port of the loopback address, and waits until it serves. It is ended with the test, and so is all
 * it has started.
 *
 * @param home what `BACKSTAY_HOME` is to be
 * @param listen with the port of a host that has ended, a page of that one finds this one
 */
export async function startConsoleHost(
  home: string,
  env: Readonly<Record<string, string>> = {},
  listen = "127.0.0.1:0",
): Promise<ConsoleHost> {
  const { served, ...host } = startConsoleProcess(home, env, listen);
  onTestFinished(() => host.killAll());
  return { ...host, ...(await served) };
}
