import { type RawPath, rawPathFromBytes, rawPathFromText } from "../../core/platform/raw-path.ts";
import type { BrowseProblem } from "../../core/restore/browse/browse-problem.ts";
import type { WalkedEntry } from "../../core/restore/browse/walk-tree.ts";
import { printable } from "../../shared/format/printable.ts";
import { describeError } from "../../shared/words/describe-error.ts";
import type { CommandContext } from "../context.ts";
import { formatLocalMoment } from "./local-time.ts";
import { pathText } from "./path-text.ts";
import { formatPermissions } from "./permissions.ts";
import { padStart } from "./text-width.ts";

/** One line for an entry: its path, or in the long form mode, owner, size in bytes and time before it. */
export function entryLine({ path, node }: WalkedEntry, isLong: boolean): RawPath {
  if (!isLong) return path;
  const numbers = [
    padStart(String(node.uid), 5),
    padStart(String(node.gid), 5),
    padStart(String(node.sizeBytes), 6),
  ];
  const facts = [formatPermissions(node.mode), ...numbers, formatLocalMoment(node.mtimeNs), ""].join(" ");
  const target = node.type === "symlink" ? ` -> ${rawPathFromBytes(node.linkTarget)}` : "";
  return (rawPathFromText(facts) + path + target) as RawPath;
}

/** Says on standard error what of a snapshot could not be read. */
export function showBrowseProblem(
  { path, error }: BrowseProblem,
  during: string,
  context: CommandContext,
): void {
  const { message } = describeError(error, context.language);
  const item = pathText(path);
  const hasPath = message.includes(item); // some say it themselves
  context.output.complain(hasPath ? printable(message) : `${printable(item)}: ${message}`, {
    message_type: "error",
    error: { message },
    during,
    item,
  });
}
