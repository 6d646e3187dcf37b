/** The recovery kit: opened from the settings, printed on one sheet of paper, and what it says works without Backstay. */
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { violationsOn } from "../support/axe.ts";
import { OFFICE_PASSWORD, officeConsole } from "../support/office-console.ts";
import { pixelsOf } from "../support/picture-pixels.ts";
import { readQrCode } from "../support/read-qr-code.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

const WAIT_MS = 60_000;

test("says where the backups are and how they come back, holds no password, and fits on one sheet", async () => {
  const { page, api, path, go, backUp } = await officeConsole({ deviceScaleFactor: 3 }); // as paper, which is finer
  expect(await backUp()).toBe("done");
  await go("/settings");
  await page.getByRole("button", { name: "More for NAS" }).click();
  await page.getByRole("menuitem", { name: "Recovery kit…" }).click();
  await page.getByRole("heading", { level: 1, name: "Recovery kit of NAS" }).waitFor({ timeout: WAIT_MS });
  const words = await page.getByRole("article").innerText();
  const [repository] = (await api.call("repositories.list", {})).repositories;
  expect(words).toContain(path("nas"));
  expect(words.replaceAll(/\s/g, "")).toContain(repository?.id);
  expect(words).not.toContain(OFFICE_PASSWORD);
  const places = page.getByRole("img", { name: "The places as a QR code" });
  const read = readQrCode(await pixelsOf(page, await places.screenshot()));
  expect(read).toBe(`NAS\n${path("nas")}\n\nrestic ${repository?.id}`);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violationsOn(page)).toEqual([]);
  }
  const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  await page.getByRole("button", { name: "Back" }).click();
  await page.getByRole("heading", { name: "NAS", exact: true }).waitFor({ timeout: WAIT_MS });

  if (lacksTool("restic")) return;
  const [list = "", restore = ""] = words.split("\n").filter((line) => line.startsWith("restic -r "));
  const folder = await tempFolder();
  const env = { ...process.env, RESTIC_PASSWORD: OFFICE_PASSWORD };
  const listed = execFileSync("sh", ["-c", `${list} --json`], { cwd: folder, env, encoding: "utf8" });
  const [snapshot] = JSON.parse(listed) as readonly { readonly short_id: string }[];
  execFileSync("sh", ["-c", restore.replace(" ID ", ` ${snapshot?.short_id} `)], { cwd: folder, env });
  expect(execFileSync("find", ["restored", "-type", "f"], { cwd: folder, encoding: "utf8" })).not.toBe("");
});

test("draws the password as a code when somebody types it, and forgets it with the page", async () => {
  const { page, api, go } = await officeConsole();
  const [repository] = (await api.call("repositories.list", {})).repositories;
  const kit = `/recovery-kit/${repository?.id}`;
  await go(kit);
  const code = page.getByRole("img", { name: "The password as a QR code" });
  const add = page.getByRole("button", { name: "Add the password as a QR code…" });
  await add.click();
  const dialog = page.getByRole("dialog", { name: "The password of NAS as a QR code" });
  expect(await violationsOn(page)).toEqual([]);
  await dialog.getByRole("textbox", { name: "Password" }).fill("not the password");
  await page.keyboard.press("Enter");
  await dialog.getByRole("alert").waitFor({ timeout: WAIT_MS });
  expect(await code.count()).toBe(0);
  await dialog.getByRole("textbox", { name: "Password" }).fill(OFFICE_PASSWORD);
  await dialog.getByRole("button", { name: "Draw the code" }).click();
  await code.waitFor({ timeout: WAIT_MS });
  await dialog.waitFor({ state: "detached" });
  expect(readQrCode(await pixelsOf(page, await code.screenshot()))).toBe(OFFICE_PASSWORD);
  expect(await page.content()).not.toContain(OFFICE_PASSWORD);
  expect(await violationsOn(page)).toEqual([]);
  expect((await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type\s*\/Page\b/g)).toHaveLength(1);

  await page.getByRole("button", { name: "Take the QR code away" }).click();
  await code.waitFor({ state: "detached" });
  await add.click();
  await dialog.getByRole("textbox", { name: "Password" }).fill(OFFICE_PASSWORD);
  await page.keyboard.press("Enter");
  await code.waitFor({ timeout: WAIT_MS });
  await page.getByRole("button", { name: "Back" }).click();
  await page.getByRole("heading", { name: "NAS", exact: true }).waitFor({ timeout: WAIT_MS });
  await go(kit);
  await add.waitFor({ timeout: WAIT_MS });
  expect(await code.count()).toBe(0);

  await api.call("settings.set", { language: "zh" });
  await page.getByRole("button", { name: "加上密码的二维码…" }).click();
  await page.getByRole("textbox", { name: "密码" }).fill(OFFICE_PASSWORD);
  await page.getByRole("button", { name: "绘出二维码" }).click();
  const chinese = page.getByRole("img", { name: "密码的二维码" });
  await chinese.waitFor({ timeout: WAIT_MS });
  expect(readQrCode(await pixelsOf(page, await chinese.screenshot()))).toBe(OFFICE_PASSWORD);
});
