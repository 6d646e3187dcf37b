/**
 * `npm run demo`: a throw-away Backstay with a made-up office and a month of backups, in a browser. Nothing outside of its own
 * folder is touched, and the folder goes when the demo ends.
 *
 * `-- --seed 7` makes another office, `-- --keep` leaves the folder.
 */
import { rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildWhenStale } from "./build/build-project.ts";
import { makeDemoFolder } from "./demo/demo-folder.ts";
import { startDemoHost } from "./demo/demo-host.ts";
import { makeDemo, OFFICE_NAME } from "./demo/make-demo.ts";

const { values } = parseArgs({ options: { seed: { type: "string" }, keep: { type: "boolean" } } });

if (await buildWhenStale({ force: false })) await runDemo(Number(values.seed ?? 1));
else process.exitCode = 1;

async function runDemo(seed: number): Promise<void> {
  const folder = await makeDemoFolder();
  const ended = untilEnded();
  let isMade = false;
  void ended.then(() => {
    // the engine is at work in it, and has nothing that anybody would miss
    if (!isMade) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    if (!isMade) process.exit(130);
  });
  try {
    console.log(`Making the office of ${OFFICE_NAME} and a month of backups in ${folder} ...`);
    const startedMs = Date.now();
    const demo = await makeDemo(folder, seed);
    isMade = true;
    console.log(`${demo.runs} runs of plans in ${Math.round((Date.now() - startedMs) / 1000)} s.`);
    const { host, stop } = await startDemoHost(demo);
    try {
      console.log(`
Open this once, in a browser on this computer:
  ${host.makeLink().url}
The office's files are in ${demo.office}; change some and back them up.
The password of both repositories is: ${demo.password}
Ctrl-C ends the demo.`);
      await ended;
    } finally {
      await stop();
    }
  } finally {
    if (values.keep)
      console.log(`The demo stays in ${folder}. Its data folder (BACKSTAY_HOME) is ${join(folder, "home")}.`);
    else await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function untilEnded(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
