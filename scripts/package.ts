/**
 * `npm run package`: builds Backstay and makes the installers of this platform in `release/`, by `electron-builder.yml`. The builder
 * is fetched when it is needed: it is large, and only who publishes uses it. What stands behind `--` goes to it, like `--linux deb`.
 */
import { buildWhenStale } from "./build/build-project.ts";
import { runCommand } from "./run-command.ts";

const BUILDER = "electron-builder@26.17.0";

if (await buildWhenStale({ force: false })) {
  const npx = process.platform === "win32" ? "npx.cmd" : "npx";
  process.exitCode = await runCommand(npx, [
    "--yes",
    BUILDER,
    "--publish",
    "never",
    ...process.argv.slice(2),
  ]);
} else {
  process.exitCode = 1;
}
