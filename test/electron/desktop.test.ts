/** The desktop application as it is built, in a process of its own; only Electron is stood in for. */
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { isProcessAlive } from "../../core/platform/process-alive.ts";
import {
  type Build,
  buildDesktop,
  type Desktop,
  type DesktopOptions,
  startDesktop,
} from "./support/desktop.ts";
import { backupStates, downloadNewest, PASSWORD, setUpOffice, untilJob } from "./support/office.ts";

vi.setConfig({ testTimeout: 120_000 });

let build: Build;
let folder: string;
let home: string;
const started: Desktop[] = [];

beforeAll(async () => {
  build = await buildDesktop();
});
afterAll(() => build.remove());
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "backstay-desktop-"));
  home = path.join(folder, "home");
});
afterEach(async () => {
  for (const desktop of started.splice(0)) await desktop.stop();
  rmSync(folder, { recursive: true, force: true });
});

function start(options?: DesktopOptions): Desktop {
  const desktop = startDesktop(build, home, options);
  started.push(desktop);
  return desktop;
}

async function startWithWindow(options?: DesktopOptions): Promise<Desktop> {
  const desktop = start(options);
  await desktop.until("a window is shown", ({ windows }) => windows[0]?.isVisible === true);
  return desktop;
}

/** The tray looks at the engine now and then only; an item that is off cannot be clicked. */
async function clickTray(desktop: Desktop, id: string): Promise<void> {
  await desktop.until(`"${id}" is on`, ({ tray }) => {
    const items = (tray?.menu ?? []) as readonly { id?: string; enabled?: boolean }[];
    return items.some((item) => item.id === id && item.enabled !== false);
  });
  await desktop.act("tray.click", id);
}

const filesUnder = (root: string): readonly string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

