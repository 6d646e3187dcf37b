/** One server of databases, signed in to. */
import type { DatabaseAccess } from "./access.ts";
import { findPrograms } from "./find-programs.ts";
import { openMariadb } from "./mariadb/open-mariadb.ts";
import { openPostgresql } from "./postgresql/open-postgresql.ts";
import type { DatabaseServerSession } from "./session.ts";
import { explaining, withWayThrough } from "./through-ssh.ts";

/**
 * Signs in to a server for some work, and first to the machine through which it is reached, if there is one. Nothing is asked of the
 * server yet.
 * @throws {BackstayError} DATABASE_CLIENT_MISSING, DATABASE_NOT_CHECKABLE, REMOTE_KEY_UNKNOWN and whatever keeps it from the machine
 */
export async function withServer<T>(
  access: DatabaseAccess,
  signal: AbortSignal,
  work: (server: DatabaseServerSession) => Promise<T>,
): Promise<T> {
  const programs = await findPrograms(access.kind, access.programFolder, signal);
  const open = access.kind === "postgresql" ? openPostgresql : openMariadb;
  if (access.through == null) return await open(access, programs, work);
  return await withWayThrough(access, access.through, signal, (door, explain) =>
    open({ ...access, door }, programs, (server) => work(explaining(server, explain))),
  );
}
