/**
 * What is being restored bears a mode that no finished entry has: the sticky bit, which means nothing on a file, and no rights for
 * anybody but its owner. It gets its own mode as the very last thing, so that whatever a crash leaves half done can neither
 * be used by others nor be taken for complete, and the next run knows what to go on with.
 */
import { createHash } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { dirname } from "node:path/posix";
import { joinRawPath, type RawPath } from "../platform/raw-path.ts";

export const UNFINISHED_FILE_MODE = 0o1600;
export const UNFINISHED_FOLDER_MODE = 0o1700;

const MODE_BITS = 0o7777n;

/** True for what an earlier run of this user left half done, and nobody else can write to. */
export function isUnfinished(stat: BigIntStats): boolean {
  const own = process.geteuid === undefined || stat.uid === BigInt(process.geteuid());
  if (!own) return false;
  if (stat.isDirectory()) return (stat.mode & MODE_BITS) === BigInt(UNFINISHED_FOLDER_MODE);
  return stat.isFile() && stat.nlink === 1n && (stat.mode & MODE_BITS) === BigInt(UNFINISHED_FILE_MODE);
}

/** The name beside `path` under which its replacement is made. The same in every run, so that the next one finds it. */
export function replacementPath(path: RawPath): RawPath {
  const sum = createHash("sha256").update(path, "latin1").digest("hex").slice(0, 24);
  return joinRawPath(dirname(path) as RawPath, `.backstay-unfinished-${sum}` as RawPath);
}
