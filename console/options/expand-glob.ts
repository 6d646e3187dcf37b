import { lstat, readdir } from "node:fs/promises";
import { compileComponent } from "../../core/backup/exclude/component-glob.ts";
import { GlobSyntaxError } from "../../core/backup/exclude/parse-glob.ts";
import {
  joinRawPath,
  type RawPath,
  rawPathForFs,
  rawPathFromBytes,
  rawPathFromText,
  rawPathToText,
} from "../../core/platform/raw-path.ts";
import { BackstayError } from "../../shared/errors.ts";

const META = /[*?[\\]/;

/**
 * The paths that fit a pattern, as `--files-from` takes it: `*`, `?`, `[a-z]` and `\` work within each component, names that
 * begin with a dot are like any other.
 *
 * @returns paths that exist, sorted; relative when the pattern is
 * @throws {BackstayError} PATTERN_INVALID
 * @source Go's `path/filepath.Glob`, which restic uses
 */
export async function expandGlob(pattern: string): Promise<readonly string[]> {
  const raw = rawPathFromText(pattern);
  let found: RawPath[] = [(raw.startsWith("/") ? "/" : "") as RawPath];
  for (const component of raw.split("/").filter((part) => part !== "")) {
    const name = component as RawPath;
    const next = META.test(component)
      ? await matchesIn(found, name, pattern)
      : found.map((at) => below(at, name));
    found = next;
  }
  const present = await Promise.all(
    found.map(async (path) => ((await exists(path)) ? [rawPathToText(path)] : [])),
  );
  return present.flat().sort();
}

async function matchesIn(folders: readonly RawPath[], glob: RawPath, pattern: string): Promise<RawPath[]> {
  const fits = compile(glob, pattern);
  const matches = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(folder === "" ? "." : rawPathForFs(folder), { encoding: "buffer" }).catch(
        nothing,
      );
      return names
        .map(rawPathFromBytes)
        .filter(fits)
        .map((name) => below(folder, name));
    }),
  );
  return matches.flat();
}

function compile(glob: RawPath, pattern: string): (name: string) => boolean {
  try {
    return compileComponent(glob);
  } catch (error) {
    if (!(error instanceof GlobSyntaxError)) throw error;
    throw new BackstayError("PATTERN_INVALID", { pattern, reason: error.problem }, { cause: error });
  }
}

function below(folder: RawPath, name: RawPath): RawPath {
  return folder === "" ? name : joinRawPath(folder, name);
}

/** What cannot be looked into holds nothing that fits. */
function nothing(): Buffer[] {
  return [];
}

async function exists(path: RawPath): Promise<boolean> {
  return await lstat(rawPathForFs(path)).then(
    () => true,
    () => false,
  );
}
