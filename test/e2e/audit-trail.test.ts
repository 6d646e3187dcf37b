/** What somebody sees who wants to know who did what, and whether the record of it can be believed. */
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { violationsOn } from "../support/axe.ts";
import { officeConsole } from "../support/office-console.ts";

const WAIT_MS = 60_000;

test("what was done is listed with who did it, proves to be whole, and says so no more once it was changed", async () => {
  const { page, path, go, api, backUp } = await officeConsole();
  expect(await backUp()).toBe("done");
  await page
    .getByRole("navigation")
    .getByRole("link", { name: /Activity/ })
    .click();
  await page.getByRole("button", { name: "Audit trail" }).click();
  await page
    .getByRole("heading", { level: 1, name: /The audit trail is whole: \d+ records/ })
    .waitFor({ timeout: WAIT_MS });
  const list = page.getByRole("region", { name: "Records" });
  await list.getByRole("button", { name: /Saved a plan/ }).click();
  const detail = page.getByRole("article", { name: "Audit trail" });
  await detail.getByRole("heading", { name: "Saved a plan" }).waitFor();
  const head = await detail.getByText(/^\d+:[0-9a-f]{64}$/).innerText();
  expect(await api.call("audit.verify", { head })).toMatchObject({ verdict: "whole" });

  // who signed in with the browser is there as a browser, and alone when asked for alone
  await page.getByLabel("Who").selectOption("Browser");
  await list.getByRole("button", { name: /Signed in/ }).waitFor({ timeout: WAIT_MS });
  await expect.poll(() => list.getByRole("button", { name: /Saved a plan/ }).count()).toBe(0);
  await list.getByRole("button", { name: /Signed in/ }).click();
  await list.getByRole("button", { name: /Signed in/ }).press("ArrowDown");
  await expect.poll(() => list.locator("[aria-current=true]").count()).toBe(1);

  const catalog = new Database(path("home", "catalog.db"));
  catalog.exec("DROP TRIGGER audit_trail_stays");
  catalog.exec(
    "UPDATE audit_trail SET record = replace(record, 'Office', 'Orifice') WHERE action = 'plans.save'",
  );
  catalog.close();
  await go("/overview");
  await page.reload();
  await go("/activity/audit");
  await page
    .getByRole("heading", { level: 1, name: "The audit trail was changed or cut." })
    .waitFor({ timeout: WAIT_MS });
  await page.getByText(/Record \d+ was changed after it was written\./).waitFor();
});

test("the audit trail speaks Chinese, and axe finds nothing in it", async () => {
  const { page, go } = await officeConsole({ locale: "zh-CN" });
  await go("/activity/audit");
  await page.getByRole("heading", { level: 1, name: /审计记录完整/ }).waitFor({ timeout: WAIT_MS });
  await page
    .getByRole("button", { name: /保存了计划/ })
    .first()
    .waitFor();
  expect(await violationsOn(page)).toEqual([]);
});
