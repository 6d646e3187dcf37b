/** Backups of the desktop application as it is built, in a process of its own; only Electron is stood in for. */
import { renameSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { isProcessAlive } from "../../core/platform/process-alive.ts";
import type { Desktop } from "./support/desktop.ts";
import { backupStates, downloadNewest, setUpOffice, untilJob } from "./support/office.ts";
import { clickTray, filesUnder, testDesktop } from "./support/test-desktop.ts";

const own = testDesktop();
const { startWithWindow } = own;

describe("backups", () => {
  test("a backup that the tray starts runs in a process of its own, and the tray tells of it", async () => {
    const desktop = await startWithWindow();
    expect(desktop.desk.tray?.tooltip).not.toBe("");
    await desktop.until(
      "nothing is backed up yet",
      ({ tray }) => tray?.tooltip === "Nothing is protected yet.",
    );
    expect(desktop.desk.tray?.icon).toMatch(/^tray-attention-/);

    const office = await setUpOffice(desktop, own.folder);
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
    await setUpOffice(desktop, own.folder);
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
    const { repositoryFolder } = await setUpOffice(desktop, own.folder);
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
    const office = await setUpOffice(desktop, own.folder);
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
    const { repositoryFolder } = await setUpOffice(desktop, own.folder);
    renameSync(repositoryFolder, `${repositoryFolder}-unplugged`);
    await desktop.act("menu.click", "back-up-now");
    await untilJob(desktop, "backup", "failed");
    await desktop.until("the tray knows", ({ tray }) => /attention|unprotected/.test(tray?.icon ?? ""));
    expect(desktop.desk.notices).toEqual([]);
  });

  test("success is told where that is wanted", async () => {
    const desktop = await startWithWindow();
    await desktop.call("settings.set", { notifyOnSuccess: true });
    await setUpOffice(desktop, own.folder);
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
    const { sourceFolder } = await setUpOffice(desktop, own.folder);
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
    // nobody ends it: it hears that its host is gone, and stops by itself, which takes it a moment
    await expect.poll(() => isProcessAlive(pid), { timeout: 60_000, interval: 10 }).toBe(false);
    expect((await backupStates(again))[1]).toBe("interrupted");
  });
});

/** The restarted job may have begun before the page was there to hear of it. */
async function untilRunning(desktop: Desktop): Promise<void> {
  await desktop.until("a job has a process", ({ jobProcesses }) => jobProcesses.length > 0);
}
