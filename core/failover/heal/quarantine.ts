import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hasSystemCode } from "../../../shared/errors.ts";
import type { KeepDamaged } from "./replace-object.ts";

export type QuarantineLimits = { readonly files: number; readonly bytes: number };

/** Enough to see what happened to a disk, and never so much that it fills this one. */
const USUAL_LIMITS: QuarantineLimits = { files: 64, bytes: 512 * 1024 * 1024 };

/**
 * Keeps what is left of damaged files in a folder of this computer, the newest of them. They are as they were stored: sealed.
 * @param onFailure told that one could not be kept, which is no reason not to put a whole one in its place
 */
export function createQuarantine(
  folder: string,
  onFailure: (error: Error) => void,
  limits: QuarantineLimits = USUAL_LIMITS,
): KeepDamaged {
  return async ({ kind, name }, bytes) => {
    if (bytes.length > limits.bytes) return;
    const path = join(folder, `${kind}-${name}`);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await makeRoom(folder, { files: limits.files - 1, bytes: limits.bytes - bytes.length });
      await writeFile(`${path}.part`, bytes, { mode: 0o600 });
      await rename(`${path}.part`, path);
    } catch (error) {
      if (!(error instanceof Error) || !hasSystemCode(error, ...FULL_OR_REFUSED)) throw error;
      // told once; what is left of it counts as kept, and goes with the oldest
      await rm(`${path}.part`, { force: true }).catch(() => undefined);
      onFailure(error);
    }
  };
}

const FULL_OR_REFUSED = [
  "ENOSPC",
  "EDQUOT",
  "ENOTDIR",
  "EEXIST",
  "EACCES",
  "EPERM",
  "EROFS",
  "EIO",
  "EFBIG",
] as const;

/** Removes the oldest until what is left is within the limits. */
async function makeRoom(folder: string, limits: QuarantineLimits): Promise<void> {
  const names = await readdir(folder);
  const kept = await Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(join(folder, name));
      return { name, size, mtimeMs };
    }),
  );
  let files = 0;
  let bytes = 0;
  for (const { name, size } of kept.toSorted((a, b) => b.mtimeMs - a.mtimeMs)) {
    files += 1;
    bytes += size;
    if (files > limits.files || bytes > limits.bytes) await rm(join(folder, name), { force: true });
  }
}
