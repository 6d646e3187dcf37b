import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** What it depends on whether a desktop application can run here. */
export type Desktop = {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
};

/**
 * Why the desktop application cannot run on this computer, whatever is installed.
 * @returns the end of a sentence; undefined when nothing speaks against it
 */
export function whyNoDesktop({ platform, env, isRoot }: Desktop): string | undefined {
  if (env.BACKSTAY_NO_DESKTOP === "1") return "BACKSTAY_NO_DESKTOP is set";
  if (platform === "linux" && !env.DISPLAY && !env.WAYLAND_DISPLAY) {
    return "there is no screen: neither DISPLAY nor WAYLAND_DISPLAY is set";
  }
  if (platform === "linux" && isRoot) return "its pages run in a sandbox, which root cannot have";
  return undefined;
}

/** @returns the program of Electron's runtime; undefined while it is not there. @param folder of the package `electron` */
export function electronProgram(folder: string): string | undefined {
  const names = path.join(folder, "path.txt");
  if (!existsSync(names)) return undefined;
  const program = path.join(folder, "dist", readFileSync(names, "utf8").trim());
  return existsSync(program) ? program : undefined;
}
