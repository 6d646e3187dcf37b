/** Where the desktop application keeps passwords; it runs as it is built, and only Electron is stood in for. */
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { PASSWORD, setUpOffice, untilJob } from "./support/office.ts";
import { clickTray, filesUnder, testDesktop } from "./support/test-desktop.ts";

const own = testDesktop();
const { startWithWindow } = own;

describe("passwords", () => {
  test("are in no file in clear when there is a key store, and are found again after a restart", async () => {
    const first = await startWithWindow();
    await setUpOffice(first, own.folder);
    expect(first.desk.dialogs).toEqual([]);
    await first.act("tray.click", "quit");
    await first.ended;
    for (const file of filesUnder(own.home)) {
      expect(readFileSync(file).includes(PASSWORD), file).toBe(false);
    }
    const sealed = path.join(own.home, "secrets-sealed.json");
    expect(statSync(sealed).mode & 0o777).toBe(0o600);

    const second = await startWithWindow();
    await clickTray(second, "back-up-now");
    await untilJob(second, "backup", "done");
  });

  test("a key store that is another one is an error that says so, and its file stays", async () => {
    const first = await startWithWindow();
    await setUpOffice(first, own.folder);
    await first.act("tray.click", "quit");
    await first.ended;
    const sealed = path.join(own.home, "secrets-sealed.json");
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
      const file = path.join(own.home, "secrets.json");
      expect(first.desk.dialogs[0]?.detail).toContain(file);
      await first.act("dialog.answer", 0);
      await setUpOffice(first, own.folder);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(existsSync(path.join(own.home, "secrets-sealed.json"))).toBe(false);
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
    const office = await setUpOffice(first, own.folder);
    await first.act("tray.click", "quit");
    await first.ended;
    const second = await startWithWindow(); // now with a key store: it asks the file for what it does not know
    await clickTray(second, "back-up-now");
    await untilJob(second, "backup", "done");
    expect(office.repositoryId).toMatch(/^[0-9a-f]{64}$/);
  });
});
