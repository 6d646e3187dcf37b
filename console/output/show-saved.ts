import type { EntryAction, SavedEntry } from "../../core/backup/messages.ts";
import { rawPathFromText } from "../../core/platform/raw-path.ts";
import { formatBytes } from "../../shared/format/bytes.ts";
import type { CommandContext } from "../context.ts";
import { pathText } from "./path-text.ts";

/** restic's words for {@link EntryAction}. */
const ACTIONS: Readonly<Record<EntryAction, string>> = { new: "new", changed: "modified", same: "unchanged" };
const SIZE_WIDTH = 12;

/** Names one entry of a snapshot being made, as `-vv` asks for: action, size and path, or restic's `verbose_status`. */
export function showSaved(
  { path, type, action, sizeBytes, addedBytes, storedBytes, seconds }: SavedEntry,
  { output, words }: Pick<CommandContext, "output" | "words">,
): void {
  if (output.isJson && type === "other") return; // restic tells of files and folders only
  const item = type === "folder" && path !== "/" ? rawPathSlash(path) : path;
  if (output.isJson) {
    output.json({
      message_type: "verbose_status",
      action: ACTIONS[action],
      item: pathText(item),
      duration: seconds,
      data_size: type === "folder" ? 0 : addedBytes,
      data_size_in_repo: type === "folder" ? 0 : storedBytes,
      metadata_size: type === "folder" ? addedBytes : 0,
      metadata_size_in_repo: type === "folder" ? storedBytes : 0,
      total_files: 0, // restic's counts in what ends a scan, and is there in each
    });
    return;
  }
  const size = (type === "file" ? formatBytes(sizeBytes) : "").padStart(SIZE_WIDTH);
  output.pathLine(`${rawPathFromText(`${words.backup.actions[action]} ${size}  `)}${item}` as typeof path);
}

function rawPathSlash(path: SavedEntry["path"]): SavedEntry["path"] {
  return `${path}/` as SavedEntry["path"];
}
