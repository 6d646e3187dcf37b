/** What a page shows when its test fails: "was not there within a minute" does not say what was there instead. */
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";

const MAX_LINES = 60;
/** A page that has crashed answers nothing. */
const LIMIT_MS = 10_000;

/**
 * Reads what a page shows, and saves a picture of it in the folder for temporary files.
 *
 * @param name becomes part of the picture's
 * @returns its address, its dialogs and notices, its main part and where the picture is; what could not be read says why
 */
export async function whatPageShows(page: Page, name: string): Promise<string> {
  if (page.isClosed()) return "the page was closed";
  const texts = [
    ...(await textOf("dialog", page.getByRole("dialog"))),
    ...(await textOf("alert", page.getByRole("alert"))),
    ...(await textOf("main", page.locator("main"))),
  ];
  return [`the page at ${page.url()} showed`, ...texts, await savePicture(page, name)].join("\n");
}

async function textOf(what: string, parts: Locator): Promise<readonly string[]> {
  try {
    const texts = await withinLimit(parts.allInnerTexts());
    return texts.map((text) => `[${what}]\n${firstLines(text)}`);
  } catch (error) {
    return [`[${what}] could not be read: ${String(error)}`];
  }
}

function firstLines(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const more = lines.length - MAX_LINES;
  return [...lines.slice(0, MAX_LINES), ...(more > 0 ? [`… and ${more} more lines`] : [])].join("\n");
}

async function savePicture(page: Page, name: string): Promise<string> {
  const folder = join(tmpdir(), "backstay-failed-pages");
  const path = join(folder, `${name.replaceAll(/[^\p{L}\p{N}]+/gu, "-").slice(0, 80)}.png`);
  try {
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path, timeout: LIMIT_MS });
    return `a picture is in ${path}`;
  } catch (error) {
    return `no picture: ${String(error)}`;
  }
}

async function withinLimit<T>(work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("the page did not answer")), LIMIT_MS);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
