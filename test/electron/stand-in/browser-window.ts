import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import type { Frame, Page, Route } from "playwright-core";
import { app } from "./app.ts";
import { browserContext } from "./chromium.ts";
import { changed, command, desk, preventable } from "./desk.ts";
import { invoke } from "./ipc.ts";
import { preloadScript } from "./preload-world.ts";
import { fromBrowser, isCancelled, schemeHandlerOf, session, toBrowser } from "./session.ts";

type Options = {
  x: number;
  y: number;
  width: number;
  height: number;
  webPreferences: {
    preload: string;
    sandbox?: boolean;
    contextIsolation?: boolean;
    nodeIntegration?: boolean;
  };
};

type FrameView = { readonly url: string; readonly parent: FrameView | null };

/** What the main process is told of a frame. */
function frameOf(frame: Frame): FrameView {
  const above = frame.parentFrame();
  return { url: fromBrowser(frame.url()), parent: above === null ? null : frameOf(above) };
}

class WebContents extends EventEmitter {
  readonly page: Promise<Page>;
  openPage: Page | undefined;
  windowOpenHandler: (details: { url: string }) => { action: string } = () => ({ action: "allow" });
  /** Addresses that the application itself loads, which no listener is asked about. */
  readonly #expected = new Set<string>();

  constructor(options: Options) {
    super();
    this.page = this.#open(options);
  }

  async #open({ width, height, webPreferences }: Options): Promise<Page> {
    const context = await browserContext();
    const page = await context.newPage();
    await page.setViewportSize({ width, height });
    await page.exposeBinding("standInInvoke", (source, channel: string, args: unknown[]) =>
      invoke(channel, { sender: this, senderFrame: frameOf(source.frame) }, args),
    );
    await page.addInitScript({ content: preloadScript(readFileSync(webPreferences.preload, "utf8")) });
    await page.route("**/*", (route) => this.#answer(route));
    page.on("popup", (popup) => {
      const { action } = this.windowOpenHandler({ url: fromBrowser(popup.url()) });
      if (action === "deny") void popup.close();
    });
    page.on("download", (download) => {
      const event = preventable();
      const url = fromBrowser(download.url());
      session.defaultSession.emit("will-download", event, { getURL: () => url });
      (event.defaultPrevented ? desk.refusedDownloads : desk.downloads).push(download.suggestedFilename());
      void download.cancel();
      if (!event.defaultPrevented) void receive(url);
      changed();
    });
    page.on("framenavigated", () => this.#note());
    page.on("pageerror", (error) => desk.pageErrors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") desk.pageErrors.push(message.text());
    });
    this.openPage = page;
    return page;
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request();
    const url = fromBrowser(request.url());
    if (request.isNavigationRequest() && !this.#mayNavigate(request.frame(), url))
      return route.abort("aborted");
    const isForTest = url.startsWith("http://foreign.test/"); // a place that is elsewhere, for as long as somebody gets there
    if (isForTest) return route.fulfill({ contentType: "text/html", body: "<title>Foreign</title>" });
    if (isCancelled(url)) return route.abort("blockedbyclient");
    const handler = schemeHandlerOf(url);
    if (handler === undefined) return route.continue();
    const response = await handler(new Request(url, { method: request.method() }));
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  }

  #mayNavigate(frame: Frame, url: string): boolean {
    const isMainFrame = frame.parentFrame() === null;
    if (isMainFrame && this.#expected.has(url.split("#", 1)[0] ?? "")) return true;
    const event = { ...preventable(), url, isMainFrame, isSameDocument: false, frame: frameOf(frame) };
    this.emit("will-frame-navigate", event);
    if (isMainFrame) this.emit("will-navigate", event);
    return !event.defaultPrevented;
  }

  #note(): void {
    const [window] = desk.windows;
    if (window !== undefined) window.url = this.getURL();
    changed();
  }