describe("the window", () => {
  test("shows our page, which can call the engine and hears from it", async () => {
    const desktop = await startWithWindow();
    expect(desktop.desk.windows[0]?.url).toBe("backstay-app://desktop/");
    const state = await desktop.call<{ hostKind: string; hasFolderDialog: boolean; isSetUp: boolean }>(
      "app.state",
      {},
    );
    expect(state).toMatchObject({ hostKind: "desktop", hasFolderDialog: true, isSetUp: false });

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
    const log = readFileSync(path.join(home, "logs/desktop.log"), "utf8");
    expect(log.match(/the page's process ended/g)).toHaveLength(5);
    await desktop.until("loaded three times", ({ reloads }) => reloads === 3);
  });
});

describe("backups", () => {
  test("a backup that the tray starts runs in a process of its own, and the tray tells of it", async () => {
    const desktop = await startWithWindow();
    expect(desktop.desk.tray?.tooltip).not.toBe("");
    await desktop.until(
      "nothing is backed up yet",
      ({ tray }) => tray?.tooltip === "Nothing is protected yet.",
    );
    expect(desktop.desk.tray?.icon).toMatch(/^tray-attention-/);

    const office = await setUpOffice(desktop, folder);
    const before = filesUnder(office.repositoryFolder).length;
    await desktop.until("the first backup is still to come", ({ tray }) =>
      /still to come/.test(tray?.tooltip ?? ""),
    );
    await clickTray(desktop, "back-up-now");
    await desktop.until("a job has a process", ({ jobProcesses }) => jobProcesses.length > 0);
    expect(desktop.desk.jobProcesses).not.toContain(desktop.pid);
    await untilJob(desktop, "backup", "done");
    await desktop.until("all is well", ({ tray }) =>
      /^The only source is protected. Last backup (just now|1 minute ago)\.$/.test(tray?.tooltip ?? ""),
    );
    expect(desktop.desk.tray?.icon).toBe("tray-protected-22-dark.png"); // which is drawn before its tooltip
    expect(filesUnder(office.repositoryFolder).length).toBeGreaterThan(before);
    await desktop.until("its process has ended", ({ jobProcesses }) => jobProcesses.length === 0);
  });

  test("the tray pauses every plan, and lets those go on that it paused", async () => {
    const desktop = await startWithWindow();
    await setUpOffice(desktop, folder);
    const isPaused = async () => {
      const { plans } = await desktop.call<{ plans: { plan: { isPaused: boolean } }[] }>("plans.list", {});
      return plans.map(({ plan }) => plan.isPaused);
    };
    const label = (text: string) =>
      desktop.until(text, ({ tray }) => JSON.stringify(tray?.menu).includes(`"label":"${text}"`));
    await label("Pause backups");
    await clickTray(desktop, "pause");
    await label("Resume backups");
    expect(await isPaused()).toEqual([true]);
    await clickTray(desktop, "pause");
    await label("Pause backups");
    expect(await isPaused()).toEqual([false]);
  });

  test("a failure raises a notice that opens the right page, in the window or without one", async () => {
    const desktop = await startWithWindow();
    const { repositoryFolder } = await setUpOffice(desktop, folder);
    renameSync(repositoryFolder, `${repositoryFolder}-unplugged`);
    await desktop.act("menu.click", "back-up-now");
    const isAbout = (title: string) => /Documents|Office|NAS/.test(title);
    await desktop.until("a notice", ({ notices }) => notices.some(({ title }) => isAbout(title)));
    const index = desktop.desk.notices.findIndex(({ title }) => isAbout(title));
    await desktop.act("notice.click", index);
    await desktop.until("the alert's page", ({ windows }) =>
      /^backstay-app:\/\/desktop\/#\/alerts\/[0-9a-f-]{36}$/.test(windows[0]?.url ?? ""),
    );
    await desktop.act("window.close");
    await desktop.act("notice.click", index);
    await desktop.until("a new window, there", ({ windows }) => /#\/alerts\//.test(windows[0]?.url ?? ""));
    await desktop.until("the tray's shape says it too", ({ tray }) =>
      /attention|unprotected/.test(tray?.icon ?? ""),
    );
  });

  test("a file of a snapshot is downloaded as it was", async () => {
    const desktop = await startWithWindow();
    const office = await setUpOffice(desktop, folder);
    await clickTray(desktop, "back-up-now");
    await untilJob(desktop, "backup", "done");
    await downloadNewest(desktop, office, "offer.txt");
    const { arrived, downloads } = await desktop.until("it has arrived", (desk) => desk.arrived.length === 1);
    expect(downloads).toEqual(["offer.txt"]);
    expect(arrived).toEqual(["12 chairs"]);
  });

  test("nobody is told who does not want to be", async () => {
    const desktop = await startWithWindow();
    await desktop.call("settings.set", { notifyOnFailure: false });
    const { repositoryFolder } = await setUpOffice(desktop, folder);
    renameSync(repositoryFolder, `${repositoryFolder}-unplugged`);
    await desktop.act("menu.click", "back-up-now");
    await untilJob(desktop, "backup", "failed");
    await desktop.until("the tray knows", ({ tray }) => /attention|unprotected/.test(tray?.icon ?? ""));
    expect(desktop.desk.notices).toEqual([]);
  });

  test("success is told where that is wanted", async () => {
    const desktop = await startWithWindow();
    await desktop.call("settings.set", { notifyOnSuccess: true });
    await setUpOffice(desktop, folder);
    await clickTray(desktop, "back-up-now");
    await desktop.until("a notice", ({ notices }) => notices[0]?.title === "Documents is backed up");
    await desktop.act("notice.click", 0);
    await desktop.until("the job's page", ({ windows }) =>
      /#\/activity\/[0-9a-f-]{36}$/.test(windows[0]?.url ?? ""),
    );
  });
});

describe("quitting while a job runs", () => {
  /** So large that it runs until it is stopped, and without taking any room. */
  async function startLongBackup(): Promise<Desktop> {
    const desktop = await startWithWindow();
    const { sourceFolder } = await setUpOffice(desktop, folder);
    const large = path.join(sourceFolder, "large.img");
    writeFileSync(large, "");
    truncateSync(large, 400 * 1024 ** 3);
    await clickTray(desktop, "back-up-now");
    await untilJob(desktop, "backup", "running");
    await desktop.until("its process", ({ jobProcesses }) => jobProcesses.length === 1);
    return desktop;
  }

  test("asks, and goes on in the background unless told otherwise", async () => {
    const desktop = await startLongBackup();
    await desktop.act("tray.click", "quit");
    await desktop.until("a question", ({ dialogs }) => dialogs.length === 1);
    const [question] = desktop.desk.dialogs;
    expect(question).toMatchObject({
      message: "One job is running",
      buttons: ["Go on in the background", "Stop and quit"],
      defaultId: 0,
    });
    await desktop.act("dialog.answer", 0);
    await desktop.until("only the window is gone", ({ windows }) => windows.length === 0);
    expect(desktop.desk.jobProcesses.every(isProcessAlive)).toBe(true);
    expect(desktop.desk.jobProcesses).toHaveLength(1);
    await desktop.act("tray.click", "open");
    await desktop.until("it is there again", ({ windows }) => windows[0]?.isVisible === true);
    expect(await backupStates(desktop)).toEqual(["running"]);
  });

  test("stops when told so, and the work is taken up with the next start", async () => {
    const desktop = await startLongBackup();
    await desktop.act("app.quit"); // by whatever way: Electron says so before it quits
    await desktop.until("a question", ({ dialogs }) => dialogs.length === 1);
    const [pid = 0] = desktop.desk.jobProcesses;
    await desktop.act("dialog.answer", 1).catch(() => undefined); // it may be gone before it has answered
    expect(await desktop.ended).toBe(0);
    expect(isProcessAlive(pid)).toBe(false);

    const again = await startWithWindow();
    await untilRunning(again);
    expect(await backupStates(again)).toEqual(["running", "interrupted"]);
  });

  test("does not ask when the computer shuts down", async () => {
    const desktop = await startLongBackup();
    await desktop.act("power", "shutdown", false).catch(() => undefined);
    expect(await desktop.ended).toBe(0);
  });

  test("keeps the computer awake meanwhile, unless it runs on battery", async () => {
    const desktop = await startLongBackup();
    await desktop.until("awake", ({ isKeptAwake }) => isKeptAwake);
    await desktop.act("power", "on-battery", true);
    await desktop.until("no longer", ({ isKeptAwake }) => !isKeptAwake);
  });

  test("killing the application takes the job along, and nothing is lost", async () => {
    const desktop = await startLongBackup();
    const [pid = 0] = desktop.desk.jobProcesses;
    process.kill(desktop.pid, "SIGKILL");
    expect(await desktop.ended).toBe("SIGKILL");
    const again = await startWithWindow();
    await untilRunning(again);
    expect(isProcessAlive(pid)).toBe(false);
    expect((await backupStates(again))[1]).toBe("interrupted");
  });
});

/** The restarted job may have begun before the page was there to hear of it. */
async function untilRunning(desktop: Desktop): Promise<void> {
  await desktop.until("a job has a process", ({ jobProcesses }) => jobProcesses.length > 0);
}

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
      const entry = path.join(home, "config/autostart/backstay.desktop");
      const program = "/opt/Backstay Office/Backstay.AppImage";
      const desktop = await startWithWindow({ env: { STAND_IN_PACKAGED: "1", APPIMAGE: program } });
      expect(existsSync(entry)).toBe(false); // not set up yet: a person may leave it at that
      await setUpOffice(desktop, folder);
      await desktop.call("settings.set", { officeName: "Harbour" });
      await expect.poll(() => existsSync(entry), { timeout: 20_000 }).toBe(true);
      expect(readFileSync(entry, "utf8")).toContain(`Exec="${program}" "--hidden"`);
      await desktop.call("settings.set", { startAtLogin: false });
      await expect.poll(() => existsSync(entry), { timeout: 20_000 }).toBe(false);
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
    const catalog = filesUnder(home).find((file) => path.basename(file) === "catalog.db");
    expect(catalog).toBeDefined();
    for (const file of filesUnder(home).filter((name) => name.startsWith(catalog ?? "?"))) rmSync(file);
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
    await setUpOffice(desktop, folder);
    await clickTray(desktop, "back-up-now");
    await untilJob(desktop, "backup", "done");
    const log = path.join(home, "logs/desktop.log");
    expect(statSync(log).mode & 0o777).toBe(0o600);
    expect(readFileSync(log, "utf8")).toContain("started");
  });
});

