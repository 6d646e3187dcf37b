/** The page for signing in, in a real browser, before a real console. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { runConsole } from "../../console/testing/run-console.ts";
import { type OpenPageOptions, openPage, SERVER_GONE } from "../support/browser.ts";
import { lacksTool } from "../support/tools.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** What a browser itself says of an answer with such a status. */
const REFUSED: OpenPageOptions = { mayComplain: /status of (?:401|429)/ };
const LOCAL = { name: "command line", rights: new Set(["read", "write"] as const) };

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate("axe.run()");
  return (found as { violations: { id: string }[] }).violations.map(({ id }) => id);
}

/** What a page of another site can try, as a browser reads it. */
const ATTACKS = `async (url) => {
  const outcome = (work) => work.then(() => "got in", () => "kept out");
  const socket = () => new Promise((resolve, reject) => {
    const opened = new WebSocket(url.replace("http", "ws") + "/api/socket");
    opened.onopen = resolve;
    opened.onerror = reject;
  });
  const frame = () => new Promise((resolve, reject) => {
    const element = document.createElement("iframe");
    element.src = url;
    element.onload = () => (element.contentDocument === null ? reject() : resolve());
    document.body.append(element);
  });
  return {
    read: await outcome(fetch(url + "/api/session", { credentials: "include" })),
    write: await outcome(fetch(url + "/api/sign-out", { method: "POST", credentials: "include" })),
    socket: await outcome(socket()),
    frame: await outcome(frame()),
  };
}`;

const isIn = (page: Page) => page.getByRole("heading", { name: "The pages" }).waitFor();

describe.skipIf(lacksTool("chromium"))("in a browser", () => {
  test("a link goes straight in, and leaves no trace of its token", async () => {
    const console = await runConsole();
    const { url } = console.makeLink();
    const page = await openPage(url);
    await isIn(page);
    expect(page.url()).toBe(`${console.url}/`);
    await page.goBack();
    expect(page.url()).not.toContain(new URL(url).hash);
  });

  test.each([
    ["en-US", "light", "This link was used already"],
    ["zh-CN", "dark", "此链接已使用过"],
  ] as const)("a used link says what to do: %s, %s", async (locale, colorScheme, says) => {
    const console = await runConsole();
    const { url } = console.makeLink();
    await isIn(await openPage(url));
    const page = await openPage(url, { ...REFUSED, locale, colorScheme });
    await page.getByRole("alert").getByText(says).waitFor();
    expect(await page.locator("#how").innerText()).toContain("npx backstay console --link");
    expect(await page.locator("#password-form").isVisible()).toBe(false);
    expect(await violations(page)).toEqual([]);
  });

  test("a link that is pasted where the page for signing in is open already goes in, and to what was wanted", async () => {
    const console = await runConsole();
    const page = await openPage(`${console.url}/sign-in#/restore`, REFUSED);
    await page.locator("#how").getByText("console --link").waitFor();
    await page.goto(console.makeLink().url);
    await isIn(page);
    expect(page.url()).toBe(`${console.url}/#/restore`);
  });

  test("who is signed in already goes straight in, though a link from elsewhere brings no cookie along", async () => {
    const console = await runConsole();
    const page = await openPage(console.makeLink().url);
    await isIn(page);
    await page.goto(`${console.url}/sign-in`);
    await isIn(page);
  });

  describe("with a password", () => {
    test("a wrong one is told, and the right one goes in, all from the keyboard", async () => {
      const console = await runConsole();
      await console.dispatch("console.setPassword", { password: "four words in a row" }, LOCAL);
      const page = await openPage(console.url, REFUSED);
      await page.locator("#password").waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.type("four words in a raw");
      await page.keyboard.press("Enter");
      await page.getByRole("alert").getByText("This password is not right.").waitFor();
      await page.keyboard.type("four words in a row"); // what was typed before is selected
      await page.keyboard.press("Enter");
      await isIn(page);
    });

    test("guessing ends with a time to wait", async () => {
      const console = await runConsole();
      await console.dispatch("console.setPassword", { password: "four words in a row" }, LOCAL);
      const page = await openPage(console.url, REFUSED);
      for (let n = 0; n < 9; n += 1) {
        await page.locator("#password").fill(`guess ${n}`);
        const answered = page.waitForResponse(/sign-in$/);
        await page.keyboard.press("Enter");
        await answered;
      }
      const alert = page.locator("#too-often");
      await alert.waitFor();
      expect(await alert.innerText()).toMatch(/Try again in \d+ seconds\./);
    });
  });

  test("a host that has ended is told as that", async () => {
    const console = await runConsole();
    await console.dispatch("console.setPassword", { password: "four words in a row" }, LOCAL);
    const page = await openPage(console.url, { mayComplain: new RegExp(`${SERVER_GONE.source}|401`) });
    await page.locator("#password").fill("four words in a row");
    await console.close();
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("Backstay does not answer.").waitFor();
  });

  test("an address of a page is no used link: signing in leads to it", async () => {
    const console = await runConsole();
    await console.dispatch("console.setPassword", { password: "four words in a row" }, LOCAL);
    const page = await openPage(`${console.url}/#/settings/sources`, REFUSED);
    await page.locator("#password-form").waitFor();
    expect(await page.getByRole("alert").filter({ visible: true }).count()).toBe(0);
    await page.locator("#password").fill("four words in a row");
    await page.keyboard.press("Enter");
    await isIn(page);
    expect(new URL(page.url()).hash).toBe("#/settings/sources");
  });

  test("the language can be changed", async () => {
    const console = await runConsole();
    const page = await openPage(`${console.url}/sign-in`, { ...REFUSED, locale: "en-US" });
    await page.getByRole("link", { name: "简体中文" }).click();
    await page.getByRole("heading", { name: "登录 Backstay" }).waitFor();
    await page.getByRole("link", { name: "English" }).click();
    await page.getByRole("heading", { name: "Sign in to Backstay" }).waitFor();
  });

  test("no page of another site gets at the console", async () => {
    const console = await runConsole();
    const { createServer } = await import("node:http");
    const evil = createServer((_request, response) => {
      response.setHeader("Content-Type", "text/html").end("<title>evil</title>");
    });
    await new Promise<void>((resolve) => evil.listen(0, "127.0.0.1", resolve));
    const { port } = evil.address() as { port: number };
    const page = await openPage(console.makeLink().url, {
      mayComplain: /CORS|Failed|ERR_|WebSocket|refused|violat/i,
    });
    await isIn(page);
    await page.goto(`http://localhost:${port}/`);
    const tried = await page.evaluate(`(${ATTACKS})(${JSON.stringify(console.url)})`);
    evil.closeAllConnections();
    evil.close();
    expect(tried).toEqual({ read: "kept out", write: "kept out", socket: "kept out", frame: "kept out" });
    await page.goto(`${console.url}/`);
    await isIn(page); // still signed in
  });
});
