/** Finds the programs of a server of databases that can be started for a while: those of the newest version that is installed. */
import path from "node:path";
import type { DatabaseKind } from "../../../shared/model/source.ts";
import { compareVersions, inFolder, programFolders, versionIn } from "../find-programs.ts";
import { runToEnd } from "../run-to-end.ts";

export type ServerPrograms = {
  /** The server itself, as a whole path. */
  readonly server: string;
  /** What makes its folder of data; the same program where it does that itself. */
  readonly install: string;
  readonly version: readonly number[];
  readonly flavour: "postgresql" | "mariadb" | "mysql";
};

const SERVERS: Readonly<Record<DatabaseKind, readonly string[]>> = {
  postgresql: ["postgres"],
  mariadb: ["mariadbd", "mysqld"],
};
const INSTALLERS: Readonly<Record<ServerPrograms["flavour"], readonly string[]>> = {
  postgresql: ["initdb"],
  mariadb: ["mariadb-install-db", "mysql_install_db"],
  mysql: [],
};
/** Servers lie where only administrators look for programs. */
const FURTHER: readonly string[] = ["/usr/sbin", "/usr/local/sbin", "/usr/libexec"];
/** Of a folder with programs, where those may be that belong to them. */
const BESIDE: readonly string[] = [".", "../bin", "../sbin", "../libexec", "../scripts"];
const VERSION_MS = 15_000;

/**
 * @param folder where a person says that the programs lie; null looks where systems put them
 * @returns undefined when there is none that is whole
 */
export async function findServer(
  kind: DatabaseKind,
  folder: string | null,
  signal: AbortSignal,
): Promise<ServerPrograms | undefined> {
  const folders =
    folder === null
      ? [...programFolders(kind), ...FURTHER]
      : BESIDE.map((beside) => path.join(folder, beside));
  let best: ServerPrograms | undefined;
  for (const at of new Set(folders)) {
    const server = firstIn([at], SERVERS[kind]);
    if (server === undefined) continue;
    const { output } = await runToEnd({
      program: server,
      arguments: ["--version"],
      ...{ limitMs: VERSION_MS, signal },
    });
    const version = versionIn(output);
    const flavour = kind === "postgresql" ? kind : /mariadb/i.test(output) ? "mariadb" : "mysql";
    const install =
      flavour === "mysql"
        ? server
        : firstIn([...BESIDE.map((beside) => path.join(at, beside)), ...folders], INSTALLERS[flavour]);
    if (install === undefined) continue;
    if (best === undefined || compareVersions(version, best.version) > 0)
      best = { server, install, version, flavour };
  }
  return best;
}

function firstIn(folders: readonly string[], names: readonly string[]): string | undefined {
  for (const at of folders) {
    const found = names.map((name) => inFolder(at, name)).find((program) => program !== undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}
