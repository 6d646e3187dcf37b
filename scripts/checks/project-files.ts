import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { PROJECT_FOLDER } from "../run-command.ts";
import type { Packages, SourceFile } from "./imports.ts";

/** @returns every file of the project that git knows or would add, with `/`, in order */
export async function listProjectFiles(): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(
    "git",
    ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"],
    { cwd: PROJECT_FOLDER, maxBuffer: 64 * 1024 * 1024 },
  );
  const { stdout: deleted } = await promisify(execFile)("git", ["ls-files", "-z", "--deleted"], {
    cwd: PROJECT_FOLDER,
  });
  const gone = new Set(deleted.split("\0"));
  return stdout
    .split("\0")
    .filter((file) => file !== "" && !gone.has(file))
    .sort();
}

export async function readProjectFiles(files: readonly string[]): Promise<readonly SourceFile[]> {
  return Promise.all(
    files.map(async (file) => ({
      path: file,
      text: await readFile(path.join(PROJECT_FOLDER, file), "utf8"),
    })),
  );
}

const PackageFile = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

export async function readPackages(): Promise<Packages> {
  const text = await readFile(path.join(PROJECT_FOLDER, "package.json"), "utf8");
  const { dependencies, devDependencies } = PackageFile.parse(JSON.parse(text));
  return { production: Object.keys(dependencies), development: Object.keys(devDependencies) };
}
