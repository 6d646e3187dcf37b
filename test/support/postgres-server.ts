import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import type { DatabaseAccess } from "../../core/databases/access.ts";
import { type DatabaseServer, holdStatements, serverFolder, startServer } from "./database-server.ts";
import { freePort } from "./free-port.ts";
import { runAs } from "./run-as.ts";

const PASSWORD = 'it\'s: a \\ "Zebrafink" ü';
const VERSIONS = "/usr/lib/postgresql";

/** Where Debian puts the programs of the server, which are not in anybody's path. */
export function postgresPrograms(): string {
  const [newest] = readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a));
  return join(VERSIONS, newest ?? "", "bin");
}

/** Starts PostgreSQL on loopback and a socket of its own, with a password for everybody. It is ended with the running test. */
export async function startPostgres(): Promise<DatabaseServer> {
  const owner = runAs("postgres");
  const folder = await serverFolder(owner);
  const bin = postgresPrograms();
  const data = join(folder, "data");
  const secret = join(folder, "secret");
  writeFileSync(secret, `${PASSWORD}\n`);
  const initialize = ["-D", data, "-U", "office", "-A", "scram-sha-256", `--pwfile=${secret}`, "-E", "UTF8"];
  execFileSync(join(bin, "initdb"), [...initialize, "--locale=C.UTF-8", "--no-sync"], {
    ...owner,
    cwd: folder,
  });
  const port = await freePort();
  const settings = { listen_addresses: "127.0.0.1", port, unix_socket_directories: folder, fsync: "off" };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const { child, said, stop } = startServer(join(bin, "postgres"), ["-D", data, ...flags], {
    ...owner,
    cwd: folder,
  });
  const psql = join(bin, "psql");
  const flagsOfClient = ["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1"];
  const environment = (database: string) => ({
    ...{ PATH: process.env.PATH, PGHOST: folder, PGPORT: String(port) },
    ...{ PGUSER: "office", PGPASSWORD: PASSWORD, PGDATABASE: database },
  });
  const sql = (text: string, database = "postgres") =>
    execFileSync(psql, flagsOfClient, {
      ...{ input: text, encoding: "utf8", maxBuffer: 2e9, env: environment(database) },
    });
  await vi.waitFor(
    () => {
      if (child.exitCode !== null) throw new Error(said());
      sql("SELECT 1");
    },
    { timeout: 60_000, interval: 100 },
  );
  const common = {
    kind: "postgresql",
    user: "office",
    password: PASSWORD,
    programFolder: null,
    caFile: null,
    tls: "offered",
  } as const;
  const access: DatabaseAccess = {
    ...common,
    server: { by: "socket", path: join(folder, `.s.PGSQL.${port}`) },
  };
  return {
    access,
    overNetwork: { ...common, server: { by: "network", address: "127.0.0.1", port } },
    sql,
    hold: (text, database) =>
      holdStatements(
        psql,
        flagsOfClient,
        environment(database),
        text,
        () => sql("SELECT query FROM pg_stat_activity").includes("SELECT pg_sleep"),
        () =>
          void sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()",
          ),
      ),
    kill: () => void child.kill("SIGKILL"),
    stop,
  };
}
