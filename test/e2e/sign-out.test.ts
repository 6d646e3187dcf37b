/** Whoever leaves a computer to others ends the session in the settings. */
import { expect, test } from "vitest";
import { openPage } from "../support/browser.ts";
import { startConsoleHost } from "../support/console-host.ts";
import { openPart } from "../support/pages.ts";
import { tempFolder } from "../support/temp-folder.ts";

const WAIT_MS = 30_000;

test("signing out leads to where one signs in, and the session is worth nothing any more", async () => {
  const host = await startConsoleHost(await tempFolder());
  // the page asks why its connection ended
  const page = await openPage(host.link, { mayComplain: /401/ });
  await page.getByRole("button", { name: "Do this later" }).click();
  await openPart(page, "settings");
  const cookies = await page.context().cookies();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in to Backstay" }).waitFor({ timeout: WAIT_MS });
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  expect(cookie).not.toBe("");
  const { status } = await fetch(new URL("api/session", host.url), { headers: { cookie } });
  expect(status).toBe(401);
});
