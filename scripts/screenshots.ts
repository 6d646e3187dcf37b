/**
 * `npm run screenshots`: takes the pictures of `docs/pictures` anew, of a demo and in Debian's Chromium.
 *
 * `-- --all --out FOLDER` takes every page in both themes, languages and sizes instead, and says what axe finds wrong with them.
 */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Browser } from "playwright-core";
import { buildWhenStale } from "./build/build-project.ts";
import { makeDemoFolder } from "./demo/demo-folder.ts";
import { type DemoHost, startDemoHost } from "./demo/demo-host.ts";
import { makeDemo } from "./demo/make-demo.ts";
import { type Look, launchBrowser, openLook, openShot, violationsOf } from "./demo/pictures.ts";
import { README_PICTURES, SHOTS } from "./demo/shots.ts";
import { PROJECT_FOLDER } from "./run-command.ts";

const { values } = parseArgs({ options: { all: { type: "boolean" }, out: { type: "string" } } });
const out = values.out ?? join(PROJECT_FOLDER, "docs", "pictures");

if (await buildWhenStale({ force: false })) await takePictures();
else process.exitCode = 1;

async function takePictures(): Promise<void> {
  const folder = await makeDemoFolder();
  try {
    const demo = await startDemoHost(await makeDemo(folder, 1));
    await diskIsTold(demo);
    const browser = await launchBrowser();
    try {
      await mkdir(out, { recursive: true });
      for (const [look, names] of values.all ? everything() : README_PICTURES)
        await takeLook(browser, demo, look, names);
    } finally {
      await browser.close();
      await demo.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** What is amiss with one of the disks becomes an alert after some time: all pictures are to be of the same moment. */
async function diskIsTold({ api }: DemoHost): Promise<void> {
  const lastMs = Date.now() + 10 * 60_000;
  for (;;) {
    const { alerts } = await api.call("alerts.list", { which: "open", limit: 50 });
    if (alerts.some(({ subject }) => subject.code === "DISK_TROUBLE")) return;
    if (Date.now() > lastMs) throw new Error("the demo's disk is not told of");
    await setTimeout(2_000);
  }
}

async function takeLook(
  browser: Browser,
  demo: DemoHost,
  look: Look,
  names: readonly string[],
): Promise<void> {
  const context = await openLook(browser, demo, look);
  for (const name of names) {
    const shot = SHOTS.find((candidate) => candidate.name === name);
    if (shot === undefined) throw new Error(`there is no picture called ${name}`);
    const page = await openShot(context, demo, shot);
    const file = `${name}-${look.size}-${look.theme}-${look.language}.png`;
    await page.screenshot({ path: join(out, file) });
    const violations = await violationsOf(context, page);
    console.log(`${file}${violations.map((violation) => `\n  ${violation}`).join("")}`);
    if (violations.length > 0) process.exitCode = 1;
    await page.close();
  }
  await context.close();
}

function everything(): [Look, string[]][] {
  const looks = (["1440x900", "1024x700"] as const).flatMap((size) =>
    (["light", "dark"] as const).flatMap((theme) =>
      (["en", "zh"] as const).map((language): Look => ({ size, theme, language })),
    ),
  );
  return looks.map((look) => [look, SHOTS.map(({ name }) => name)]);
}
