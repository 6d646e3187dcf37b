/** What somebody sees of jobs that failed, and does about it. */
import { renameSync } from "node:fs";
import { expect, test } from "vitest";
import { officeConsole } from "../support/office-console.ts";

const WAIT_MS = 60_000;

test("a backup that fails is an alert with its reason, can be started again, and the alert ends by itself", async () => {
  const { page, path, go, backUp } = await officeConsole();
  expect(await backUp()).toBe("done");
  renameSync(path("nas"), path("away"));
  expect(await backUp()).toBe("failed");

  await page
    .getByRole("navigation")
    .getByRole("link", { name: /Alerts/ })
    .click();
  await page.getByRole("heading", { level: 1, name: /need.? you/ }).waitFor({ timeout: WAIT_MS });
  const failed = page.getByRole("button", { name: /The backup of Documents failed/ });
  await failed.click();
  await page.getByRole("article").getByText(path("nas")).first().waitFor();
  await page.getByText("What it means").waitFor();
  await page.getByRole("button", { name: "Open the job" }).click();

  await page
    .getByRole("article")
    .getByText(/^Failed · Started/)
    .waitFor({ timeout: WAIT_MS });
  renameSync(path("away"), path("nas"));
  await page.getByRole("button", { name: "Start again" }).click();
  await page
    .getByRole("article")
    .getByText(/^Done · Started/)
    .waitFor({ timeout: WAIT_MS });
  await page.getByRole("article").getByText("Unchanged files").waitFor();

  await go("/alerts");
  await page.getByText("Ended by themselves").waitFor({ timeout: WAIT_MS });
  await page.getByRole("button", { name: /The backup of Documents failed/ }).click();
  await page.getByText("Nothing. It ended by itself.").waitFor();
});

test("an alert is snoozed until a time, comes back to be acknowledged, and both are remembered", async () => {
  const { page, api, path, go, backUp } = await officeConsole();
  renameSync(path("nas"), path("away"));
  expect(await backUp()).toBe("failed");
  await go("/alerts");
  const open = async () =>
    (await api.call("alerts.list", { which: "open", limit: 10 })).alerts.find(
      ({ subject }) => subject.code === "JOB_FAILED",
    );
  await page.getByRole("button", { name: /The backup of Documents failed/ }).click();
  await page.getByRole("button", { name: "Snooze", exact: true }).click();
  await page.getByRole("menuitem", { name: "Until another time…" }).click();
  const day = page.getByRole("dialog").getByLabel("Day");
  const time = page.getByRole("dialog").getByRole("textbox", { name: "Time" });
  await day.selectOption("Today");
  await time.fill("0:00");
  await time.press("Tab");
  await page.getByText("This time is over.").first().waitFor();
  const midnight = new Date();
  midnight.setHours(24 * 30, 0, 0, 0);
  await day.selectOption(String(midnight.getTime()));
  await time.fill("08:30");
  await page.getByRole("dialog").getByRole("button", { name: "Snooze" }).click();
  await page.getByRole("button", { name: /^Snoozed 1/ }).click();
  await page
    .getByRole("article")
    .getByText(/Snoozed until/)
    .waitFor({ timeout: WAIT_MS });
  expect((await open())?.snoozedUntilMs).toBe(midnight.setHours(8, 30));

  await page.getByRole("article").getByRole("button", { name: "Acknowledge" }).click();
  await page.getByText("No alert is snoozed.").waitFor({ timeout: WAIT_MS });
  await page.getByRole("button", { name: /^Inbox/ }).click();
  await page.getByText("Acknowledged, still lasting").waitFor({ timeout: WAIT_MS });
  expect((await open())?.acknowledgedMs).not.toBeNull();
});

test("the arrow keys walk through the jobs, and filters stay in the address", async () => {
  const { page, go, backUp } = await officeConsole();
  for (let n = 0; n < 3; n += 1) expect(await backUp()).toBe("done");
  await go("/activity");
  const rows = page.getByRole("region", { name: "Jobs" }).getByRole("button");
  await rows.first().focus();
  const current = () => page.locator("[data-job][aria-current=true]").getAttribute("data-job");
  const first = await current();
  await page.keyboard.press("ArrowDown");
  await expect.poll(current, { timeout: WAIT_MS }).not.toBe(first);
  const focused = () => page.evaluate("document.activeElement.getAttribute('data-job')");
  await expect.poll(focused, { timeout: WAIT_MS }).toBe(await current());
  await page.getByLabel("Outcome").selectOption({ label: "Failed or interrupted" });
  await page.getByText("No job is like that.").waitFor({ timeout: WAIT_MS });
  await page.reload();
  await page.getByText("No job is like that.").waitFor({ timeout: WAIT_MS });
  await page.getByRole("button", { name: "Show everything" }).first().click();
  await rows.first().waitFor({ timeout: WAIT_MS });
});
