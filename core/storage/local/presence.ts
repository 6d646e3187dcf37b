import type { Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { type FileKind, hasSystemCode } from "../../../shared/errors.ts";
import { CONFIG_NAME } from "../object-name.ts";
import { objectPath, witnessFolder } from "./layout.ts";

/** True for what the system says when a file, or a folder on the way to it, is not there. */
export function isNotThere(error: unknown): boolean {
  return hasSystemCode(error, "ENOENT", "ENOTDIR");
}

/** @returns undefined when nothing is there */
async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
}

/**
 * Whether the repository is still where it was, asked when a file of this kind was not found. Its folder tells; without
 * the folder, `config` does: tools that copy repositories tend to leave empty folders out. An unmounted share has neither.
 */
export async function isRepositoryThere(root: string, kind: FileKind): Promise<boolean> {
  if ((await statIfThere(witnessFolder(root, kind)))?.isDirectory()) return true;
  return kind !== "config" && (await statIfThere(objectPath(root, "config", CONFIG_NAME))) !== undefined;
}
