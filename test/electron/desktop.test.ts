/** The desktop application as it is built, in a process of its own; only Electron is stood in for. */
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { setUpOffice, untilJob } from "./support/office.ts";
import { clickTray, filesUnder, testDesktop } from "./support/test-desktop.ts";

const own = testDesktop();
const { start, startWithWindow } = own;

describe("the window", () => {
  test("shows our page, which can call the engine and hears from it", async () => {
    const desktop = await startWithWindow();
    expect(desktop.desk.windows[0]?.url).toBe("backstay-app://desktop/");
    const state = await desktop.call<{ hostKind: string; hasFolderDialog: boolean; isSetUp: boolean }>(
      "app.state",
      {},
    );
    expect(state).toMatchObject({
      ...{ hostKind: "desktop", hasFolderDialog: true, isSetUp: false },
      mayChoosePrograms: true, // who sits here could run them anyway
    });

    await desktop.call("settings.set", { officeName: "Harbour office", theme: "dark" });
    const heard = await desktop.page<{ number: number; event: { type: string } }[]>(
      `new Promise((resolve) => { const look = () => window.heard.length > 0 ? resolve(window.heard) : setTimeout(look, 5); look(); })`,
    );
    expect(heard[0]).toMatchObject({ number: expect.any(Number), event: { type: "settings" } });
    expect(heard.every((message) => "number" in message)).toBe(true); // the listener is given the event and nothing else
    expect(desktop.desk.themeSource).toBe("dark");
    expect(desktop.desk.windows[0]?.options).toMatchObject({
      titleBarOverlay: { color: "#101418", height: 40 },
    });
  });

  test("an error crosses with its code and details, and what is malformed is refused", async () => {
    const desktop = await startWithWindow();
    const answer = (name: string, input: string) =>
      desktop.page<unknown>(`window.backstay.call(${name}, ${input})`);
    expect(await answer(`"plans.run"`, `{ planId: "0b2f7d3e-1111-4222-8333-0123456789ab" }`)).toEqual({
      kind: "error",
      error: { code: "PLAN_NOT_FOUND", details: {} },
    });
    expect(await answer(`"no.such"`, "{}")).toMatchObject({ error: { code: "CALL_INVALID" } });
    expect(await answer(`"plans.run"`, `{ planId: "../../etc" }`)).toMatchObject({
      error: { code: "CALL_INVALID", details: { where: "planId" } },
    });
    expect(await answer("{ toString: 1 }", "{}")).toMatchObject({ error: { code: "CALL_INVALID" } });
  });

  test("opens where it was when it is shown again, after a restart too", async () => {
    const bounds = { x: 300, y: 120, width: 1200, height: 800 };
    const first = await startWithWindow();
    await first.act("window.move", bounds);
    await first.act("window.close");
    await first.until("the window is gone", ({ windows }) => windows.length === 0);
    await first.act("tray.click", "open");
    await first.until("it is back", ({ windows }) => windows[0]?.isVisible === true);
    expect(first.desk.windows[0]?.bounds).toEqual(bounds);
    await first.act("tray.click", "quit");
    expect(await first.ended).toBe(0);

    const second = await startWithWindow();
    expect(second.desk.windows[0]?.bounds).toEqual(bounds);
  });

  test("closing it does not end the application, which is said once", async () => {
    const desktop = await startWithWindow();
    await desktop.act("window.close");
    await desktop.until("it says so", ({ notices }) => notices.length === 1);
    expect(desktop.desk.notices[0]?.title).toBe("Backstay goes on in the background");
    await desktop.act("tray.click", "");
    await desktop.until("a click on the icon opens it", ({ windows }) => windows[0]?.isVisible === true);
    await desktop.act("window.close");
    await desktop.act("tray.click", "open");
    await desktop.until("open again", ({ windows }) => windows[0]?.isVisible === true);
    expect(desktop.desk.notices).toHaveLength(1);
  });

  test("a page that crashes is loaded again, but not for ever", async () => {
    const desktop = await startWithWindow();
    for (let n = 0; n < 5; n += 1) {
      await desktop.act("contents.emit", "render-process-gone", {}, { reason: "crashed", exitCode: 5 });
    }
    const log = readFileSync(path.join(own.home, "logs/desktop.log"), "utf8");
    expect(log.match(/the page's process ended/g)).toHaveLength(5);
    await desktop.until("loaded three times", ({ reloads }) => reloads === 3);
  });
});

describe("starting", () => {
  const id = "0b2f7d3e-1111-4222-8333-0123456789ab";

  test("a second start shows the first one's window, at the page its link names", async () => {
    const first = await startWithWindow();
    await first.act("window.close");
    const second = start({ args: [`backstay://alerts/${id}`] });
    expect(await second.ended).toBe(0);
    await first.until(
      "the alert's page",
      ({ windows }) => windows[0]?.url === `backstay-app://desktop/#/alerts/${id}`,
    );
    const third = start({ args: ["backstay://settings"] });
    expect(await third.ended).toBe(0);
    await first.until(
      "in the same window",
      ({ windows }) => windows[0]?.url === "backstay-app://desktop/#/settings",
    );
    expect(first.desk.windows).toHaveLength(1);
    expect(first.desk.windows[0]?.isFocused).toBe(true);
  });

  test("a link that is none only shows the window", async () => {
    const first = await startWithWindow();
    const second = start({ args: ["backstay://alerts/javascript:alert(1)", "https://foreign.test/"] });
    expect(await second.ended).toBe(0);
    await first.until("focused", ({ windows }) => windows[0]?.isFocused === true);
    expect(first.desk.windows[0]?.url).toBe("backstay-app://desktop/");
  });

  test("at login it starts without a window, and the tray opens one", async () => {
    const desktop = start({ args: ["--hidden"] });
    await desktop.until("the tray", ({ tray }) => tray?.tooltip === "Nothing is protected yet.");
    expect(desktop.desk.windows).toEqual([]);
    await desktop.act("tray.click", "open");
    await desktop.until("a window", ({ windows }) => windows[0]?.isVisible === true);
  });

  test.runIf(process.platform === "linux")(
    "the installed one starts at login once it is set up, and no longer when that is turned off",
    async () => {
      const entry = path.join(own.home, "config/autostart/backstay.desktop");
      const program = "/opt/Backstay Office/Backstay.AppImage";
      const desktop = await startWithWindow({ env: { STAND_IN_PACKAGED: "1", APPIMAGE: program } });
      expect(existsSync(entry)).toBe(false); // not set up yet: a person may leave it at that
      await setUpOffice(desktop, own.folder);
      await desktop.call("settings.set", { officeName: "Harbour" });
      await expect.poll(() => existsSync(entry), { timeout: 60_000 }).toBe(true);
      expect(readFileSync(entry, "utf8")).toContain(`Exec="${program}" "--hidden"`);
      await desktop.call("settings.set", { startAtLogin: false });
      await expect.poll(() => existsSync(entry), { timeout: 60_000 }).toBe(false);
    },
  );

  test("speaks the system's language until it is told another one", async () => {
    const desktop = await startWithWindow({ env: { STAND_IN_LANGUAGES: "zh-CN,en" } });
    await desktop.until("Chinese", ({ tray }) => tray?.tooltip === "尚未保护任何数据。");
    expect(JSON.stringify(desktop.desk.menu)).toContain("立即备份");
    await desktop.call("settings.set", { language: "en" });
    await desktop.until("English", ({ tray }) => tray?.tooltip === "Nothing is protected yet.");
    expect(JSON.stringify(desktop.desk.menu)).toContain("Back up now");
  });

  test("a catalog that cannot be used is said in words, and nothing is started", async () => {
    const first = await startWithWindow();
    await first.act("tray.click", "quit");
    await first.ended;
    const catalog = filesUnder(own.home).find((file) => path.basename(file) === "catalog.db");
    expect(catalog).toBeDefined();
    for (const file of filesUnder(own.home).filter((name) => name.startsWith(catalog ?? "?"))) rmSync(file);
    writeFileSync(
      catalog ?? "",
      "this is no database, although it is as long as one would have to be at the least",
    );
    const desktop = start();
    expect(await desktop.ended).toBe(1);
    const [box] = desktop.desk.errorBoxes;
    expect(box?.title).toBe("Backstay cannot start");
    expect(box?.content).toMatch(/catalog.*\n\n\S/is);
  });

  test("the log is for its owner only", async () => {
    const desktop = await startWithWindow();
    await setUpOffice(desktop, own.folder);
    await clickTray(desktop, "back-up-now");
    await untilJob(desktop, "backup", "done");
    const log = path.join(own.home, "logs/desktop.log");
    expect(statSync(log).mode & 0o777).toBe(0o600);
    expect(readFileSync(log, "utf8")).toContain("started");
  });
});
