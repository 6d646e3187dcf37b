/** Whoever leaves a computer to others ends the session in the settings. */
import { expect, onTestFinished, test } from "vitest";
import { connectToHost } from "../../core/host-socket/connect-to-host.ts";
import { openPage } from "../support/browser.ts";
import { startConsoleHost } from "../support/console-host.ts";
import { openPart } from "../support/pages.ts";
import { tempFolder } from "../support/temp-folder.ts";

const WAIT_MS = 60_000;

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

test("who is signed in is seen in the settings, others are signed out, and the password is changed", async () => {
  const folder = await tempFolder();
  const host = await startConsoleHost(folder);
  const page = await openPage(host.link, { mayComplain: /401/ });
  await page.getByRole("button", { name: "Do this later" }).click();
  const api = await connectToHost(folder);
  if (api === undefined) throw new Error("the host has no socket");
  onTestFinished(() => api.close());
  const other = async () => {
    const { url } = await api.callHost("console.makeLink", {});
    const opened = await openPage(url, { mayComplain: /401/ });
    await opened.locator("nav").waitFor({ timeout: WAIT_MS });
    return opened;
  };
  const [first, second] = [await other(), await other()];
  await openPart(page, "settings");
  const access = page.getByRole("region", { name: "Access by browsers" });
  await access.getByText("None is set: a link signs one browser in, once.").waitFor({ timeout: WAIT_MS });
  await expect.poll(() => access.getByText("Chrome, Linux").count()).toBe(3);
  expect(await access.getByText(/^This browser,/).count()).toBe(1);
  await access.getByRole("button", { name: "Sign out all others" }).click();
  for (const gone of [first, second])
    await gone.getByText("You are not signed in any more.").waitFor({ timeout: WAIT_MS });
  await expect.poll(() => access.getByText("Chrome, Linux").count(), { timeout: WAIT_MS }).toBe(1);

  await api.callHost("console.setPassword", { password: "four words in a row" });
  await page.getByText("You are not signed in any more.").waitFor({ timeout: WAIT_MS });
  let connections = 0;
  page.on("websocket", () => {
    connections += 1;
  });
  for (let asked = 0; asked < 3; asked += 1)
    await page.waitForResponse((answer) => new URL(answer.url()).pathname === "/api/session");
  expect(connections).toBe(0); // each would have the whole page ask for everything again
  const again = await openPage((await api.callHost("console.makeLink", {})).url, { mayComplain: /403/ });
  await openPart(again, "settings");
  await again.getByRole("button", { name: "Change it…" }).click();
  const dialog = again.getByRole("dialog");
  await dialog.getByLabel("Present password").fill("five words in a row");
  await dialog.getByLabel("New password", { exact: true }).fill("six words in a row");
  await dialog.getByLabel("New password, once more").fill("6 words");
  await dialog.getByText("It differs from the one above.").waitFor();
  await dialog.getByLabel("New password, once more").fill("six words in a row");
  await dialog.getByRole("button", { name: "Change password" }).click();
  await dialog.getByText("The present password is another one.").waitFor({ timeout: WAIT_MS });
  await dialog.getByLabel("Present password").fill("four words in a row");
  await dialog.getByLabel("New password, once more").press("Enter");
  await again
    .getByText("The password is changed, and everybody else is signed out.")
    .waitFor({ timeout: WAIT_MS });
  const body = JSON.stringify({ password: "six words in a row" });
  const headers = { "Content-Type": "application/json", Origin: new URL(host.url).origin };
  const { status } = await fetch(new URL("api/sign-in", host.url), { method: "POST", body, headers });
  expect(status).toBe(204);
});
