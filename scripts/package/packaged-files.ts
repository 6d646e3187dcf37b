import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { builderList } from "./builder-list.ts";

/** Paths from the project's folder, with `/`, in order. */
export type PackagedFiles = {
  /** All that is in the archive or beside it. */
  readonly files: readonly string[];
  /** Those beside it. */
  readonly unpacked: readonly string[];
};

/** What the builder leaves out everywhere, of what could be among our files. */
const LEFT_OUT = ["!**/*.{cc,d.ts,mk,a,o,obj}", "!**/.*", "!**/electron-builder.yml"];

/**
 * Works out which files the installers will hold, by the rules of electron-builder: patterns are followed in order, one that
 * begins with `!` takes away what an earlier one has let in. For the packages in `node_modules` only these count, and only
 * packages that are needed to run are there at all.
 *
 * @param root the project's folder, or one that looks like it
 */
export function packagedFiles(root: string): PackagedFiles {
  const yaml = readFileSync(path.join(root, "electron-builder.yml"), "utf8");
  const patterns = builderList(yaml, "files");
  const ownFiles = [...patterns, ...LEFT_OUT];
  const packageFiles = ["**/*", ...patterns.filter((pattern) => pattern.startsWith("!")), ...LEFT_OUT];
  const files = [
    ...filesOf(root, ["package.json", "LICENSE", "dist"]).filter((file) => isLetIn(file, ownFiles)),
    ...filesOf(root, neededPackages(root)).filter((file) => isLetIn(file, packageFiles)),
  ].sort();
  const unpackPatterns = builderList(yaml, "asarUnpack");
  return { files, unpacked: files.filter((file) => isLetIn(file, unpackPatterns)) };
}

function isLetIn(file: string, patterns: readonly string[]): boolean {
  let isIn = false;
  for (const pattern of patterns) {
    const takesAway = pattern.startsWith("!");
    if (takesAway === isIn && path.posix.matchesGlob(file, takesAway ? pattern.slice(1) : pattern))
      isIn = !takesAway;
  }
  return isIn;
}

const Lock = z.object({ packages: z.record(z.string(), z.object({ dev: z.boolean().default(false) })) });

/** @returns folders in `node_modules` that package-lock.json does not call development only, and that are installed here */
function neededPackages(root: string): readonly string[] {
  const lock = Lock.parse(JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")));
  return Object.entries(lock.packages).flatMap(([folder, { dev }]) => (folder === "" || dev ? [] : [folder]));
}

function filesOf(root: string, names: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const name of names) {
    for (const file of filesUnder(root, name)) found.add(file); // a package inside of another is listed twice
  }
  return [...found];
}

function filesUnder(root: string, name: string): readonly string[] {
  try {
    return readdirSync(path.join(root, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOTDIR") return [name];
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return []; // for another platform
    throw error;
  }
}
