import { isUtf8 } from "node:buffer";
import { readFileSync, readlinkSync } from "node:fs";
import type { UsageProblem } from "../shared/errors.ts";
import type { Environment } from "./environment.ts";

/** What Node.js puts in place of bytes that are no text. A name may also truly hold it. */
const REPLACED = "\u{fffd}";

/**
 * Finds what Node.js could not turn into text: arguments and the name of the current folder are bytes on Linux, and one that
 * is not UTF-8 would silently become another name.
 *
 * @param args what stands behind the program's name
 * @param env in which `bin/backstay.js` says so when it saw it before it handed over
 */
export function lostText(args: readonly string[], env: Environment): UsageProblem | undefined {
  if (process.platform !== "linux") return undefined;
  if (env.BACKSTAY_LOST_TEXT === "1") return "argument-not-text";
  if (args.some((arg) => arg.includes(REPLACED)) && !isUtf8(readFileSync("/proc/self/cmdline")))
    return "argument-not-text";
  return isFolderLost() ? "folder-not-text" : undefined;
}

function isFolderLost(): boolean {
  try {
    return process.cwd().includes(REPLACED) && !isUtf8(readlinkSync("/proc/self/cwd", "buffer"));
  } catch {
    return false; // a folder that is gone is told by whoever needs it
  }
}
