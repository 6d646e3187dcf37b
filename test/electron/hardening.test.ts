/** What a page could try that was made to do something else than we wrote. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { connectToHost } from "../../core/host-socket/connect-to-host.ts";
import { type Build, buildDesktop, type Desktop, startDesktop } from "./support/desktop.ts";

let build: Build;
let folder: string;
let desktop: Desktop;

beforeAll(async () => {
  build = await buildDesktop();
  folder = mkdtempSync(path.join(tmpdir(), "backstay-hardening-"));
  desktop = startDesktop(build, folder);
});
afterAll(async () => {
  await desktop.stop();
  build.remove();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await desktop.until("a window is shown", ({ windows }) => windows[0]?.isVisible === true);
});
afterEach(async () => {
  await desktop.act("window.close");
  await desktop.act("tray.click", "open");
});

const log = () => readFileSync(path.join(folder, "logs/desktop.log"), "utf8");
const logged = (text: string) => expect.poll(log, { timeout: 60_000 }).toContain(text);
/** What a call from the page comes to: the engine's answer, or how it was refused. */
const tryCall = (from: "page.evaluate" | "page.evaluateInFrame", call: string) =>
  desktop.act(
    from,
    `${call}.then((answer) => "answered " + JSON.stringify(answer), (error) => "refused: " + error)`,
  );
const APP_STATE = `window.backstay.call("app.state", {})`;

test("the window is made with every protection there is", () => {
  const { options } = desktop.desk.windows[0] ?? {};
  expect(options).toMatchObject({
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
});

test("the page has the two functions and nothing of Node's", async () => {
  expect(await desktop.page(`Object.keys(window.backstay).sort()`)).toEqual(["call", "on"]);
  expect(
    await desktop.page(`[typeof require, typeof process, typeof module, typeof global, typeof Buffer]`),
  ).toEqual(Array(5).fill("undefined"));
  expect(
    await desktop.page(
      `(() => { try { window.backstay = 1 } catch {} return typeof window.backstay.call })()`,
    ),
  ).toBe("function");
});

test("a page that was made to go elsewhere is answered no more", async () => {
  expect(await tryCall("page.evaluate", APP_STATE)).toMatch(/^answered/);
  await desktop.act("page.goAnyway", "http://foreign.test/");
  expect(await desktop.page("location.host")).toBe("foreign.test");
  expect(await tryCall("page.evaluate", APP_STATE)).toMatch(/^refused/);
  expect(log()).toContain("refused a call that did not come from our page");
});

test("nor does it hear what the engine tells", async () => {
  await desktop.act("page.goAnyway", "http://foreign.test/");
  await desktop.page(`void (window.heard = [], window.backstay.on((event) => window.heard.push(event)))`);
  const commandLine = await connectToHost(folder);
  await commandLine?.call("settings.set", { theme: "light", officeName: "Nobody's business" });
  commandLine?.close();
  await desktop.until("the application has heard it", ({ themeSource }) => themeSource === "light");
  expect(await desktop.page("window.heard")).toEqual([]);
});

test("a frame inside of our page is not our page, whatever it shows", async () => {
  await desktop.page(`new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.src = URL.createObjectURL(new Blob(["<title>Frame</title>"], { type: "text/html" }));
    frame.onload = () => resolve();
    document.body.append(frame);
  })`);
  expect(await desktop.act("page.evaluateInFrame", "typeof window.backstay")).toBe("undefined");
  // as if it had found a way to the channel itself
  const call = `window.standInInvoke("backstay:call", ["app.state", {}])`;
  expect(await tryCall("page.evaluateInFrame", call)).toMatch(/^refused/);
});

test("the page cannot leave, open a window or load from elsewhere", async () => {
  await desktop.page(`void (location.href = "http://foreign.test/")`);
  await logged("refused to leave the page");
  expect(await desktop.page("location.pathname")).toBe("/");
  expect(await tryCall("page.evaluate", APP_STATE)).toMatch(/^answered/);

  await desktop.page(`void window.open("http://foreign.test/")`);
  await logged("refused to open a window");
  expect(desktop.desk.windows).toHaveLength(1);

  const fetched = `fetch("http://foreign.test/").then(() => "loaded", (error) => String(error))`;
  expect(await desktop.page(fetched)).toContain("TypeError");
  expect(
    await desktop.page(`new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve("loaded");
    image.onerror = () => resolve("refused");
    image.src = "http://foreign.test/pixel.png";
  })`),
  ).toBe("refused");
});

test("a foreign frame stays empty", async () => {
  await desktop.page(`new Promise((resolve) => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective }) => resolve(violatedDirective), { once: true });
    const frame = document.createElement("iframe");
    frame.src = "http://foreign.test/";
    document.body.append(frame);
  })`);
  expect(await desktop.page(`window.length`)).toBe(1);
  const inside = await desktop.act("page.evaluateInFrame", "location.href").catch(String);
  expect(inside).not.toContain("foreign.test");
});

test.each([
  [
    "a script in the page",
    `const s = document.createElement("script"); s.textContent = "window.ran = true"; document.body.append(s)`,
  ],
  [
    "a script's address elsewhere",
    `const s = document.createElement("script"); s.src = "http://foreign.test/x.js"; document.body.append(s)`,
  ],
  ["a handler in an attribute", `document.body.innerHTML += '<img src="x" onerror="window.ran = true">'`],
  ["text made into code", `document.dispatchEvent(new Event("make-code"))`],
  [
    "a form sent elsewhere",
    `document.body.innerHTML += '<form id="f" action="http://foreign.test/"></form>'; document.getElementById("f").submit()`,
  ],
  [
    "a base that bends all addresses",
    `const b = document.createElement("base"); b.href = "http://foreign.test/"; document.head.append(b)`,
  ],
  [
    "a plug-in",
    `const o = document.createElement("object"); o.data = "http://foreign.test/x"; document.body.append(o)`,
  ],
])("the policy refuses %s", async (_, attempt) => {
  const violated = await desktop.page(`new Promise((resolve) => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => resolve(effectiveDirective), { once: true });
    ${attempt};
  })`);
  expect(violated).toMatch(/^(script-src|form-action|base-uri|object-src)/);
  expect(await desktop.page("window.ran === true")).toBe(false);
});

test.each([
  "media",
  "geolocation",
  "notifications",
  "usb",
  "hid",
  "serial",
  "openExternal",
  "clipboard-read",
  "fullscreen",
])("nobody is granted %s", async (permission) => {
  expect(await desktop.act("permission", permission)).toEqual({
    isChecked: false,
    isGranted: false,
    isDeviceGranted: false,
  });
});

test("only what the engine has prepared is downloaded, and a stale ticket does not lead away", async () => {
  await desktop.page(`void (location.href = "/download/${"0".repeat(32)}")`);
  await desktop.until("it is asked for as a download", ({ downloads }) => downloads.length === 1);
  expect(await desktop.page("location.pathname")).toBe("/");
  await desktop.page(`(() => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["anything"]));
    link.download = "malware.exe";
    link.click();
  })()`);
  await desktop.until("refused", ({ refusedDownloads }) => refusedDownloads.includes("malware.exe"));
});

test("files beside the pages cannot be had", async () => {
  for (const pathname of [
    "/../desktop-main.cjs",
    "/..%2fdesktop-main.cjs",
    "/secret.key",
    "/%2e%2e/job-process.cjs",
  ]) {
    expect(await desktop.page(`fetch(${JSON.stringify(pathname)}).then(({ status }) => status)`)).toBe(404);
  }
});
