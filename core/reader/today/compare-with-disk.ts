import { type BigIntStats, lstatSync, readlinkSync } from "node:fs";
import { hasSystemCode } from "../../../shared/errors.ts";
import type { TodayState } from "../../../shared/model/browse.ts";
import { type RawPath, rawPathForFs, rawPathFromBytes } from "../../platform/raw-path.ts";
import type { NodeType } from "../../repository/node.ts";
import type { ListedEntry } from "../folder-entries.ts";

/** An entry of a snapshot, and where it was on this machine. */
export type PlacedEntry = Pick<ListedEntry, "type" | "sizeBytes" | "mtimeNs" | "linkTarget"> & {
  readonly place: RawPath;
};

/**
 * Says what stands where an entry was. A folder that is there may hold other things than it did, so of it nothing is said.
 *
 * @returns `newer` when what is there now is newer; null when it cannot be told
 */
export function compareWithDisk(entry: PlacedEntry): TodayState | null {
  try {
    const place = rawPathForFs(entry.place);
    const stat = lstatSync(place, { bigint: true, throwIfNoEntry: false });
    if (stat === undefined) return "gone";
    if (!isOfType(stat, entry.type)) return "different";
    if (entry.type === "dir") return null;
    if (entry.type === "symlink") {
      const target = rawPathFromBytes(readlinkSync(place, { encoding: "buffer" }));
      return target === entry.linkTarget ? "same" : "different";
    }
    if (entry.type !== "file") return "same";
    if (stat.mtimeNs !== entry.mtimeNs) return stat.mtimeNs > entry.mtimeNs ? "newer" : "older";
    return stat.size === BigInt(entry.sizeBytes) ? "same" : "different";
  } catch (error) {
    if (hasSystemCode(error, "ENOENT", "ENOTDIR")) return "gone";
    return null; // not permitted, or the place itself has trouble
  }
}

function isOfType(stat: BigIntStats, type: NodeType): boolean {
  switch (type) {
    case "file":
      return stat.isFile();
    case "dir":
      return stat.isDirectory();
    case "symlink":
      return stat.isSymbolicLink();
    case "dev":
      return stat.isBlockDevice();
    case "chardev":
      return stat.isCharacterDevice();
    case "fifo":
      return stat.isFIFO();
    case "socket":
      return stat.isSocket();
    default:
      return false;
  }
}
