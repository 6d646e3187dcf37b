/**
 * `npm run test:electron`: the desktop application in the real Electron, where that is installed and there is a screen. Elsewhere it
 * says so, loudly; on a build server (CI=true) that is a failure.
 */
import path from "node:path";
import { buildWhenStale } from "./build/build-project.ts";
import { PROJECT_FOLDER } from "./run-command.ts";
import { electronProgram, whyNoDesktop } from "./start/why-no-desktop.ts";
import { tallyLine } from "./suites/tally.ts";
import { runVitest } from "./suites/vitest-suite.ts";

const program = electronProgram(path.join(PROJECT_FOLDER, "node_modules/electron"));
const why =
  whyNoDesktop({ platform: process.platform, env: process.env, isRoot: process.geteuid?.() === 0 }) ??
  (program === undefined
    ? "Electron's runtime is not installed; `node node_modules/electron/install.js` downloads it"
    : undefined);

if (program === undefined || why !== undefined) {
  const line = "=".repeat(80);
  console.error(
    `${line}\nNOT TESTED: the desktop application was not run in the real Electron.\n${why}.\n` +
      `What stands in for it is tested by \`npm test\`, and is no proof of this.\n${line}`,
  );
  process.exitCode = process.env.CI === "true" ? 1 : 0;
} else if (await buildWhenStale({ force: false })) {
  process.env.ELECTRON_PROGRAM = program;
  const tally = await runVitest(["--config", "vitest.electron.config.ts"]);
  console.log(tallyLine(tally));
  if (tally.failed > 0) process.exitCode = 1;
} else {
  process.exitCode = 1;
}
