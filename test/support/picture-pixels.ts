import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";

type Decoded = { readonly data: readonly number[]; readonly width: number; readonly height: number };

const SCRIPT = readFileSync(new URL("./in-page/pixels-of.js", import.meta.url), "utf8");

/** The pixels of a picture, as the browser decodes it: red, green, blue and opacity of each. */
export async function pixelsOf(page: Page, png: Buffer) {
  await page.evaluate(SCRIPT);
  const { data, width, height } = await page.evaluate<Decoded>(`pixelsOf("${png.toString("base64")}")`);
  return { data: new Uint8ClampedArray(data), width, height };
}