  async load(url: string): Promise<void> {
    this.#expected.add(url.split("#", 1)[0] ?? "");
    await (await this.page).goto(toBrowser(url));
    this.#note();
  }
  getURL(): string {
    return fromBrowser(this.openPage?.url() ?? "");
  }
  send(channel: string, data: unknown): void {
    const deliver = ([to, what]: readonly unknown[]) =>
      (globalThis as unknown as { standInReceive?: (...args: unknown[]) => void }).standInReceive?.(to, what);
    // a page that is being loaded or closed hears nothing, as in Electron
    void this.openPage?.evaluate(deliver, [channel, data]).catch(() => undefined);
  }
  setWindowOpenHandler(handler: WebContents["windowOpenHandler"]): void {
    this.windowOpenHandler = handler;
  }
  downloadURL(url: string): void {
    const event = preventable();
    session.defaultSession.emit("will-download", event, { getURL: () => url });
    (event.defaultPrevented ? desk.refusedDownloads : desk.downloads).push(url);
    if (!event.defaultPrevented) void receive(url);
    changed();
  }
  reload(): void {
    desk.reloads += 1;
    changed();
    // another one may come before it is done, and then the former is over
    this.#expected.add(this.getURL().split("#", 1)[0] ?? "");
    void this.openPage?.reload().catch(() => undefined);
  }
}

/** Playwright lets nobody answer a download, so it is fetched from whoever serves the scheme, as Electron does. */
async function receive(url: string): Promise<void> {
  const response = await schemeHandlerOf(url)?.(new Request(url));
  if (response?.ok !== true) return;
  desk.arrived.push(await response.text());
  changed();
}

let current: BrowserWindow | undefined;

export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents;
  readonly #seen: (typeof desk.windows)[number];
  #isDestroyed = false;

  constructor(options: Options) {
    super();
    const { x, y, width, height } = options;
    this.#seen = {
      url: "",
      bounds: { x, y, width, height },
      isVisible: false,
      isFocused: false,
      options: structuredClone({ ...options, icon: undefined }),
    };
    desk.windows.push(this.#seen);
    this.webContents = new WebContents(options);
    current = this;
    app.emit("web-contents-created", {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    await this.webContents.load(url);
    this.emit("ready-to-show");
  }
  show(): void {
    this.#see({ isVisible: true });
  }
  focus(): void {
    this.#see({ isFocused: true });
  }
  restore(): void {}
  maximize(): void {}
  setTitleBarOverlay(titleBarOverlay: unknown): void {
    Object.assign(this.#seen.options as object, { titleBarOverlay });
    changed();
  }
  isMinimized(): boolean {
    return false;
  }
  isMaximized(): boolean {
    return false;
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  getNormalBounds(): unknown {
    return this.#seen.bounds;
  }
  close(): void {
    if (this.#isDestroyed) return;
    const event = preventable();
    this.emit("close", event);
    if (event.defaultPrevented) return;
    this.#isDestroyed = true;
    desk.windows = desk.windows.filter((window) => window !== this.#seen);
    if (current === this) current = undefined;
    void this.webContents.page.then((page) => page.close()).catch(() => undefined);
    this.emit("closed");
    if (desk.windows.length === 0) app.emit("window-all-closed");
    changed();
  }
  moveTo(bounds: unknown): void {
    this.#seen.bounds = bounds;
  }
  #see(part: object): void {
    Object.assign(this.#seen, part);
    changed();
  }
}

async function page(): Promise<Page> {
  if (current === undefined) throw new Error("there is no window");
  return current.webContents.page;
}

command("window.close", () => current?.close());
command("window.move", (bounds: unknown) => current?.moveTo(bounds));
command("window.emit", (name: string, ...args: unknown[]) => current?.emit(name, ...args));
command("contents.emit", (name: string, ...args: unknown[]) => current?.webContents.emit(name, ...args));
command("page.evaluate", async (expression: string) => (await page()).evaluate(expression));
/** In the first frame inside of the page. */
command("page.evaluateInFrame", async (expression: string) => {
  const opened = await page();
  const frame = opened.frames().find((candidate) => candidate !== opened.mainFrame());
  if (frame === undefined) throw new Error("there is no frame");
  return frame.evaluate(expression);
});
/** Makes the page go elsewhere although it is not allowed to, as a hole in the browser would. */
command("page.goAnyway", async (url: string) => {
  const opened = await page();
  current?.webContents.removeAllListeners("will-navigate");
  current?.webContents.removeAllListeners("will-frame-navigate");
  await opened.goto(url);
});
command("page.waitFor", async (selector: string) => {
  await (await page()).waitForSelector(selector, { timeout: 60_000 });
});
command("page.click", async (selector: string) => (await page()).click(selector, { timeout: 20_000 }));
command("page.fill", async (selector: string, text: string) =>
  (await page()).fill(selector, text, { timeout: 20_000 }),
);
command("page.resize", async (width: number, height: number) =>
  (await page()).setViewportSize({ width, height }),
);
command("page.text", async () => (await page()).locator("body").innerText());
command("page.shot", async (file: string) => {
  await (await page()).screenshot({ path: file });
});
