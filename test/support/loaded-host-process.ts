/**
 * A host to be killed again and again: loads everything, waits until it is told to open the engine, and does what it is told, one JSON
 * text a line. Loading takes longer than most of what it is killed in, so the next one loads while this one works.
 * Usage: node loaded-host-process.cjs FOLDER, bundled by `killable-host.ts`
 */
import { createInterface } from "node:readline";
import { isBackstayError } from "../../shared/errors.ts";
import { openTestHost, type TestHost } from "./host.ts";

/** `aheadMs`: how far the clock of this host is ahead of the computer's. */
export type ToLoadedHost =
  | { readonly type: "open"; readonly aheadMs: number }
  | { readonly type: "call"; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly type: "stop" };
export type FromLoadedHost =
  | { readonly type: "loaded" | "open" }
  | { readonly type: "logged"; readonly level: string; readonly text: string }
  | { readonly type: "answer"; readonly id: number; readonly value?: unknown; readonly error?: string };

const [folder = ""] = process.argv.slice(2);
const say = (message: FromLoadedHost) => void process.stdout.write(`${JSON.stringify(message)}\n`);

async function open(aheadMs: number): Promise<TestHost> {
  const host = await openTestHost(folder, {
    clock: { nowMs: () => Date.now() + aheadMs },
    log: ({ level, text }) => say({ type: "logged", level, text }),
  });
  say({ type: "open" });
  return host;
}

async function answer(host: Promise<TestHost>, id: number, name: string, input: unknown): Promise<void> {
  try {
    const value = await (await host).call(name as "plans.list", input as Record<string, never>);
    say({ type: "answer", id, value });
  } catch (error) {
    say({ type: "answer", id, error: isBackstayError(error) ? error.code : String(error) });
  }
}

let host: Promise<TestHost> | undefined;
const lines = createInterface({ input: process.stdin });
lines.on("line", async (line) => {
  const told = JSON.parse(line) as ToLoadedHost;
  if (told.type === "open") host = open(told.aheadMs);
  else if (told.type === "call" && host !== undefined) await answer(host, told.id, told.name, told.input);
  else if (told.type === "stop") {
    await (await host)?.stop();
    process.exit();
  }
});
lines.on("close", () => process.exit()); // whoever started it is gone
say({ type: "loaded" });
