import { spawn } from "node:child_process";
import path from "node:path";
import type { Language } from "../../shared/words/language.ts";
import { PROJECT_FOLDER } from "../run-command.ts";
import { runForeground } from "./run-foreground.ts";
import { START_WORDS } from "./start-words.ts";
import { electronProgram, type WhyNoDesktop, whyNoDesktop } from "./why-no-desktop.ts";

const ELECTRON = path.join(PROJECT_FOLDER, "node_modules/electron");
const MAIN = path.join(PROJECT_FOLDER, "dist/desktop-main.cjs");
const DOWNLOAD_WITHIN_MS = 180_000;
/** Whatever ends sooner with an error has not come up: a library lacks, or the screen refused. */
const COMES_UP_WITHIN_MS = 5_000;

/** What became of the desktop application: the exit status of one that ran, or why it could not. */
export type DesktopEnd =
  | { readonly kind: "ran"; readonly status: number }
  | { readonly kind: "impossible"; readonly why: WhyNoDesktop; readonly status?: number | undefined };

/** Runs the desktop application to its end, where that is possible. Its runtime is downloaded the first time. */
export async function startDesktop(args: readonly string[], language: Language): Promise<DesktopEnd> {
  const why = whyNoDesktop({
    platform: process.platform,
    env: process.env,
    isRoot: process.geteuid?.() === 0,
  });
  if (why !== undefined) return { kind: "impossible", why };
  const program = electronProgram(ELECTRON) ?? (await download(language));
  if (program === undefined) return { kind: "impossible", why: "not-downloaded" };
  const startMs = performance.now();
  const status = await runForeground(program, [MAIN, ...args]);
  const hasComeUp = status === 0 || performance.now() - startMs > COMES_UP_WITHIN_MS;
  if (hasComeUp) return { kind: "ran", status: status ?? 128 };
  return { kind: "impossible", why: "ended", status };
}

async function download(language: Language): Promise<string | undefined> {
  console.log(START_WORDS[language].downloading);
  const install = path.join(ELECTRON, "install.js");
  const child = spawn(process.execPath, [install], { stdio: "inherit", timeout: DOWNLOAD_WITHIN_MS });
  const isDone = await new Promise<boolean>((resolve) => {
    child.once("error", () => resolve(false));
    child.once("exit", (status) => resolve(status === 0));
  });
  return isDone ? electronProgram(ELECTRON) : undefined;
}
