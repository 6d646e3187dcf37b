/**
 * Measures in a browser how long a large folder takes to open on the restore page, and how evenly it scrolls.
 * Usage: node test/bench/open-folder.ts [ROUNDS [FILES]]; needs `npm run build` before, and a computer that does nothing else.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectToHost } from "../../core/host-socket/connect-to-host.ts";
import { launchPage } from "../support/chromium.ts";
import { startConsoleProcess } from "../support/console-process.ts";
import { furnishOffice, runPlan } from "../support/furnish-office.ts";
import { makeManyFiles, nameOfMany } from "../support/many-files.ts";
import { measureLeap, measureOpening, measureScrolling } from "../support/measure-folder.ts";

const [rounds = 5, files = 100_000] = process.argv.slice(2).map(Number);
const SCROLLED_FRAMES = 600;
const PIXELS_A_FRAME = 100;

const folder = mkdtempSync(join(tmpdir(), "backstay-bench-"));
const path = (...names: string[]) => join(folder, ...names);
const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** Runs something with a host over the office's data folder. */
async function withHost<T>(work: (link: string) => Promise<T>): Promise<T> {
  const host = startConsoleProcess(path("home"));
  try {
    return await work((await host.served).link);
  } finally {
    await host.stop();
  }
}

/** With a host and a browser that have shown nothing before. */
async function measureOnce(link: string) {
  const { page, close } = await launchPage({ locale: "en-GB" });
  try {
    await page.goto(link);
    await page.locator("main h1").waitFor();
    await page.goto(`${new URL(link).origin}/#/restore`);
    await page.getByRole("grid").getByText("Invoices", { exact: true }).waitFor();
    await page.waitForLoadState("networkidle");
    const opening = await measureOpening(page, "Invoices", nameOfMany(1, files));
    const scrolling = await measureScrolling(page, SCROLLED_FRAMES, PIXELS_A_FRAME);
    const leapMs = await measureLeap(page, "end", nameOfMany(files, files));
    return { ...opening, ...scrolling, leapMs };
  } finally {
    await close();
  }
}

try {
  makeManyFiles(path("documents", "Invoices"), files);
  await withHost(async () => {
    const api = await connectToHost(path("home"));
    if (api === undefined) throw new Error("the host has no socket");
    const { planId } = await furnishOffice(api, path);
    const state = await runPlan(api, planId);
    api.close();
    if (state !== "done") throw new Error(`the backup is ${state}`);
  });
  const results: Awaited<ReturnType<typeof measureOnce>>[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const result = await withHost(measureOnce);
    results.push(result);
    console.log(
      `${round}: open ${Math.round(result.openMs)} ms, ${result.rowsDrawn} rows drawn; scroll: median ${result.medianMs.toFixed(1)} ms, longest ${result.longestMs.toFixed(1)} ms, over 17 ms ${percent(result.shareOver17Ms)}, over 34 ms ${percent(result.shareOver34Ms)}, waiting rows ${percent(result.shareWaiting)}; leap to the end ${Math.round(result.leapMs)} ms`,
    );
  }
  const of = (key: "openMs" | "medianMs" | "shareOver17Ms" | "shareOver34Ms" | "leapMs") =>
    median(results.map((result) => result[key]));
  console.log(
    `median of ${rounds}: a folder of ${files} files opens in ${Math.round(of("openMs"))} ms (target 300); frames of ${of("medianMs").toFixed(1)} ms, ${percent(of("shareOver17Ms"))} longer than 17 ms, ${percent(of("shareOver34Ms"))} longer than 34 ms; its end is there after ${Math.round(of("leapMs"))} ms`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
