/** Measures in the page what opening a large folder and scrolling in it cost the person who looks. */
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";

export type Opening = {
  /** From the second press of a double click to the frame after the one with the rows in it. */
  readonly openMs: number;
  /** Rows in the document, the header's among them. */
  readonly rowsDrawn: number;
};

/** Frames while the list was scrolled. */
export type Scrolling = {
  readonly frames: number;
  readonly longestMs: number;
  readonly medianMs: number;
  /** Of all frames, from 0 to 1: those longer than 17 ms, and those that took the time of two. */
  readonly shareOver17Ms: number;
  readonly shareOver34Ms: number;
  /** Frames in which a row in sight was not there yet. */
  readonly shareWaiting: number;
};

const SCRIPT = readFileSync(new URL("./in-page/measure-folder.js", import.meta.url), "utf8");

async function run<T>(page: Page, name: string, ...args: readonly (string | number)[]): Promise<T> {
  await page.evaluate(SCRIPT);
  return await page.evaluate<T>(
    `measureFolder.${name}(${args.map((arg) => JSON.stringify(arg)).join(", ")})`,
  );
}

/** Opens a folder of the list with a double click. @param firstName what its first row says */
export async function measureOpening(page: Page, folderName: string, firstName: string): Promise<Opening> {
  await page.getByRole("grid").getByText(folderName, { exact: true }).waitFor();
  await page.evaluate(SCRIPT);
  const measured = page.evaluate<Opening>(`measureFolder.watchOpening(${JSON.stringify(firstName)})`);
  await page.evaluate("0"); // answered in turn: by now it watches
  await page.getByRole("grid").getByText(folderName, { exact: true }).dblclick();
  return await measured;
}

/**
 * Scrolls the list evenly, from where it is.
 *
 * @param pixelsAFrame 100 is a brisk turn of the wheel
 */
export async function measureScrolling(page: Page, frames: number, pixelsAFrame: number): Promise<Scrolling> {
  return await run(page, "scrollEvenly", frames, pixelsAFrame);
}

/** Leaps to the end of the list, or back. @returns how long it was until the row was there, in milliseconds */
export async function measureLeap(page: Page, to: "end" | "beginning", name: string): Promise<number> {
  return await run(page, "leap", to, name);
}
