/**
 * A host to be killed: opens the engine over a folder and says what it is told, one JSON text a line.
 * Usage: node office-host-process.ts FOLDER [METHOD INPUT]...
 */
import { openTestHost } from "./host.ts";

const [folder = "", ...calls] = process.argv.slice(2);
const say = (message: object) => void process.stdout.write(`${JSON.stringify(message)}\n`);
const host = await openTestHost(folder);
host.events.subscribe(({ event }) => say(event));
for (let n = 0; n < calls.length; n += 2) {
  const name = calls[n] as Parameters<typeof host.call>[0];
  say({ type: "answer", value: await host.call(name, JSON.parse(calls[n + 1] ?? "{}")) });
}
say({ type: "ready" });
