/** The application as it is built, in the real Electron: what the stand-in of `test/electron` cannot prove. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { _electron, type ElectronApplication, type Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PROJECT_FOLDER } from "../../scripts/run-command.ts";

const MAIN = path.join(PROJECT_FOLDER, "dist/desktop-main.cjs");
const PROGRAM = process.env.ELECTRON_PROGRAM ?? "";

type Answer = { kind: string; value: Record<string, never>; error: { code: string } };
declare const window: { backstay: { call(name: string, input: unknown): Promise<Answer>; on: unknown } };

let folder: string;
let app: ElectronApplication;
let page: Page;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "backstay-electron-"));
  app = await _electron.launch({ executablePath: PROGRAM, args: [MAIN], env: environment() });
  page = await app.firstWindow();
  await page.waitForURL("backstay-app://desktop/**");
});
afterEach(async () => {
  await app.evaluate(({ app: electron }) => electron.exit(0)).catch(() => undefined);
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

function environment(): Record<string, string> {
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { ...Object.fromEntries(own), BACKSTAY_HOME: path.join(folder, "home") };
}

const call = (name: string, input: unknown) =>
  page.evaluate(([method, given]) => window.backstay.call(method as string, given), [name, input] as const);
const log = () => readFileSync(path.join(folder, "home/logs/desktop.log"), "utf8");

test("the page runs from its own origin, sandboxed and without Node", async () => {
  expect(await page.evaluate("location.origin")).toBe("backstay-app://desktop");
  expect(await page.evaluate("[typeof require, typeof process, typeof module]")).toEqual(
    Array(3).fill("undefined"),
  );
  expect(await page.evaluate("isSecureContext")).toBe(true);
  expect(await page.evaluate("Object.keys(window.backstay).sort()")).toEqual(["call", "on"]);
  const isSandboxed = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): { sandbox?: boolean; contextIsolation?: boolean };
    };
    const { sandbox, contextIsolation } = contents.getLastWebPreferences();
    return { sandbox, contextIsolation };
  });
  expect(isSandboxed).toEqual({ sandbox: true, contextIsolation: true });
});

test("the policy holds for the scheme of the application's own", async () => {
  const directive = await page.evaluate(`new Promise((resolve) => {
    setTimeout(resolve, 10_000, "nothing was refused");
    document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective), { once: true });
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
  })`);
  expect(directive).toMatch(/^script-src/);
});

test("this Electron has all that the engine needs, the large scrypt included", async () => {
  await expect.poll(log, { timeout: 30_000 }).toContain('"text":"started"');
  expect(await call("app.state", {})).toMatchObject({ kind: "value", value: { hostKind: "desktop" } });
  await call("repositories.create", { name: "Try", location: makeFolder("nas"), password: "a password" });
  expect(log()).not.toContain('"text":"missing"');
});

test("a backup runs in a utility process, to the end", async () => {
  const source = makeFolder("Documents");
  writeFileSync(path.join(source, "offer.txt"), "12 chairs");
  const repository = await call("repositories.create", {
    name: "NAS",
    location: makeFolder("nas"),
    password: "a password",
  });
  const saved = await call("sources.save", {
    sourceId: null,
    draft: {
      name: "Documents",
      icon: "documents",
      paths: [source],
      excludes: [],
      excludeCaches: false,
      oneFileSystem: false,
      kind: "files",
    },
  });
  const none = { last: null, hourly: null, daily: null, weekly: null, monthly: null, yearly: null };
  await call("plans.save", {
    planId: null,
    draft: {
      name: "Office",
      repositoryId: repository.value.id,
      sourceIds: [saved.value.id],
      mode: "incremental",
      schedule: { kind: "manual" },
      window: null,
      retention: none,
      deadlineMinutes: null,
    },
  });
  await call("plans.runAll", {});
  const states = async () => {
    const { value } = await call("jobs.list", { kinds: ["backup"], states: null, beforeMs: null, limit: 5 });
    return (value.jobs as unknown as { state: string }[]).map(({ state }) => state);
  };
  await expect.poll(states, { timeout: 60_000 }).toEqual(["done"]);
});

test("a second start only shows what the first one has, at the page its link names", async () => {
  const id = "0b2f7d3e-1111-4222-8333-0123456789ab";
  const second = spawn(PROGRAM, [MAIN, `backstay://alerts/${id}`], { env: environment(), stdio: "ignore" });
  expect((await once(second, "exit"))[0]).toBe(0);
  await page.waitForURL(`backstay-app://desktop/#/alerts/${id}`);
  expect(app.windows()).toHaveLength(1);
});

test("the page cannot leave, and closing it leaves the application running", async () => {
  await page.evaluate(`void (location.href = "https://example.com/")`);
  await expect.poll(log).toContain("refused to leave the page");
  expect(await page.evaluate("location.origin")).toBe("backstay-app://desktop");
  await page.close();
  expect(await app.evaluate(({ app: electron }) => electron.isReady())).toBe(true);
});

function makeFolder(name: string): string {
  const made = path.join(folder, name);
  mkdirSync(made);
  return made;
}
