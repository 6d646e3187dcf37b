import { mkdir, rm } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { app } from "electron";
import { writeDurably } from "../../core/platform/durable-file.ts";
import { autostartEntry } from "./autostart-entry.ts";

/** Said to a Backstay that starts by itself: it shows no window. */
export const HIDDEN_ARGUMENT = "--hidden";

/**
 * Makes the system start Backstay at login, or no longer. Only the installed application does that: a checkout may be gone
 * tomorrow.
 *
 * @param comment what the session manager shows
 * @throws the system's error when the entry cannot be written
 */
export async function setStartAtLogin(isWanted: boolean, comment: string): Promise<void> {
  if (!app.isPackaged) return;
  if (process.platform !== "linux") {
    app.setLoginItemSettings({ openAtLogin: isWanted, args: [HIDDEN_ARGUMENT] });
    return;
  }
  const folder = path.join(configFolder(), "autostart");
  const file = path.join(folder, "backstay.desktop");
  if (!isWanted) return rm(file, { force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // an AppImage runs from a folder that is another one each time
  const program = process.env.APPIMAGE ?? process.execPath;
  await writeDurably(file, Buffer.from(autostartEntry(program, [HIDDEN_ARGUMENT], comment)), { mode: 0o644 });
}

/** @source XDG Base Directory Specification: a relative path is to be ignored */
function configFolder(): string {
  const configured = process.env.XDG_CONFIG_HOME;
  return configured !== undefined && path.isAbsolute(configured)
    ? configured
    : path.join(homedir(), ".config");
}
