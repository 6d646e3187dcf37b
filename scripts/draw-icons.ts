/** `npm run icons`: draws the application's and the tray's icons into `electron/icons`, with the Chromium of this machine. */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { type Browser, chromium } from "playwright-core";
import { TRAY_SHAPES } from "../electron/tray/tray-status.ts";
import { drawApp } from "./icons/app-drawing.ts";
import { drawTray, type TrayColours } from "./icons/tray-drawing.ts";
import { PROJECT_FOLDER } from "./run-command.ts";

const FOLDER = path.join(PROJECT_FOLDER, "electron/icons");
/** For dark and for light bars; macOS takes the shape alone and colours it. */
const COLOURS = {
  dark: { ink: "#1f2933", warning: "#a86c00", failed: "#ad1f2d" },
  light: { ink: "#eef1f3", warning: "#e3b04f", failed: "#f5848b" },
  template: { ink: "#000", warning: "#000", failed: "#000" },
} as const satisfies Record<string, TrayColours>;

async function draw(browser: Browser, name: string, svg: string, pixels: number): Promise<void> {
  const page = await browser.newPage({ viewport: { width: pixels, height: pixels } });
  await page.setContent(
    `<style>body { margin: 0 } svg { display: block; width: ${pixels}px; height: ${pixels}px }</style>${svg}`,
  );
  await page.screenshot({ path: path.join(FOLDER, `${name}.png`), omitBackground: true });
  await page.close();
}

await mkdir(FOLDER, { recursive: true });
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  for (const pixels of [256, 1024]) await draw(browser, `app-${pixels}`, drawApp(), pixels);
  for (const shape of TRAY_SHAPES) {
    for (const size of [16, 22] as const) {
      for (const [ink, colours] of Object.entries(COLOURS)) {
        if (size === 22 && ink === "template") continue; // macOS has one size
        const svg = drawTray(shape, size, colours);
        await draw(browser, `tray-${shape}-${size}-${ink}`, svg, size);
        await draw(browser, `tray-${shape}-${size}-${ink}@2x`, svg, size * 2);
      }
    }
  }
} finally {
  await browser.close();
}
