/** The guided set-up, as somebody does it who has just installed Backstay: by keyboard alone, to the end of the first backup. */
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { connectToHost } from "../../core/host-socket/connect-to-host.ts";
import { openPage, SERVER_GONE } from "../support/browser.ts";
import { startConsoleHost } from "../support/console-host.ts";
import { tempFolder } from "../support/temp-folder.ts";

const WAIT_MS = 60_000;

/** A home with documents and pictures, and a folder that stands for a NAS. */
async function office() {
  const folder = await tempFolder();
  const documents = join(folder, "Documents");
  await mkdir(join(documents, "Clients"), { recursive: true });
  await mkdir(join(folder, "Pictures"));
  const box = await tempFolder();
  for (let n = 0; n < 40; n += 1)
    await writeFile(join(documents, "Clients", `Offer ${n}.txt`), `Offer ${n}\n`);
  await writeFile(join(folder, "Pictures", "hall.bin"), Buffer.alloc(300_000, 7));
  return { folder, documents, nas: join(box, "office") };
}

/** Presses Tab until an element has the focus, as somebody does who has no mouse. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let n = 0; n < 60; n += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(
      "(() => { const e = document.activeElement; return [e?.getAttribute('aria-label'), e?.labels?.[0]?.textContent, e?.textContent].filter(Boolean).join(' ') })()",
    );
    if (name.test(String(focused))) return;
  }
  throw new Error(`Tab does not come to ${name}`);
}

test("sets up sources, a place and a plan by keyboard, and makes the first backup", async () => {
  const { folder, nas } = await office();
  const host = await startConsoleHost(folder);
  const page = await openPage(host.link);
  await page.getByRole("heading", { name: "What should be protected?" }).waitFor({ timeout: WAIT_MS });
  expect(await page.getByRole("checkbox", { name: "Documents" }).isChecked()).toBe(true);
  await tabTo(page, /^Continue$/);
  await page.keyboard.press("Enter");

  await page.getByRole("heading", { name: "Where should the backups go?" }).waitFor();
  await tabTo(page, /Folder for the backups/);
  await page.keyboard.type(nas);
  await page.getByText("Backstay makes one there").waitFor({ timeout: WAIT_MS });
  expect(await readdir(join(nas, ".."))).toEqual([]); // looking makes nothing
  await tabTo(page, /^Suggest one$/);
  await page.keyboard.press("Enter");
  const password = await page.getByLabel("Password", { exact: true }).inputValue();
  expect(password).toMatch(/^(?:[a-z2-9]{5}-){4}[a-z2-9]{5}$/);
  await tabTo(page, /I have kept the password/);
  await page.keyboard.press("Space");
  await tabTo(page, /^Continue$/);
  await page.keyboard.press("Enter");

  await page.getByRole("heading", { name: "When should backups run?" }).waitFor();
  await page.getByText("Every hour from 07:00 to 19:00, Monday to Friday").waitFor();
  await tabTo(page, /^Continue$/);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Ready for the first backup" }).waitFor();
  await tabTo(page, /^Make the first backup$/);
  await page.keyboard.press("Enter");

  await page.getByRole("heading", { name: "The only plan is on schedule." }).waitFor({ timeout: 60_000 });
  await page.getByRole("link", { name: "Overview" }).click();
  await page.getByRole("heading", { name: /All 2 sources are protected\./ }).waitFor({ timeout: WAIT_MS });
  expect((await readdir(join(nas, "snapshots"))).length).toBe(2);
  expect(host.errors()).not.toContain(password);
});

test("a folder with other things in it is left alone, and one inside of it is offered", async () => {
  const { folder } = await office();
  const shared = await tempFolder();
  await mkdir(join(shared, "Minutes"));
  const host = await startConsoleHost(folder);
  const page = await openPage(host.link);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Folder for the backups").fill(shared);
  await page.getByText("There is something else in this folder.").waitFor({ timeout: WAIT_MS });
  await page.getByRole("button", { name: `Use ${shared}/backstay` }).click();
  await page.getByText("Backstay makes one there").waitFor({ timeout: WAIT_MS });
  expect(await readdir(shared)).toEqual(["Minutes"]);
});

test("an existing repository asks for its password, and a wrong one says so and changes nothing", async () => {
  const { folder, nas } = await office();
  const host = await startConsoleHost(folder);
  const page = await openPage(host.link, { mayComplain: SERVER_GONE });
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Folder for the backups").fill(nas);
  await page.getByText("Backstay makes one there").waitFor({ timeout: WAIT_MS });
  await page.getByLabel("Password", { exact: true }).fill("right password");
  await page.getByLabel("I have kept the password somewhere else, too").check();
  for (const button of ["Continue", "Continue", "Make the first backup"]) {
    await page.getByRole("button", { name: button }).click();
  }
  await page.getByRole("heading", { name: "The only plan is on schedule." }).waitFor({ timeout: 60_000 });
  await host.stop();

  const second = await tempFolder();
  await mkdir(join(second, "Documents"));
  const other = await startConsoleHost(second);
  const fresh = await openPage(other.link);
  await fresh.getByRole("button", { name: "Continue" }).click();
  await fresh.getByLabel("Folder for the backups").fill(nas);
  await fresh.getByText("Backstay goes on where it ends").waitFor({ timeout: WAIT_MS });
  await fresh.getByLabel("Password of the repository").fill("wrong password");
  await fresh.getByRole("button", { name: "Continue" }).click();
  await fresh
    .getByRole("alert")
    .getByText(/password/i)
    .first()
    .waitFor({ timeout: WAIT_MS });
  await fresh.getByLabel("Password of the repository").fill("right password");
  await fresh.getByRole("button", { name: "Continue" }).click();
  await fresh.getByRole("heading", { name: "When should backups run?" }).waitFor({ timeout: WAIT_MS });
  expect((await readdir(join(nas, "snapshots"))).length).toBe(2);
});

test("loading again and going back lose nothing but the password, and stay in the set-up", async () => {
  const { folder, documents, nas } = await office();
  const host = await startConsoleHost(folder);
  const page = await openPage(host.link);
  await page.getByRole("checkbox", { name: "Pictures" }).uncheck();
  await page.getByRole("button", { name: "Continue" }).click();
  const where = page.getByLabel("Folder for the backups");
  await where.fill(join(documents, "Clients"));
  await page.getByText("which is to be backed up").waitFor({ timeout: WAIT_MS });
  await page.getByRole("button", { name: `Use ${join(folder, "backstay")}` }).click();
  await page.getByText("on the same disk as").waitFor({ timeout: WAIT_MS });
  await where.fill(nas);
  await page.getByRole("button", { name: "Suggest one" }).click();
  await page.getByLabel("I have kept the password somewhere else, too").check();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("heading", { name: "When should backups run?" }).waitFor({ timeout: WAIT_MS });

  await page.goBack();
  await page.getByRole("heading", { name: "Where should the backups go?" }).waitFor({ timeout: WAIT_MS });
  expect(await page.getByLabel("Password", { exact: true }).inputValue()).not.toBe("");
  await page.reload();
  await expect.poll(() => where.inputValue()).toBe(nas);
  const stored = (await page.evaluate("JSON.stringify(sessionStorage)")) as string;
  expect(stored).not.toMatch(/(?:[a-z2-9]{5}-){4}/); // no password is kept
  await page.goBack();
  await page.getByRole("heading", { name: "What should be protected?" }).waitFor({ timeout: WAIT_MS });
  expect(await page.getByRole("checkbox", { name: "Pictures" }).isChecked()).toBe(false);
  expect(await page.getByRole("checkbox", { name: "Documents" }).isChecked()).toBe(true);
});

/** Answers the first call of a method with an error instead of the host, as a full disk or a killed host would. */
async function failOnce(page: Page, method: string): Promise<void> {
  let hasFailed = false;
  await page.routeWebSocket(/\/api\/socket/, (socket) => {
    const host = socket.connectToServer();
    socket.onMessage((message) => {
      const call = JSON.parse(String(message)) as { id: number; name: string };
      if (call.name !== method || hasFailed) return host.send(message);
      hasFailed = true;
      const error = { code: "DATA_FOLDER_FULL", details: { path: "/" } };
      socket.send(JSON.stringify({ kind: "error", id: call.id, error }));
    });
  });
}

