/** What can be done on a server of databases, whichever it is. */
import { BackstayError, isBackstayError } from "../../shared/errors.ts";
import { whereText } from "../../shared/model/source.ts";
import { machineText } from "../../shared/model/ssh-machine.ts";
import type { StreamSource } from "../backup/streams/stream-source.ts";
import type { DatabaseAccess, FoundServer } from "./access.ts";

export type DumpHow = {
  /** A program that writes nothing for so long is ended. */
  readonly silentMs: number;
  /** Told of what it says beside the dump. */
  readonly onSaid?: (text: string) => void;
};

export type Dump = Pick<StreamSource, "open">;

/** What is to become a database again. */
export type RestoreOrder = {
  /** Of the new database. */
  readonly name: string;
  readonly dump: AsyncIterable<Uint8Array>;
  /** Of the database that was dumped; empty where nobody wrote them down. */
  readonly properties: Readonly<Record<string, string>>;
  /** Whether users of the same names own what they owned, and may do what they might. */
  readonly keepsOwners: boolean;
  /** For the whole of it. */
  readonly limitMs: number;
};

export type DatabaseServerSession = {
  readonly clientVersion: string;
  /**
   * @throws {BackstayError} DATABASE_NOT_REACHED, DATABASE_CLIENT_OLDER, DATABASE_NOT_ENCRYPTED
   */
  look(signal: AbortSignal): Promise<FoundServer>;
  /** Fails with COMMAND_FAILED, COMMAND_SILENT, COMMAND_NOT_RUN, DUMP_CUT_OFF. */
  dump(database: string, how: DumpHow): Dump;
  /** Users with their passwords and rights, as statements. */
  dumpUsers(found: FoundServer, how: DumpHow): Dump;
  /**
   * Makes a database and fills it. When it fails, what there is of it stays to be removed by {@link remove}.
   * @throws {BackstayError} DATABASE_NOT_RESTORED; what the dump throws
   */
  fill(order: RestoreOrder, signal: AbortSignal): Promise<void>;
  /** How much is in a database: something to see whether it was filled. */
  count(database: string, signal: AbortSignal): Promise<{ readonly tables: number; readonly rows: number }>;
  /** Gives it another name that is free; who is signed in to it is sent away. */
  rename(from: string, to: string, signal: AbortSignal): Promise<void>;
  remove(database: string, signal: AbortSignal): Promise<void>;
  /** The same, but only when nobody is signed in to it. @returns whether it is gone */
  removeIdle(database: string, signal: AbortSignal): Promise<boolean>;
};

/** What a program says of a server that it cannot sign in to is what a person has to know. */
export function notReached(access: DatabaseAccess, error: unknown): unknown {
  const { kind } = access;
  const server = whereText(access);
  if (isBackstayError(error, "COMMAND_FAILED"))
    return new BackstayError("DATABASE_NOT_REACHED", {
      ...{ kind, server, said: error.details.said },
    });
  if (isBackstayError(error, "COMMAND_SILENT"))
    return new BackstayError("DATABASE_NOT_REACHED", {
      ...{ kind, server, said: `no answer in ${error.details.seconds} s` },
    });
  return error;
}

/** The same of a program that was to put something back. */
export function notRestored(access: DatabaseAccess, name: string, error: unknown): unknown {
  const server = whereText(access);
  if (isBackstayError(error, "COMMAND_FAILED"))
    return new BackstayError("DATABASE_NOT_RESTORED", { name, server, said: error.details.said });
  if (isBackstayError(error, "COMMAND_SILENT")) {
    const said = `not done in ${error.details.seconds} s`;
    return new BackstayError("DATABASE_NOT_RESTORED", { name, server, said });
  }
  if (isBackstayError(error, "REMOTE_SILENT") && access.through != null)
    return new BackstayError(
      "DATABASE_NOT_RESTORED",
      { name, server, said: "", lost: machineText(access.through) },
      { cause: error },
    );
  return error;
}
