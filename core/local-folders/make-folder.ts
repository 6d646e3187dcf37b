import { mkdir } from "node:fs/promises";
import { isAbsolute, join, resolve } from "node:path";
import { BackstayError, hasSystemCode, isBackstayError, systemCodeOf } from "../../shared/errors.ts";
import { askPlace, requireAnswer } from "../platform/ask-place.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be in a name
const FORBIDDEN = /[/\\\x00-\x1f\x7f]/;
const FORBIDDEN_ON_WINDOWS = /[<>:"|?*]|[. ]$/;
const MAX_NAME_BYTES = 255;
/** A share whose server is gone would never answer. */
const ANSWER_LIMIT_MS = 5_000;

/**
 * Makes one folder in a folder that is there, for nobody but its owner.
 *
 * @param name of the new folder alone: it can lead nowhere else
 * @param limitMs how long the place may take to answer
 * @returns its path
 * @throws {BackstayError} FOLDER_NAME_INVALID, NAME_TAKEN, FOLDER_NOT_MADE
 */
export async function makeLocalFolder(
  parent: string,
  name: string,
  limitMs = ANSWER_LIMIT_MS,
): Promise<string> {
  if (!isPossibleName(name)) throw new BackstayError("FOLDER_NAME_INVALID", { name });
  const path = join(resolve(parent), name);
  if (!isAbsolute(parent)) throw new BackstayError("FOLDER_NOT_MADE", { path: parent, systemCode: "EINVAL" });
  const late = () => new BackstayError("FOLDER_NOT_MADE", { path, systemCode: "ETIMEDOUT" });
  try {
    await requireAnswer(resolve(parent), limitMs, late);
    await askPlace(path, limitMs, () => mkdir(path, { mode: 0o700 }), late);
    return path;
  } catch (error) {
    if (isBackstayError(error)) throw error;
    if (hasSystemCode(error, "EEXIST")) throw new BackstayError("NAME_TAKEN", { name }, { cause: error });
    const systemCode = systemCodeOf(error);
    if (systemCode === undefined) throw error;
    throw new BackstayError("FOLDER_NOT_MADE", { path, systemCode }, { cause: error });
  }
}

function isPossibleName(name: string): boolean {
  if (name === "." || name === ".." || name.trim() === "" || FORBIDDEN.test(name)) return false;
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) return false;
  return process.platform !== "win32" || !FORBIDDEN_ON_WINDOWS.test(name);
}
