import type { TodayState, TreeEntry } from "../../shared/model/browse.ts";
import { joinRawPath, type RawPath, rawPathToText } from "../platform/raw-path.ts";
import type { NodeType } from "../repository/node.ts";
import type { ListedEntry } from "./folder-entries.ts";
import { timeMsOf } from "./time-ms.ts";

/** @param today null where it cannot be told, and so for `versions` */
export function describeEntry(
  folder: RawPath,
  entry: ListedEntry,
  today: TodayState | null,
  versions: number | null,
): TreeEntry {
  return {
    path: contractPath(joinRawPath(folder, entry.name)),
    name: rawPathToText(entry.name),
    type: shownType(entry.type),
    sizeBytes: entry.type === "file" ? entry.sizeBytes : null,
    modifiedMs: timeMsOf(entry.mtimeNs),
    linkTarget: entry.type === "symlink" ? rawPathToText(entry.linkTarget) : null,
    today,
    versions,
  };
}

/** As in `TreePath`. */
const MAX_PATH_LENGTH = 32_768;
/** U+FFFD, as bytes. */
const REPLACEMENT = "\xef\xbf\xbd";

/**
 * No real file has a zero byte in its name, and none has so long a path; a hostile tree can have both. What comes out is fit for
 * the contract, and names nothing.
 */
export function contractPath(path: RawPath): RawPath {
  const clean = path.includes("\0") ? path.replace(/\0/g, REPLACEMENT) : path;
  return clean.slice(0, MAX_PATH_LENGTH) as RawPath;
}

/** restic has two words for what it has no word for. */
export function shownType(type: NodeType): TreeEntry["type"] {
  return type === "" || type === "irregular" ? "other" : type;
}
