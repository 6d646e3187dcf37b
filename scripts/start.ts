/**
 * `npm start`: builds what is needed and starts Backstay: the desktop application where it can run, otherwise the console for a
 * browser, with the same pages. What stands behind `--` goes to the console, which is started then: `npm start -- --listen …`.
 */

import { findHost } from "../console/host-client/with-host.ts";
import { languageOf } from "../console/options/global-flags.ts";
import { buildWhenStale } from "./build/build-project.ts";
import { runForeground } from "./start/run-foreground.ts";
import { startDesktop } from "./start/start-desktop.ts";
import { START_WORDS } from "./start/start-words.ts";

const args = process.argv.slice(2);

if (await buildWhenStale({ force: false })) process.exitCode = await start();
else process.exitCode = 1;

async function start(): Promise<number> {
  if (args.length === 0) {
    const language = languageOf({}, process.env);
    const words = START_WORDS[language];
    const desktop = await startDesktop([], language);
    if (desktop.kind === "ran") return desktop.status;
    const { why, status } = desktop;
    console.log(words.noDesktop(why === "ended" ? words.ended(status) : words.because[why]));
    if (await runsAlready()) {
      console.log(words.runsAlready);
      args.push("--link");
    }
  }
  return (await runForeground(process.execPath, ["bin/backstay.js", "console", ...args])) ?? 128;
}

/** Whether a console of this data folder can be opened. What stands in the way of telling, the console says itself. */
async function runsAlready(): Promise<boolean> {
  const host = await findHost(process.env).catch(() => undefined);
  if (host === undefined) return false;
  try {
    return (await host.callHost("host.about", {})).consoleUrl !== null;
  } catch {
    return false;
  } finally {
    host.close();
  }
}
