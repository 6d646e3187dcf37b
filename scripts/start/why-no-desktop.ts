import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** Why there is none. `ended`: it came up and ended at once. */
export type WhyNoDesktop = "unwanted" | "no-screen" | "root" | "not-downloaded" | "ended";

/** What it depends on whether a desktop application can run here. */
export type Desktop = {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
};

/**
 * Why the desktop application cannot run on this computer, whatever is installed.
 * @returns undefined when nothing speaks against it
 */
export function whyNoDesktop({ platform, env, isRoot }: Desktop): WhyNoDesktop | undefined {
  if (env.BACKSTAY_NO_DESKTOP === "1") return "unwanted";
  if (platform === "linux" && !env.DISPLAY && !env.WAYLAND_DISPLAY) {
    return "no-screen";
  }
  if (platform === "linux" && isRoot) return "root";
  return undefined;
}

/** @returns the program of Electron's runtime; undefined while it is not there. @param folder of the package `electron` */
export function electronProgram(folder: string): string | undefined {
  const names = path.join(folder, "path.txt");
  if (!existsSync(names)) return undefined;
  const program = path.join(folder, "dist", readFileSync(names, "utf8").trim());
  return existsSync(program) ? program : undefined;
}
