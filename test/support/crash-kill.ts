import { spawn } from "node:child_process";
import { once } from "node:events";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { BEGINS, type CrashOrder, ENDS } from "./crash-child.ts";

const CHILD = fileURLToPath(new URL("./crash-child.ts", import.meta.url));

/** How a process that was to be killed ended; `finished` when it was faster. */
export type Killed = { readonly finished: boolean; readonly workMs: number };

/**
 * Runs the work in a process of its own and kills it, so that nothing of it has a chance to tidy up.
 *
 * @param afterMs since the work began; without it the process is left to finish
 */
export async function killDuring(order: CrashOrder, afterMs?: number): Promise<Killed> {
  const { location, cacheFolder, work } = order;
  const child = spawn(process.execPath, [CHILD, JSON.stringify({ location, cacheFolder, work })], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = once(child, "exit");
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  let timer: NodeJS.Timeout | undefined;
  let beganMs: number | undefined;
  let endedMs: number | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === BEGINS) {
      beganMs = performance.now();
      if (afterMs !== undefined) timer = setTimeout(() => child.kill("SIGKILL"), afterMs);
    }
    if (line === ENDS) endedMs = performance.now();
  }
  const [code, signal] = await exit;
  clearTimeout(timer);
  if (beganMs === undefined || (code !== 0 && signal !== "SIGKILL")) {
    throw new Error(`the process ended with ${code ?? signal}: ${errors}`);
  }
  return { finished: endedMs !== undefined, workMs: (endedMs ?? performance.now()) - beganMs };
}

/** How long the work takes when nobody disturbs it: the longer of two runs, so that the last moments are met too. */
export async function measureWork(makeOrder: () => Promise<CrashOrder>): Promise<number> {
  const first = await killDuring(await makeOrder());
  const second = await killDuring(await makeOrder());
  return Math.max(first.workMs, second.workMs);
}
