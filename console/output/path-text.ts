import { type RawPath, rawPathToBytes } from "../../core/platform/raw-path.ts";
import { lossyText } from "../../core/repository/format/utf8.ts";

/** A path as text, with U+FFFD for each byte that is not UTF-8: what restic's JSON has. Not {@link printable} yet. */
export function pathText(path: RawPath): string {
  return lossyText(rawPathToBytes(path));
}
