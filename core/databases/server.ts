/** One server of databases, signed in to. */
import type { DatabaseAccess } from "./access.ts";
import { findPrograms } from "./find-programs.ts";
import { openMariadb } from "./mariadb/open-mariadb.ts";
import { openPostgresql } from "./postgresql/open-postgresql.ts";
import type { DatabaseServerSession } from "./session.ts";

/**
 * Signs in to a server for some work. Nothing is asked of the server yet.
 * @throws {BackstayError} DATABASE_CLIENT_MISSING
 */
export async function withServer<T>(
  access: DatabaseAccess,
  signal: AbortSignal,
  work: (server: DatabaseServerSession) => Promise<T>,
): Promise<T> {
  const programs = await findPrograms(access.kind, access.programFolder, signal);
  const open = access.kind === "postgresql" ? openPostgresql : openMariadb;
  return await open(access, programs, work);
}
