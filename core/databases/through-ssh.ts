/** Databases that are reached through another machine: a private door on this computer, and SSH behind it. */
import path from "node:path";
import { BackstayError, isBackstayError } from "../../shared/errors.ts";
import { serverText, whereText } from "../../shared/model/source.ts";
import { machineText, type SshMachine } from "../../shared/model/ssh-machine.ts";
import { connectToMachine } from "../remote/connect-to-machine.ts";
import { type Door, type ForwardTarget, withForward } from "../remote/forward.ts";
import type { SshConnection } from "../remote/ssh-connection.ts";
import { type DatabaseAccess, tlsOf } from "./access.ts";
import { encryptedPostgresql } from "./postgresql/encrypted-postgresql.ts";
import { withPrivateFolder } from "./private-folder.ts";
import type { DatabaseServerSession, Dump } from "./session.ts";

/** As PostgreSQL's programs want it called; the others take any name. */
const SOCKET = ".s.PGSQL.5432";
/** What only a program would know, and what it says when its connection is cut, which was not the server's doing. */
const OF_PROGRAMS: readonly string[] = [
  "COMMAND_FAILED",
  "COMMAND_SILENT",
  "DATABASE_NOT_REACHED",
  "DUMP_CUT_OFF",
] satisfies BackstayError["code"][];
/** A machine that is gone does not say goodbye. */
const GOODBYE_MS = 1000;

/** @returns what really went wrong, for what a program says of it */
export type Explain = (error: unknown) => unknown;

/**
 * Connects to the machine and opens the door as long as the work goes on. Nobody else on this computer can use it: its socket lies in a
 * folder of its own; but on Windows, whose programs know no sockets, it is a port of loopback.
 *
 * @throws {BackstayError} DATABASE_NOT_CHECKABLE, what {@link connectToMachine} throws
 */
export async function withWayThrough<T>(
  access: DatabaseAccess,
  machine: SshMachine,
  signal: AbortSignal,
  work: (door: Door, explain: Explain) => Promise<T>,
): Promise<T> {
  const { kind, server, machineSecrets = {} } = access;
  if (kind === "mariadb" && tlsOf(access) === "verified")
    throw new BackstayError("DATABASE_NOT_CHECKABLE", { kind, server: whereText(access) });
  const connection = await connectToMachine(machine, machineSecrets, signal);
  const names = { machine: machineText(machine), target: serverText(server) };
  const prepare = kind === "postgresql" && server.by === "network" ? encryptedPostgresql(access) : undefined;
  const open = async (socketPath: string | undefined) =>
    await withForward(
      connection,
      { to: targetOf(access), socketPath, names, prepare },
      async ({ door, failure }) => work(door, explainBy(failure, names.machine)),
    );
  try {
    if (process.platform === "win32") return await open(undefined);
    return await withPrivateFolder("through", (folder) => open(path.join(folder, SOCKET)));
  } finally {
    await end(connection);
  }
}

/** Of PostgreSQL's socket people name the folder as well, as its programs do. */
function targetOf({ kind, server }: DatabaseAccess): ForwardTarget {
  if (server.by === "network" || kind !== "postgresql" || /\.s\.PGSQL\.\d+$/.test(server.path)) return server;
  return { by: "socket", path: `${server.path.replace(/\/$/, "")}/${SOCKET}` };
}

/** The same server, but what fails because of the way to it says so. */
export function explaining(server: DatabaseServerSession, explain: Explain): DatabaseServerSession {
  const told = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      throw explain(error);
    }
  };
  const toldOf = (dump: Dump): Dump => ({
    async *open(signal) {
      try {
        yield* dump.open(signal);
      } catch (error) {
        throw explain(error);
      }
    },
  });
  return {
    clientVersion: server.clientVersion,
    look: (signal) => told(server.look(signal)),
    dump: (database, how) => toldOf(server.dump(database, how)),
    dumpUsers: (found, how) => toldOf(server.dumpUsers(found, how)),
    fill: (order, signal) => told(server.fill(order, signal)),
    count: (database, signal) => told(server.count(database, signal)),
    rename: (from, to, signal) => told(server.rename(from, to, signal)),
    remove: (database, signal) => told(server.remove(database, signal)),
    removeIdle: (database, signal) => told(server.removeIdle(database, signal)),
  };
}

function explainBy(failure: () => BackstayError | undefined, machine: string): Explain {
  return (error) => {
    const reason = failure();
    if (reason === undefined || !isBackstayError(error)) return error;
    if (OF_PROGRAMS.includes(error.code)) return reason;
    if (!isBackstayError(error, "DATABASE_NOT_RESTORED") || reason.code !== "REMOTE_SILENT") return error;
    return new BackstayError("DATABASE_NOT_RESTORED", { ...error.details, lost: machine }, { cause: reason });
  };
}

async function end(connection: SshConnection): Promise<void> {
  if (connection.signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  connection.signal.addEventListener("abort", () => resolve(), { once: true });
  const timer = setTimeout(resolve, GOODBYE_MS);
  connection.close();
  await promise;
  clearTimeout(timer);
  connection.client.destroy();
}
