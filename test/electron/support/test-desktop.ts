/** What the tests of one file share: the application is built once, and each test has a data folder of its own. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { type Build, buildDesktop, type Desktop, type DesktopOptions, startDesktop } from "./desktop.ts";

export type TestDesktop = {
  /** Of the running test; removed when it ends. */
  readonly folder: string;
  /** The application's data folder, below that one. */
  readonly home: string;
  /** Starts the application; it is stopped with the test. */
  readonly start: (options?: DesktopOptions) => Desktop;
  readonly startWithWindow: (options?: DesktopOptions) => Promise<Desktop>;
};

/** To be called once in a file, outside of its tests. */
export function testDesktop(): TestDesktop {
  let build: Build;
  let folder = "";
  const started: Desktop[] = [];
  beforeAll(async () => {
    build = await buildDesktop();
  });
  afterAll(() => build.remove());
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "backstay-desktop-"));
  });
  afterEach(async () => {
    for (const desktop of started.splice(0)) await desktop.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const start: TestDesktop["start"] = (options) => {
    const desktop = startDesktop(build, path.join(folder, "home"), options);
    started.push(desktop);
    return desktop;
  };
  return {
    get folder() {
      return folder;
    },
    get home() {
      return path.join(folder, "home");
    },
    start,
    async startWithWindow(options) {
      const desktop = start(options);
      await desktop.until("a window is shown", ({ windows }) => windows[0]?.isVisible === true);
      return desktop;
    },
  };
}

/** The tray looks at the engine now and then only; an item that is off cannot be clicked. */
export async function clickTray(desktop: Desktop, id: string): Promise<void> {
  await desktop.until(`"${id}" is on`, ({ tray }) => {
    const items = (tray?.menu ?? []) as readonly { id?: string; enabled?: boolean }[];
    return items.some((item) => item.id === id && item.enabled !== false);
  });
  await desktop.act("tray.click", id);
}

/** @returns the paths of all files in a folder and below */
export const filesUnder = (root: string): readonly string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
