import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { hasSystemCode } from "../../shared/errors.ts";

export type Space = { readonly freeBytes: number | null; readonly totalBytes: number | null };

const UNKNOWN: Space = { freeBytes: null, totalBytes: null };

/** Room on the file system a folder is on, or would be on if it were made. Never throws: null is not known. */
export async function spaceAt(folder: string): Promise<Space> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch (error) {
    const parent = dirname(folder);
    if (!hasSystemCode(error, "ENOENT") || parent === folder) return UNKNOWN;
    return await spaceAt(parent);
  }
}
