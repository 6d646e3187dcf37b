/** The real pages in the desktop application: they live with its scheme, its policy and its bridge. */
import { cpSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { lacks } from "../support/tools.ts";
import { type Build, buildDesktop, builtPages, type Desktop, startDesktop } from "./support/desktop.ts";
import { setUpOffice } from "./support/office.ts";

const pages = builtPages();
const lacksPages = lacks("the built pages: `npm run build`", pages !== undefined);
let build: Build;
let folder: string;
let desktop: Desktop;

beforeAll(async () => {
  build = await buildDesktop();
  if (pages === undefined) return;
  const shown = path.join(build.folder, "renderer");
  rmSync(shown, { recursive: true });
  cpSync(pages, shown, { recursive: true });
});
afterAll(() => build.remove());
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "backstay-pages-"));
  desktop = startDesktop(build, path.join(folder, "home"));
  await desktop.until("a window is shown", ({ windows }) => windows[0]?.isVisible === true);
});
afterEach(async () => {
  await desktop.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.skipIf(lacksPages)(
  "the first start leads to the set-up, and the policy refuses nothing of it",
  async () => {
    await desktop.act("page.waitFor", "h1");
    expect(desktop.desk.windows[0]?.url).toBe("backstay-app://desktop/#/set-up");
    await desktop.act("page.waitFor", "text=Backstay"); // the heading stands before what is below it has come
    expect(desktop.desk.pageErrors).toEqual([]);
  },
);

test.skipIf(lacksPages)("the menu leads to every page", async () => {
  await setUpOffice(desktop, folder);
  await desktop.act("window.close");
  await desktop.act("tray.click", "open");
  for (const page of ["overview", "backups", "restore", "storage", "activity", "alerts", "settings"]) {
    await desktop.act("menu.click", `go-${page}`);
    await desktop.until(
      page,
      ({ windows }) => windows[0]?.url.startsWith(`backstay-app://desktop/#/${page}`) === true,
    );
    await desktop.act("page.waitFor", "main h1");
  }
  expect(desktop.desk.pageErrors).toEqual([]);
});

test.skipIf(lacksPages)("a notice leads to its alert, which the page shows", async () => {
  const { repositoryFolder } = await setUpOffice(desktop, folder);
  renameSync(repositoryFolder, `${repositoryFolder}-unplugged`);
  await desktop.call("plans.runAll", {});
  await desktop.until("a notice", ({ notices }) => notices.length > 0);
  const [notice] = desktop.desk.notices;
  await desktop.act("notice.click", 0);
  await desktop.until("the alert's page", ({ windows }) => /#\/alerts\//.test(windows[0]?.url ?? ""));
  await desktop.act("page.waitFor", "main h1");
  await expect.poll(() => desktop.act("page.text"), { timeout: 60_000 }).toContain(notice?.title);
});
