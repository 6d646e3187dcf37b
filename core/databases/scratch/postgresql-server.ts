/** A server of PostgreSQL for a while: nothing of it has to survive anything, and nobody reaches it but by its socket. */
import { join } from "node:path";
import type { ServerPrograms } from "./find-server.ts";
import { SCRATCH_USER, type ServerKind } from "./server-kind.ts";

const SETTINGS = {
  listen_addresses: "",
  unix_socket_permissions: "0700",
  ...{ fsync: "off", synchronous_commit: "off", full_page_writes: "off", autovacuum: "off" },
  ...{ wal_level: "minimal", max_wal_senders: "0", archive_mode: "off", max_wal_size: "256MB" },
  ...{ max_connections: "20", maintenance_work_mem: "64MB", jit: "off" },
  // memory that is shared is a file of its folder, and gone with that
  dynamic_shared_memory_type: "mmap",
  // one that broke down is not to begin anew behind our back, and says nothing of what is in the databases
  ...{ restart_after_crash: "off", log_min_error_statement: "panic", log_min_messages: "log" },
  ...{ logging_collector: "off", lc_messages: "C", max_parallel_maintenance_workers: "0" },
};

export function postgresqlServer({ install }: ServerPrograms): ServerKind {
  return {
    files: ({ password }) => ({ secret: `${password}\n` }),
    prepare: ({ data, beside }) => [
      [
        install,
        ...["-D", data, `--username=${SCRATCH_USER}`, "--auth=scram-sha-256"],
        ...[`--pwfile=${join(beside, "secret")}`, "--encoding=UTF8", "--locale=C", "--no-sync"],
      ],
    ],
    arguments: ({ data, beside }) => [
      ...["-D", data, "-c", `unix_socket_directories=${beside}`],
      ...Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    access: ({ beside }) => ({
      ...{ kind: "postgresql", user: SCRATCH_USER },
      server: { by: "socket", path: join(beside, ".s.PGSQL.5432") },
    }),
    isReady: /ready to accept connections/,
    endSignal: "SIGQUIT", // killed, it would leave what it has of the system's shared memory
  };
}
