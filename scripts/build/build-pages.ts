import { existsSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { PROJECT_FOLDER } from "../run-command.ts";
import { fingerprintFiles } from "./fingerprint.ts";

/** What the pages are made from, relative to the project. */
const SOURCES = ["renderer", "shared", "package-lock.json", "scripts/build/build-pages.ts"];
/** The folder of the pages, in `dist/`. */
export const PAGES = "renderer";
/** Holds the fingerprint of the sources that the pages were made from; beside them, because all that is in their folder is served. */
export const PAGES_STAMP = "pages-built-from";

/**
 * Builds the pages into `dist/renderer`, unless they are newer than everything they are made from. Apart from the programs, because
 * whoever works on the one does not want to wait for the other.
 *
 * @param dist exists
 * @returns false when it failed; it has said why
 */
export async function buildPagesWhenStale(dist: string, options: { force: boolean }): Promise<boolean> {
  const fingerprint = fingerprintFiles(PROJECT_FOLDER, SOURCES, []);
  const stamp = path.join(dist, PAGES_STAMP);
  const pages = path.join(dist, PAGES);
  const isFresh =
    existsSync(pages) && existsSync(stamp) && (await readFile(stamp, "utf8")).trim() === fingerprint;
  if (isFresh && !options.force) return true;

  const next = path.join(dist, `${PAGES}-next`);
  await rm(next, { recursive: true, force: true });
  try {
    const { build } = await import("vite"); // only now: it takes longer to load than to see that nothing is to be done
    await build({
      configFile: path.join(PROJECT_FOLDER, "renderer/vite.config.ts"),
      logLevel: "warn",
      build: { outDir: next, emptyOutDir: true },
    });
  } catch (error) {
    console.error(error);
    return false;
  }
  await rm(stamp, { force: true });
  await rm(pages, { recursive: true, force: true });
  await rename(next, pages);
  await writeFile(stamp, `${fingerprint}\n`);
  return true;
}
