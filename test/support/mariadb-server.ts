import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import type { DatabaseAccess } from "../../core/databases/access.ts";
import { type DatabaseServer, holdStatements, serverFolder, startServer } from "./database-server.ts";
import { freePort } from "./free-port.ts";
import { runAs } from "./run-as.ts";

const PASSWORD = 'it\'s: a \\ "Zebrafink" ü #;';

/** Starts MariaDB on loopback and a socket of its own, with a password. It is ended with the running test. */
export async function startMariadb(): Promise<DatabaseServer> {
  const owner = runAs("mysql");
  const folder = await serverFolder(owner);
  const data = join(folder, "data");
  // each server that starts removes the temporary tables it finds, of the one that starts beside it as well
  const env = { ...process.env, TMPDIR: folder };
  mkdirSync(data);
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(data, owner.uid, owner.gid);
  const install = [`--datadir=${data}`, "--auth-root-authentication-method=normal", "--skip-test-db"];
  execFileSync("mariadb-install-db", ["--no-defaults", ...install], {
    ...owner,
    cwd: folder,
    env,
    stdio: "pipe",
  });
  const first = join(folder, "first.sql");
  const secret = PASSWORD.replaceAll(/[\\']/g, String.raw`\$&`);
  writeFileSync(
    first,
    `CREATE USER office@'%' IDENTIFIED BY '${secret}';\nGRANT ALL ON *.* TO office@'%' WITH GRANT OPTION;\n`,
  );
  const port = await freePort();
  const socket = join(folder, "s");
  const { child, said, stop } = startServer(
    "mariadbd",
    [
      ...[
        "--no-defaults",
        `--datadir=${data}`,
        `--socket=${socket}`,
        `--port=${port}`,
        `--init-file=${first}`,
      ],
      ...["--bind-address=127.0.0.1", "--innodb-flush-log-at-trx-commit=0", "--event-scheduler=OFF"],
      "--skip-log-bin",
    ],
    { ...owner, cwd: folder, env },
  );
  const flagsOfClient = (database: string) => [
    ...["--no-defaults", `--socket=${socket}`, "--user=office", "--batch", "--raw", "--quick"],
    ...["--skip-column-names", "--default-character-set=utf8mb4", `--database=${database}`],
  ];
  const clientEnv = { PATH: process.env.PATH, MYSQL_PWD: PASSWORD };
  const sql = (text: string, database = "") =>
    execFileSync("mariadb", flagsOfClient(database), {
      ...{ input: text, encoding: "utf8", maxBuffer: 2e9, env: clientEnv },
    });
  await vi.waitFor(
    () => {
      if (child.exitCode !== null) throw new Error(said());
      sql("SELECT 1");
    },
    { timeout: 60_000, interval: 100 },
  );
  const common = {
    kind: "mariadb",
    user: "office",
    password: PASSWORD,
    programFolder: null,
    caFile: null,
    tls: "offered",
  } as const;
  const access: DatabaseAccess = { ...common, server: { by: "socket", path: socket } };
  return {
    access,
    overNetwork: { ...common, server: { by: "network", address: "127.0.0.1", port } },
    sql,
    hold: (text, database) =>
      holdStatements(
        "mariadb",
        flagsOfClient(database),
        clientEnv,
        text,
        () => sql("SHOW PROCESSLIST").includes("SELECT SLEEP"),
        () => {
          const ids = sql("SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'SELECT SLEEP%'");
          for (const id of ids.split("\n").filter(Boolean)) sql(`KILL ${id}`);
        },
      ),
    kill: () => void child.kill("SIGKILL"),
    stop,
  };
}
