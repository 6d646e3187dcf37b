/** Going everywhere and doing things without a mouse. */
import { expect, test } from "vitest";
import { SERVER_GONE } from "../support/browser.ts";
import { officeConsole } from "../support/office-console.ts";
import { typeAtOnce } from "../support/pages.ts";

const WAIT_MS = 60_000;

test("Ctrl K finds a file in the snapshots and opens it beside its neighbours", async () => {
  const { page, backUp } = await officeConsole();
  expect(await backUp()).toBe("done");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").waitFor();
  await page.keyboard.type("offer 114");
  await page.getByRole("option", { name: /Offer 114\.txt/ }).waitFor({ timeout: WAIT_MS });
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByText("Offer 114.txt").first().waitFor({ timeout: WAIT_MS });
  expect(new URL(page.url()).hash).toContain("/restore?");
});

test("what is typed right after Ctrl K is searched for, and does nothing on the page", async () => {
  const { page } = await officeConsole();
  const before = page.url();
  // within one turn, as no hand can: nothing of the palette is drawn yet
  await page.evaluate(`for (const key of ["k", "g", "l"]) document.body.dispatchEvent(
    new KeyboardEvent("keydown", { key, ctrlKey: key === "k", bubbles: true, cancelable: true }))`);
  const field = page.getByRole("combobox");
  await field.waitFor();
  await expect.poll(() => field.inputValue()).toBe("gl");
  await page.keyboard.type("acier");
  expect(await field.inputValue()).toBe("glacier");
  expect(page.url()).toBe(before);
});

test("what is typed after a page took the focus from the palette is still searched for", async () => {
  const { page } = await officeConsole();
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox");
  await field.waitFor();
  await page.keyboard.type("gla");
  await expect.poll(() => field.inputValue()).toBe("gla");
  const before = page.url();
  // as a page does that comes to its end of loading just now
  await page.evaluate("document.querySelector('main').focus()");
  await page.keyboard.type("cier");
  await expect.poll(() => field.inputValue()).toBe("glacier");
  expect(page.url()).toBe(before);
});

test("Ctrl K starts a backup, and remembers what was used last", async () => {
  const { page, api, planId } = await officeConsole();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").waitFor();
  await page.keyboard.type("back up office");
  await page.getByRole("option", { name: "Back up Office hours now" }).waitFor({ timeout: WAIT_MS });
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached", timeout: WAIT_MS });
  const { runs } = await api.call("plans.history", { planId, beforeMs: null, limit: 5 });
  expect(runs).toHaveLength(1);
  await page.keyboard.press("Control+k");
  await page.getByRole("group", { name: "Used last" }).getByText("Back up Office hours now").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
});

test("an error in the palette has buttons that keys reach", async () => {
  const { page, host } = await officeConsole({
    mayComplain: new RegExp(`${SERVER_GONE.source}|Failed to fetch`),
  });
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").waitFor();
  await page.keyboard.type("back up office");
  await page.getByRole("option", { name: "Back up Office hours now" }).waitFor({ timeout: WAIT_MS });
  await host.kill();
  await page.getByRole("alert").filter({ hasText: "has lost Backstay" }).waitFor({ timeout: WAIT_MS });
  await page.keyboard.press("Enter");
  const details = page.getByRole("dialog").getByRole("button", { name: "Details" });
  await details.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByText("HOST_UNREACHABLE").waitFor();
});

test("keys go to pages and list themselves, but not while somebody types", async () => {
  const { page, go } = await officeConsole();
  await typeAtOnce(page, "gl");
  await page.getByRole("heading", { level: 1, name: "Nothing needs you." }).waitFor({ timeout: WAIT_MS });
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await go("/settings");
  await page.getByLabel("Name of the office").focus();
  await page.keyboard.type("gl?");
  expect(await page.getByLabel("Name of the office").inputValue()).toBe("gl?");
  expect(await page.getByRole("dialog").count()).toBe(0);
});
