/** `npm start`: builds what is needed and shows what Backstay can do. */
import { buildWhenStale } from "./build/build-project.ts";
import { runCommand } from "./run-command.ts";

if (await buildWhenStale({ force: false })) {
  process.exitCode = await runCommand("node", ["bin/backstay.js", "--help"]);
  console.log(`
Backstay is ready. Back up a folder:
  npx backstay init --repo /mnt/backup
  npx backstay backup --repo /mnt/backup ~/Documents`);
} else {
  process.exitCode = 1;
}
