/** A server of MariaDB or MySQL for a while: nothing of it has to survive anything, and nobody reaches it but by its socket. */
import { join } from "node:path";
import type { ServerPrograms } from "./find-server.ts";
import { SCRATCH_USER, type ServerKind } from "./server-kind.ts";

const COMMON = [
  ...["--skip-networking", "--skip-log-bin", "--event-scheduler=OFF", "--performance-schema=OFF"],
  ...["--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--character-set-server=utf8mb4"],
  ...["--max-allowed-packet=1G", "--local-infile=0", "--skip-name-resolve"],
];
const OWN = {
  mariadb: ["--innodb-flush-method=nosync", "--sync-frm=0"],
  // as its manual says; nobody has run it
  mysql: ["--mysqlx=OFF", "--log-error-verbosity=3"],
};

export function mariadbServer({ install, flavour }: ServerPrograms): ServerKind {
  return {
    files: ({ password }) => ({
      // one statement a line
      "first.sql": [
        `CREATE USER ${SCRATCH_USER}@localhost IDENTIFIED BY '${password}';`,
        `GRANT ALL ON *.* TO ${SCRATCH_USER}@localhost WITH GRANT OPTION;`,
        // whom it was made with has no password
        "DROP USER IF EXISTS root@localhost;",
        "",
      ].join("\n"),
    }),
    prepare: ({ data }) => [
      flavour === "mysql"
        ? [install, "--no-defaults", `--datadir=${data}`, "--initialize-insecure"]
        : [
            ...([install, "--no-defaults", `--datadir=${data}`] as const),
            ...["--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"],
          ],
    ],
    arguments: ({ data, beside }) => [
      ...["--no-defaults", `--datadir=${data}`, `--socket=${join(beside, "s")}`],
      ...[`--pid-file=${join(beside, "pid")}`, `--tmpdir=${beside}`, `--secure-file-priv=${beside}`],
      ...[`--init-file=${join(beside, "first.sql")}`, ...COMMON],
      ...OWN[flavour === "mysql" ? "mysql" : "mariadb"],
    ],
    access: ({ beside }) => ({
      ...{ kind: "mariadb", user: SCRATCH_USER },
      server: { by: "socket", path: join(beside, "s") },
    }),
    isReady: /ready for connections/,
    endSignal: "SIGKILL",
  };
}
