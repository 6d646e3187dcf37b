import { spawn } from "node:child_process";
import path from "node:path";
import { PROJECT_FOLDER } from "../run-command.ts";
import { runForeground } from "./run-foreground.ts";
import { electronProgram, whyNoDesktop } from "./why-no-desktop.ts";

const ELECTRON = path.join(PROJECT_FOLDER, "node_modules/electron");
const MAIN = path.join(PROJECT_FOLDER, "dist/desktop-main.cjs");
const DOWNLOAD_WITHIN_MS = 180_000;
/** Whatever ends sooner with an error has not come up: a library lacks, or the screen refused. */
const COMES_UP_WITHIN_MS = 5_000;

/** What became of the desktop application: the exit status of one that ran, or why it could not. */
export type DesktopEnd =
  | { readonly kind: "ran"; readonly status: number }
  | { readonly kind: "impossible"; readonly why: string };

/** Runs the desktop application to its end, where that is possible. Its runtime is downloaded the first time. */
export async function startDesktop(args: readonly string[]): Promise<DesktopEnd> {
  const why = whyNoDesktop({
    platform: process.platform,
    env: process.env,
    isRoot: process.geteuid?.() === 0,
  });
  if (why !== undefined) return { kind: "impossible", why };
  const program = electronProgram(ELECTRON) ?? (await download());
  if (program === undefined)
    return { kind: "impossible", why: "its runtime, Electron, could not be downloaded" };
  const startMs = performance.now();
  const status = await runForeground(program, [MAIN, ...args]);
  const hasComeUp = status === 0 || performance.now() - startMs > COMES_UP_WITHIN_MS;
  if (hasComeUp) return { kind: "ran", status: status ?? 128 };
  return { kind: "impossible", why: `Electron ended at once, with status ${status ?? "none"}` };
}

async function download(): Promise<string | undefined> {
  console.log("Downloading the runtime of the desktop application, once ...");
  const install = path.join(ELECTRON, "install.js");
  const child = spawn(process.execPath, [install], { stdio: "inherit", timeout: DOWNLOAD_WITHIN_MS });
  const isDone = await new Promise<boolean>((resolve) => {
    child.once("error", () => resolve(false));
    child.once("exit", (status) => resolve(status === 0));
  });
  return isDone ? electronProgram(ELECTRON) : undefined;
}