describe("passwords", () => {
  test("are in no file in clear when there is a key store, and are found again after a restart", async () => {
    const first = await startWithWindow();
    await setUpOffice(first, folder);
    expect(first.desk.dialogs).toEqual([]);
    await first.act("tray.click", "quit");
    await first.ended;
    for (const file of filesUnder(home)) {
      expect(readFileSync(file).includes(PASSWORD), file).toBe(false);
    }
    const sealed = path.join(home, "secrets-sealed.json");
    expect(statSync(sealed).mode & 0o777).toBe(0o600);

    const second = await startWithWindow();
    await clickTray(second, "back-up-now");
    await untilJob(second, "backup", "done");
  });

  test("a key store that is another one is an error that says so, and its file stays", async () => {
    const first = await startWithWindow();
    await setUpOffice(first, folder);
    await first.act("tray.click", "quit");
    await first.ended;
    const sealed = path.join(home, "secrets-sealed.json");
    const before = readFileSync(sealed);
    const second = await startWithWindow({ env: { STAND_IN_KEY_STORE: "of somebody else" } });
    await clickTray(second, "back-up-now");
    await untilJob(second, "backup", "failed");
    const { jobs } = await second.call<{ jobs: { error: { code: string } }[] }>("jobs.list", {
      kinds: ["backup"],
      states: null,
      beforeMs: null,
      limit: 1,
    });
    expect(jobs[0]?.error.code).toBe("SECRETS_UNREADABLE");
    expect(readFileSync(sealed).equals(before)).toBe(true);
  });

  test.each(["basic_text", "none"])(
    "without a key store (%s) they are in a private file, which is said once",
    async (backend) => {
      const env = { STAND_IN_BACKEND: backend };
      const first = await startWithWindow({ env });
      await first.until("it is said", ({ dialogs }) => dialogs.length === 1);
      const file = path.join(home, "secrets.json");
      expect(first.desk.dialogs[0]?.detail).toContain(file);
      await first.act("dialog.answer", 0);
      await setUpOffice(first, folder);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(existsSync(path.join(home, "secrets-sealed.json"))).toBe(false);
      await first.act("tray.click", "quit");
      await first.ended;

      const second = await startWithWindow({ env });
      await clickTray(second, "back-up-now");
      await untilJob(second, "backup", "done");
      expect(second.desk.dialogs).toEqual([]);
    },
  );

  test("what was kept in the file moves to the key store when it is set there", async () => {
    const first = await startWithWindow({ env: { STAND_IN_BACKEND: "basic_text" } });
    const office = await setUpOffice(first, folder);
    await first.act("tray.click", "quit");
    await first.ended;
    const second = await startWithWindow(); // now with a key store: it asks the file for what it does not know
    await clickTray(second, "back-up-now");
    await untilJob(second, "backup", "done");
    expect(office.repositoryId).toMatch(/^[0-9a-f]{64}$/);
  });
});
