import type { Replica } from "../../../shared/model/repository.ts";

/** Kinds of places that restic knows by the same address as Backstay. */
const KNOWN_TO_RESTIC = new Set<Replica["kind"]>(["folder", "sftp", "s3", "rest", "rclone"]);

/**
 * What lists and restores backups without Backstay.
 *
 * @returns null for a place that restic cannot reach by itself
 */
export function resticCommands({
  kind,
  location,
}: Pick<Replica, "kind" | "location">): readonly string[] | null {
  if (!KNOWN_TO_RESTIC.has(kind)) return null;
  return commandsAt(location);
}

/** The same for a copy of the repository's folder. */
export function commandsAt(location: string): readonly string[] {
  const repository = `restic -r ${quoted(location)}`;
  return [`${repository} snapshots`, `${repository} restore ID --target ./restored --verify`];
}

/** As the shells of Linux and macOS want it, and for a path of Windows as its own. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (/^(?:[A-Za-z]:\\|\\\\)/.test(word)) return `"${word}"`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
