/** Finds the programs of a database: those of the newest version that is installed. */
import { accessSync, constants, readdirSync } from "node:fs";
import path from "node:path";
import { BackstayError } from "../../shared/errors.ts";
import type { DatabaseKind } from "../../shared/model/source.ts";
import { runToEnd } from "./run-to-end.ts";

export type Programs = {
  /** @returns the whole path. @throws {BackstayError} DATABASE_CLIENT_MISSING */
  readonly need: (program: string) => string;
  /** As the first of them says it. */
  readonly version: string;
  /** Which of the relatives it belongs to: MariaDB's programs and MySQL's take other options. */
  readonly flavour: "postgresql" | "mariadb" | "mysql";
};

/** Which is asked for its version, by its names: those of MariaDB's older versions and of MySQL are the later ones. */
const FIRST: Readonly<Record<DatabaseKind, readonly string[]>> = {
  postgresql: ["pg_dump"],
  mariadb: ["mariadb-dump", "mysqldump"],
};

/** Folders that hold one folder for each version, and what lies in that. */
const VERSIONED: Readonly<Record<DatabaseKind, readonly (readonly [string, string])[]>> = {
  postgresql: [
    ["/usr/lib/postgresql", "bin"],
    ["/Library/PostgreSQL", "bin"],
    ["C:\\Program Files\\PostgreSQL", "bin"],
  ],
  mariadb: [
    ["C:\\Program Files\\MariaDB", "bin"],
    ["C:\\Program Files\\MySQL", "bin"],
  ],
};
const FURTHER: readonly string[] = [
  "/opt/homebrew/opt/libpq/bin",
  "/usr/local/opt/libpq/bin",
  "/opt/homebrew/bin",
  "/usr/local/bin",
  "/usr/local/mysql/bin",
];
const VERSION_MS = 15_000;

/**
 * @param folder where a person says that they lie; null looks where systems put them
 * @throws {BackstayError} DATABASE_CLIENT_MISSING
 */
export async function findPrograms(
  kind: DatabaseKind,
  folder: string | null,
  signal: AbortSignal,
): Promise<Programs> {
  const folders = folder === null ? programFolders(kind) : [folder];
  let best: { readonly at: string; readonly version: string } | undefined;
  for (const at of new Set(folders)) {
    const program = FIRST[kind].map((name) => inFolder(at, name)).find((found) => found !== undefined);
    if (program === undefined) continue;
    const { output } = await runToEnd({ program, arguments: ["--version"], limitMs: VERSION_MS, signal });
    if (best === undefined || compareVersions(versionIn(output), versionIn(best.version)) > 0)
      best = { at, version: output.trim() };
  }
  if (best === undefined)
    throw new BackstayError("DATABASE_CLIENT_MISSING", { kind, program: FIRST[kind][0] ?? "", folder });
  const { at, version } = best;
  return {
    version: versionIn(version).join("."),
    flavour: kind === "postgresql" ? kind : /mariadb/i.test(version) ? "mariadb" : "mysql",
    need(program) {
      const names = program.startsWith("mariadb") ? [program, olderName(program)] : [program];
      const found = names.map((name) => inFolder(at, name)).find((one) => one !== undefined);
      if (found === undefined)
        throw new BackstayError("DATABASE_CLIENT_MISSING", { kind, program, folder: at });
      return found;
    },
  };
}

/** @returns the numbers of the first version in a text: of "pg_dump (PostgreSQL) 15.18 (Debian ...)" 15 and 18 */
export function versionIn(text: string): readonly number[] {
  // MariaDB's programs have a version of their own before that of what they belong to
  const found = /Distrib (\d+(?:\.\d+)*)/.exec(text)?.[1] ?? /(\d+(?:\.\d+)+|\d+(?=[a-z]|$))/.exec(text)?.[1];
  return (found ?? "0").split(".").map(Number);
}

/** @returns more than zero when `a` is the newer one */
export function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let n = 0; n < Math.max(a.length, b.length); n += 1) {
    const difference = (a[n] ?? 0) - (b[n] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What MySQL, and MariaDB before 10.5, call it. */
function olderName(program: string): string {
  return program === "mariadb" ? "mysql" : program.replace(/^mariadb-/, "mysql");
}

/** @returns where systems put programs of this kind, those with a folder for each version first */
export function programFolders(kind: DatabaseKind): readonly string[] {
  return [...versionedFolders(kind), ...pathFolders(), ...FURTHER];
}

function versionedFolders(kind: DatabaseKind): readonly string[] {
  return VERSIONED[kind].flatMap(([folder, inner]) => {
    try {
      return readdirSync(folder).map((version) => path.join(folder, version, inner));
    } catch {
      return []; // systems put them elsewhere
    }
  });
}

function pathFolders(): readonly string[] {
  return (process.env.PATH ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
}

/** @returns the whole path of a program that may be run; undefined when it is not there */
export function inFolder(folder: string, name: string): string | undefined {
  const program = path.join(folder, process.platform === "win32" ? `${name}.exe` : name);
  try {
    accessSync(program, constants.X_OK);
    return program;
  } catch {
    return undefined; // not there, or not ours to run
  }
}
