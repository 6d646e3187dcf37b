import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { isMethodName, methods } from "../../shared/api/methods.ts";
import { toWire } from "../../shared/errors.ts";
import type { Answers } from "./canned-values.ts";

/** The built pages; another folder of them while somebody else builds here. */
const DIST = process.env.BACKSTAY_PAGES ?? path.join(import.meta.dirname, "../../dist/renderer");
/** As strict as the hosts': no style or script inside of a page. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; connect-src 'self'";
const ORIGIN = "http://backstay.test";
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
}

/**
 * Opens the built pages with canned answers instead of an engine, under the same security policy as a host gives. For looking at
 * pages only: what works is tested against the real engine.
 *
 * @param address what stands behind `#`, like `/backups`
 */
export async function openCanned(context: BrowserContext, answers: Answers, address: string): Promise<Page> {
  const page = await context.newPage();
  page.on("pageerror", (error) => console.error("page error:", error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") console.error("console:", message.text());
  });
  await page.route("**/*", async (route) => {
    const { origin, pathname } = new URL(route.request().url());
    if (origin !== ORIGIN) return route.abort();
    const file = path.join(DIST, pathname === "/" ? "index.html" : pathname);
    const body = await readFile(file).catch(() => undefined);
    if (body === undefined) return route.fulfill({ status: 404 });
    return route.fulfill({
      body,
      contentType: TYPES[path.extname(file)] ?? "application/octet-stream",
      headers: { "Content-Security-Policy": POLICY },
    });
  });
  await page.exposeFunction("cannedCall", (name: string, input: unknown) => answer(answers, name, input));
  await page.addInitScript(() => {
    const { cannedCall } = globalThis as unknown as {
      cannedCall: (name: string, input: unknown) => Promise<unknown>;
    };
    Object.assign(globalThis, { backstay: { call: cannedCall, on: () => () => undefined } });
  });
  await page.goto(`${ORIGIN}/#${address}`);
  return page;
}

function answer(answers: Answers, name: string, input: unknown): unknown {
  try {
    if (!isMethodName(name)) throw new Error(`no method ${name}`);
    const run = answers[name] as ((input: unknown) => unknown) | undefined;
    if (run === undefined) throw new Error(`no canned answer to ${name}`);
    const value = methods[name].output.parse(run(methods[name].input.parse(input)));
    return { kind: "value", value };
  } catch (error) {
    if (!(error instanceof Error && error.name === "BackstayError")) console.error(name, error);
    return { kind: "error", error: toWire(error, "canned") };
  }
}
