/**
 * `npm start`: builds what is needed and starts Backstay: the desktop application where it can run, otherwise the console for a
 * browser, with the same pages. What stands behind `--` goes to the console, which is started then: `npm start -- --listen …`.
 */
import { buildWhenStale } from "./build/build-project.ts";
import { runForeground } from "./start/run-foreground.ts";
import { startDesktop } from "./start/start-desktop.ts";

const args = process.argv.slice(2);

if (await buildWhenStale({ force: false })) process.exitCode = await start();
else process.exitCode = 1;

async function start(): Promise<number> {
  if (args.length === 0) {
    const desktop = await startDesktop([]);
    if (desktop.kind === "ran") return desktop.status;
    console.log(
      `The desktop application cannot run here: ${desktop.why}. The same pages are served to a browser.`,
    );
  }
  return (await runForeground(process.execPath, ["bin/backstay.js", "console", ...args])) ?? 128;
}
