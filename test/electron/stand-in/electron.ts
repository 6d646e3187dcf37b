/**
 * Stands in for the modules of Electron that the main process uses, where Electron itself cannot be had. What is real: the
 * main process's code and the preload script's, as they are built; the engine and its job processes; the page, in Chromium.
 * What is made up: windows, tray, menus, notices and dialogs, which are kept as data for the test to look at and to click.
 * A scheme of the application's own is served at an address of this computer, because Chromium alone takes no other schemes; and
 * the preload script runs in the page's own world, though what it is given and gives is copied as Electron does.
 *
 * It is no proof that Electron behaves like this. That is what `npm run test:electron` is for.
 */
export { app, crashReporter } from "./app.ts";
export { BrowserWindow } from "./browser-window.ts";
export { ipcMain } from "./ipc.ts";
export { powerMonitor, powerSaveBlocker } from "./power.ts";
export { safeStorage } from "./safe-storage.ts";
export { protocol, session } from "./session.ts";
export { dialog, Menu, Notification, nativeImage, nativeTheme, screen, Tray } from "./surroundings.ts";
export { utilityProcess } from "./utility-process.ts";