test.each(["sources.save", "plans.save", "plans.run"])(
  "a set-up in which %s fails goes on with what is there, also when the page was loaded again meanwhile",
  async (method) => {
    const { folder, nas } = await office();
    const host = await startConsoleHost(folder);
    const page = await openPage(host.link);
    await page.getByRole("heading", { name: "What should be protected?" }).waitFor({ timeout: WAIT_MS });
    await failOnce(page, method);
    await page.reload();
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByLabel("Folder for the backups").fill(nas);
    await page.getByText("Backstay makes one there").waitFor({ timeout: WAIT_MS });
    await page.getByLabel("Password", { exact: true }).fill("right password");
    await page.getByLabel("I have kept the password somewhere else, too").check();
    for (const button of ["Continue", "Continue", "Make the first backup"])
      await page.getByRole("button", { name: button }).click();
    await page.getByRole("alert").first().waitFor({ timeout: WAIT_MS });

    await page.reload();
    await page.goto(`${new URL(host.url).origin}/#/set-up/ready`);
    await page.getByRole("heading", { name: "Ready for the first backup" }).waitFor({ timeout: WAIT_MS });
    await page.getByRole("button", { name: "Make the first backup" }).click();
    await page.getByRole("heading", { name: "The only plan is on schedule." }).waitFor({ timeout: 60_000 });
    const api = await connectToHost(folder);
    if (api === undefined) throw new Error("the host has no socket");
    onTestFinished(() => api.close());
    const names = (await api.call("sources.list", {})).sources.map(({ name }) => name);
    expect(names.toSorted()).toEqual(["Documents", "Pictures"]);
    expect((await api.call("plans.list", {})).plans).toHaveLength(1);
    expect((await api.call("repositories.list", {})).repositories).toHaveLength(1);
  },
);

