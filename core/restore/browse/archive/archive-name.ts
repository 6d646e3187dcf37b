import type { UnsafeName } from "../../../../shared/errors.ts";
import { type RawPath, rawPathFromBytes, rawPathToBytes } from "../../../platform/raw-path.ts";
import { whyUnsafe } from "../../safe-name.ts";
import type { WalkedEntry } from "../walk-tree.ts";

/** Zip counts a name's length in 16 bits, and nothing can extract a longer one anyway. */
const MAX_NAME_BYTES = 65_535;

/**
 * The name an entry gets in an archive: its path without the slash in front; a folder's ends with one.
 * @returns raw bytes
 */
export function archiveName({ path, node }: WalkedEntry): Uint8Array {
  return rawPathToBytes((node.type === "dir" ? `${path.slice(1)}/` : path.slice(1)) as RawPath);
}

/**
 * Why an entry may not be put into an archive. Any program on any system may extract it, so names that a careless
 * one on Windows would take out of the target folder are refused as well, though they mean nothing special here.
 *
 * @param entryName the last part of the path, raw bytes
 * @returns undefined when the name is safe
 */
export function whyUnsafeInArchive(path: RawPath, entryName: Uint8Array): UnsafeName | undefined {
  if (path.length >= MAX_NAME_BYTES) return "too-long";
  const isTop = path.lastIndexOf("/") === 0;
  return whyUnsafe(entryName, "linux") ?? whyUnsafeElsewhere(rawPathFromBytes(entryName), isTop);
}

/** `x\..`, and where the whole name begins also `\x` and `C:x`. */
function whyUnsafeElsewhere(name: string, isTop: boolean): UnsafeName | undefined {
  const leavesFolder = name.includes("\\") && name.split("\\").includes("..");
  const startsElsewhere = isTop && /^(\\|[a-z]:)/i.test(name);
  return leavesFolder || startsElsewhere ? "forbidden-character" : undefined;
}
