/**
 * A host to be killed: opens the engine over a folder and says what it is told, one JSON text a line.
 * Usage: node office-host-process.ts FOLDER [METHOD INPUT]...
 * It kills itself, with no more notice than anybody else would give it, at the first event whose text holds the variable KILL_AT.
 */
import { openTestHost } from "./host.ts";

const [folder = "", ...calls] = process.argv.slice(2);
const say = (message: object) => void process.stdout.write(`${JSON.stringify(message)}\n`);
const host = await openTestHost(folder);
const killAt = process.env.KILL_AT;
host.events.subscribe(({ event }) => {
  say(event);
  if (killAt !== undefined && JSON.stringify(event).includes(killAt)) process.kill(process.pid, "SIGKILL");
});
for (let n = 0; n < calls.length; n += 2) {
  const name = calls[n] as Parameters<typeof host.call>[0];
  say({ type: "answer", value: await host.call(name, JSON.parse(calls[n + 1] ?? "{}")) });
}
say({ type: "ready" });
