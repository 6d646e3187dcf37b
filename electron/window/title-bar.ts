import { type BrowserWindow, type BrowserWindowConstructorOptions, nativeTheme } from "electron";

/** The page draws the title bar, the system its buttons upon it. Same as the token `--title-bar-height`. */
const HEIGHT = 40;
/** Same as the tokens `rail` and `ink`. */
const COLOURS = {
  light: { color: "#f1f3f3", symbolColor: "#16212b" },
  dark: { color: "#101418", symbolColor: "#e9edf0" },
} as const;

const overlay = () => ({ ...COLOURS[nativeTheme.shouldUseDarkColors ? "dark" : "light"], height: HEIGHT });

export function titleBarOptions(): BrowserWindowConstructorOptions {
  return { titleBarStyle: "hidden", titleBarOverlay: overlay() };
}

/** Keeps the buttons' colours those of the theme; macOS does so by itself. */
export function followTheme(window: BrowserWindow): void {
  if (process.platform === "darwin") return;
  const update = () => window.setTitleBarOverlay(overlay());
  nativeTheme.on("updated", update);
  window.once("closed", () => nativeTheme.off("updated", update));
}