test("a schedule that makes no time is told of where it is typed, and holds the set-up back", async () => {
  const { folder, nas } = await office();
  const host = await startConsoleHost(folder);
  const page = await openPage(host.link);
  const goOn = page.getByRole("button", { name: "Continue" });
  await goOn.click();
  await page.getByLabel("Folder for the backups").fill(nas);
  await page.getByText("Backstay makes one there").waitFor({ timeout: WAIT_MS });
  await page.getByRole("button", { name: "Suggest one" }).click();
  await page.getByLabel("I have kept the password somewhere else, too").check();
  await goOn.click();
  await page.getByText("At other times").click();
  await page.getByText("Cron", { exact: true }).click();
  const field = page.getByLabel(/^Five fields/);
  await field.fill("hello");
  await page.getByText("Five fields are needed, such as").waitFor({ timeout: WAIT_MS });
  await expect.poll(() => goOn.isEnabled()).toBe(false);
  await field.fill("99 * * * *");
  await field.press("Enter"); // before anything could look at it
  await page.getByText("its minute must be from 0 to 59").waitFor({ timeout: WAIT_MS });
  await page.getByRole("heading", { name: "When should backups run?" }).waitFor();
  await expect.poll(() => goOn.isEnabled()).toBe(false);
  await field.fill("15 9 * * *");
  await page.getByText("Every day at 09:15").waitFor({ timeout: WAIT_MS });
  await expect.poll(() => goOn.isEnabled()).toBe(true);
  await goOn.click();
  await page.getByRole("heading", { name: "Ready for the first backup" }).waitFor({ timeout: WAIT_MS });
});

test("a folder that is not there yet is looked for from the nearest one that is", async () => {
  const { folder, nas } = await office();
  const host = await startConsoleHost(folder);
  const page = await openPage(host.link);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Folder for the backups").fill(join(nas, "not", "there"));
  await page.getByRole("button", { name: "Choose a folder…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog
    .getByText(`${join(nas, "not", "there")} is not there. This is the nearest folder that is.`)
    .waitFor({ timeout: WAIT_MS });
  await expect.poll(() => dialog.getByLabel("Folder", { exact: true }).inputValue()).toBe(dirname(nas));
  expect(await dialog.getByRole("alert").count()).toBe(0);
  await dialog.getByRole("button", { name: "Choose this folder" }).click();
  await expect.poll(() => page.getByLabel("Folder for the backups").inputValue()).toBe(dirname(nas));
});
