import path from "node:path";
import { app, BrowserWindow, nativeTheme, screen } from "electron";
import type { LogEntry } from "../../core/api/backstay.ts";
import { APP_ORIGIN } from "../pages/app-origin.ts";
import { type PageLink, routeOf } from "../pages/deep-link.ts";
import { ICONS_FOLDER, PRELOAD_FILE } from "../places.ts";
import type { DesktopStateFile } from "../state/desktop-state.ts";
import { fitBounds, MIN_HEIGHT, MIN_WIDTH } from "./fit-bounds.ts";
import { followTheme, titleBarOptions } from "./title-bar.ts";

export type MainWindow = {
  /** Opens the window or brings it to the front, at a page where one is named. */
  show(link?: PageLink): void;
  readonly current: BrowserWindow | undefined;
};

export type MainWindowParts = {
  readonly state: DesktopStateFile;
  readonly log: (entry: LogEntry) => void;
  /** The window was closed; the application goes on. */
  readonly onClosed: () => void;
  /** Windows ends the session, and says so to windows only. */
  readonly onSessionEnd: () => void;
};

/** Same as the token `page` in both themes, so that nothing flashes before the page is there. */
const PAGE_COLOUR = { light: "#fbfbfa", dark: "#151a1f" } as const;
/** A page that crashes again and again is not loaded again and again. */
const MAX_RELOADS = 3;

/** The one window. It is made when it is shown, and gone when it is closed: its memory is better used by backups. */
export function createMainWindow(parts: MainWindowParts): MainWindow {
  let window: BrowserWindow | undefined;
  return {
    show(link) {
      if (window === undefined) {
        window = openWindow(parts, link, () => {
          window = undefined;
          parts.onClosed();
        });
        return;
      }
      if (link !== undefined) load(window, link, parts.log);
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    get current() {
      return window;
    },
  };
}

function openWindow(parts: MainWindowParts, link: PageLink | undefined, onClosed: () => void): BrowserWindow {
  const { state, log } = parts;
  const { workArea: primary, id } = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== id);
  const window = new BrowserWindow({
    ...fitBounds(state.current.bounds, [primary, ...others.map(({ workArea }) => workArea)]),
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    show: false,
    title: "Backstay",
    icon: path.join(ICONS_FOLDER, "app-256.png"),
    backgroundColor: nativeTheme.shouldUseDarkColors ? PAGE_COLOUR.dark : PAGE_COLOUR.light,
    autoHideMenuBar: true,
    ...titleBarOptions(),
    webPreferences: {
      preload: PRELOAD_FILE,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  if (state.current.isMaximized) window.maximize();
  window.once("ready-to-show", () => window.show());
  window.on("close", () => {
    void state.change({ bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
  });
  window.once("closed", onClosed);
  window.once("session-end", parts.onSessionEnd);
  followTheme(window);
  followCrashes(window, log);
  load(window, link, log);
  return window;
}

/** The fragment is the page's own: from the second time on nothing is loaded again. */
function load(window: BrowserWindow, link: PageLink | undefined, log: MainWindowParts["log"]): void {
  const route = link === undefined ? "" : routeOf(link);
  window.loadURL(`${APP_ORIGIN}/${route}`).catch((error: unknown) => {
    log({ level: "error", text: "the page did not load", facts: { reason: String(error) } });
  });
}

function followCrashes(window: BrowserWindow, log: MainWindowParts["log"]): void {
  let reloads = 0;
  window.webContents.on("render-process-gone", (_, { reason, exitCode }) => {
    log({ level: "error", text: "the page's process ended", facts: { reason, exitCode } });
    if (reason === "clean-exit" || window.isDestroyed()) return;
    reloads += 1;
    if (reloads <= MAX_RELOADS) window.webContents.reload();
  });
  window.on("unresponsive", () => log({ level: "warning", text: "the page does not respond" }));
}
