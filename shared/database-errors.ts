import type { DatabaseKind } from "./model/source.ts";

/** Errors of databases as sources: their programs, their servers, and what is put back into them. */
export type DatabaseErrorDetails = {
  /** A program of the database is not on the machine the engine runs on, or not in `folder`. */
  DATABASE_CLIENT_MISSING: { kind: DatabaseKind; program: string; folder: string | null };
  /** It cannot dump a server that is newer than itself. */
  DATABASE_CLIENT_OLDER: { kind: DatabaseKind; client: string; server: string };
  /** `said`: by the program, short. */
  DATABASE_NOT_REACHED: { kind: DatabaseKind; server: string; said: string };
  DATABASE_NOT_ENCRYPTED: { kind: DatabaseKind; server: string };
  /** Its certificate cannot be checked by who comes through another machine, as programs of MariaDB compare it with this one. */
  DATABASE_NOT_CHECKABLE: { kind: DatabaseKind; server: string };
  DATABASE_NOT_THERE: { server: string; names: readonly string[] };
  /** A dump ended without an error, and is not whole. */
  DUMP_CUT_OFF: { database: string };
  SOURCE_NOT_READ: { path: string; systemCode: string };
  /** A folder or file that is named as a source is a link: a backup saves links as such. */
  SOURCE_IS_LINK: { path: string; target: string };
  /** A program said and wrote nothing for that long, and was ended. */
  COMMAND_SILENT: { program: string; seconds: number };
  /** What is to be put back is no whole dump of a database: `incomplete` was cut off already when it was saved. */
  DUMP_NOT_USABLE: { path: string; reason: "incomplete" | "not-a-dump" | "other-kind" };
  /** There is a database of that name, and nobody has said that it is to be replaced. */
  DATABASE_EXISTS: { name: string; server: string };
  /** The database that was being filled is removed again. */
  DATABASE_NOT_RESTORED: {
    name: string;
    server: string;
    /** By the program. */
    said: string;
    /** The machine through which the server was reached, when the connection to it ended meanwhile. */
    lost?: string;
    /** What it is called when it could not be removed. */
    stays?: string;
  };
  /** The caller may not say which program is run, or it is not named by its whole path. */
  SOURCE_PROGRAM_REFUSED: { program: string; reason: "not-allowed" | "relative" };
};
export type DatabaseErrorCode = keyof DatabaseErrorDetails;
