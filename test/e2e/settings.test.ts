/** What somebody does on the settings page, and that it is so afterwards. */
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { expect, test } from "vitest";
import { openEngine } from "../support/engine.ts";
import { OFFICE_PASSWORD, officeConsole } from "../support/office-console.ts";

const WAIT_MS = 60_000;

test("what is changed is saved at once, said beside the field, and still so after the page is loaded again", async () => {
  const { page, api, go } = await officeConsole();
  await go("/settings");
  const name = page.getByLabel("Name of the office");
  await name.fill("  Hansen & Partner ");
  await name.press("Enter");
  await page.getByRole("status").getByText("Saved").waitFor({ timeout: WAIT_MS });
  await page.getByRole("banner").getByText("Hansen & Partner").waitFor();
  await page.getByLabel("Keep finished jobs").selectOption({ label: "for 90 days" });
  await page.getByLabel("Theme").selectOption({ label: "Dark" });
  await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
  await page.getByLabel("Language").selectOption({ label: "简体中文" });
  await page.getByRole("heading", { name: "办公室" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "办公室" }).waitFor({ timeout: WAIT_MS });
  await expect.poll(() => page.getByLabel("办公室名称").inputValue()).toBe("Hansen & Partner");
  const { settings } = await api.call("app.state", {});
  expect(settings).toMatchObject({
    ...{ officeName: "Hansen & Partner", keepHistoryDays: 90, theme: "dark", language: "zh" },
  });
});

test("a repository is renamed, checked and, when its folder is gone, said not to answer", async () => {
  const { page, api, path, go, backUp } = await officeConsole();
  expect(await backUp()).toBe("done");
  await go("/settings");
  await page.getByRole("button", { name: "More for NAS" }).click();
  await page.getByRole("menuitem", { name: "Rename…" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Synology");
  await page.getByLabel("Name", { exact: true }).press("Enter");
  await page.getByRole("heading", { name: "Synology" }).waitFor({ timeout: WAIT_MS });

  await page.getByRole("button", { name: "Check…" }).click();
  await page.getByRole("radio", { name: "Everything" }).click();
  await page.getByRole("button", { name: "Check now" }).click();
  await page.getByText("The check of Synology has started.").waitFor({ timeout: WAIT_MS });
  await page.getByRole("button", { name: "Show it" }).click();
  await page.getByRole("heading", { level: 2, name: "Check of Synology" }).waitFor({ timeout: WAIT_MS });
  await page.getByText(/^Done · Started/).waitFor({ timeout: WAIT_MS });
  expect(
    (await api.call("jobs.list", { kinds: ["check"], states: null, beforeMs: null, limit: 5 })).jobs,
  ).toHaveLength(1);

  renameSync(path("nas"), path("away"));
  await go("/settings");
  await page.getByRole("button", { name: "Look again" }).click();
  await page.getByText("Does not answer", { exact: true }).waitFor({ timeout: WAIT_MS });
  await page.getByRole("heading", { name: /does not answer/ }).waitFor();
  renameSync(path("away"), path("nas"));
  await page.getByRole("button", { name: "Look again" }).click();
  await page.getByRole("heading", { name: "The repository answers." }).waitFor({ timeout: WAIT_MS });
});

test("a repository in use cannot be detached; without plans it can, and is opened again with its password", async () => {
  const { page, api, path, go, planId, backUp } = await officeConsole();
  await backUp();
  await go("/settings");
  const detach = async () => {
    await page.getByRole("button", { name: "More for NAS" }).click();
    await page.getByRole("menuitem", { name: "Detach…" }).click();
    const deed = page.getByRole("button", { name: "Detach NAS" });
    expect(await deed.getAttribute("aria-disabled")).toBe("true");
    await page.getByRole("dialog").getByRole("textbox").fill("NAS");
    await deed.click();
  };
  await detach();
  await page.getByRole("alert").getByText("NAS is still used by Office hours.").waitFor({ timeout: WAIT_MS });
  await page.getByRole("button", { name: "Cancel" }).click();
  await api.call("plans.remove", { planId });
  await detach();
  await page.getByText("No repository is known here yet.").first().waitFor({ timeout: WAIT_MS });

  await page.getByRole("button", { name: "Open an existing one…" }).click();
  const fill = async (location: string, password: string) => {
    await page.getByLabel("Where it is").fill(location);
    await page.getByLabel("Its password").fill(password);
    await page.getByLabel("What to call it").fill("Found again");
    await page.getByRole("button", { name: "Open it" }).click();
  };
  mkdirSync(path("empty"));
  await fill(path("empty"), OFFICE_PASSWORD);
  await page.getByText("There is nothing in this folder.").waitFor({ timeout: WAIT_MS });
  await fill(path("nas"), "wrong");
  await page
    .getByRole("alert")
    .getByText(/password/i)
    .first()
    .waitFor({ timeout: WAIT_MS });
  await fill(path("nas"), OFFICE_PASSWORD);
  await page.getByRole("heading", { name: "Found again" }).waitFor({ timeout: WAIT_MS });
  rmSync(path("empty"), { recursive: true });
  const engine = await openEngine({ location: path("nas"), password: OFFICE_PASSWORD });
  await engine.close();
});

test("the settings lead to the channels that tell people elsewhere", async () => {
  const { page, go } = await officeConsole();
  await go("/settings");
  await page.getByRole("link", { name: "Channels" }).click();
  await page.getByText("Nobody is told outside of this page.").waitFor({ timeout: WAIT_MS });
});

test("a source's name and excludes are changed, and one that a plan uses is not removed", async () => {
  const { page, api, go, source } = await officeConsole();
  await go("/settings/sources");
  await page.getByRole("button", { name: "Edit…" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Letters");
  await page.getByLabel("Leave out", { exact: true }).fill("*.tmp\n\n*.tmp\n");
  await page.getByLabel("Stay on one file system").check();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: "Letters" }).waitFor({ timeout: WAIT_MS });
  const [saved] = (await api.call("sources.list", {})).sources;
  expect(saved).toEqual({ ...source, name: "Letters", excludes: ["*.tmp"], oneFileSystem: true });
  await page.getByRole("button", { name: "Remove…" }).click();
  await page.getByRole("button", { name: "Remove Letters" }).click();
  await page
    .getByRole("alert")
    .getByText("Letters is still part of Office hours.")
    .waitFor({ timeout: WAIT_MS });
});
