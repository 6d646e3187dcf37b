import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";

/**
 * Sums up the state of files and folders without reading the files: names, sizes and times of change.
 *
 * @param root folder that `sources` are relative to
 * @param sources files and folders; those that do not exist count as empty
 * @param leftOut files and folders inside `sources` that do not count
 * @returns 64 hex digits that change when a file is added, removed, renamed or written
 */
export function fingerprintFiles(
  root: string,
  sources: readonly string[],
  leftOut: readonly string[],
): string {
  const hash = createHash("sha256");
  for (const file of sources.flatMap((source) => filesUnder(root, source, leftOut)).sort()) {
    const { size, mtimeNs } = statSync(path.join(root, file), { bigint: true });
    hash.update(`${file}\0${size}\0${mtimeNs}\n`);
  }
  return hash.digest("hex");
}

function filesUnder(root: string, source: string, leftOut: readonly string[]): readonly string[] {
  if (leftOut.includes(source)) return [];
  const stats = statSync(path.join(root, source), { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (stats.isFile()) return [source];
  return readdirSync(path.join(root, source)).flatMap((name) =>
    filesUnder(root, path.posix.join(source, name), leftOut),
  );
}
