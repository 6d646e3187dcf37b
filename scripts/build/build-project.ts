import { existsSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { PROJECT_FOLDER, runCommand } from "../run-command.ts";
import { buildPagesWhenStale, PAGES, PAGES_STAMP } from "./build-pages.ts";
import { bundle } from "./bundle.ts";
import { fingerprintFiles } from "./fingerprint.ts";

/** What `dist/` is made from, relative to the project, and what a build itself puts among it. */
const SOURCES = [
  "shared",
  "core",
  "console",
  "electron",
  "scripts/build-kernel.ts",
  "scripts/build",
  "package-lock.json",
  "tsconfig.json",
];
const MADE = ["core/kernel/build"];
export const DIST = path.join(PROJECT_FOLDER, "dist");
const NEXT_DIST = path.join(PROJECT_FOLDER, "dist-next");
/** Holds the fingerprint of the sources that `dist/` was made from. */
const STAMP = "built-from";

/**
 * Builds the WebAssembly kernel and bundles the sources into `dist/`, and the pages into `dist/renderer`. A new folder replaces the
 * old one only when all of it is there, so a failed build leaves the last good one. Types are not looked at here, but by
 * `npm run check`.
 *
 * @returns false when a step failed; it has said why
 */
export async function buildWhenStale(options: { force: boolean }): Promise<boolean> {
  return (await buildProgramsWhenStale(options)) && (await buildPagesWhenStale(DIST, options));
}

/** The same without the pages. */
export async function buildProgramsWhenStale(options: { force: boolean }): Promise<boolean> {
  const fingerprint = fingerprintFiles(PROJECT_FOLDER, SOURCES, MADE);
  if (!options.force && (await builtFrom()) === fingerprint) return true;

  await rm(NEXT_DIST, { recursive: true, force: true });
  try {
    await bundle(NEXT_DIST);
  } catch (error) {
    console.error(error);
    return false;
  }
  if ((await runCommand("node", ["scripts/build-kernel.ts", "--out", NEXT_DIST])) !== 0) return false;
  await writeFile(path.join(NEXT_DIST, STAMP), `${fingerprint}\n`);
  for (const name of [PAGES, PAGES_STAMP])
    await moveIfThere(path.join(DIST, name), path.join(NEXT_DIST, name));
  await rm(DIST, { recursive: true, force: true });
  await rename(NEXT_DIST, DIST);
  return true;
}

async function moveIfThere(from: string, to: string): Promise<void> {
  if (existsSync(from)) await rename(from, to);
}

async function builtFrom(): Promise<string | undefined> {
  const stamp = path.join(DIST, STAMP);
  return existsSync(stamp) ? (await readFile(stamp, "utf8")).trim() : undefined;
}
