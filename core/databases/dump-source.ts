/** What is saved of a source that is no files: streams of the programs that write it. */
import { z } from "zod";
import { BackstayError } from "../../shared/errors.ts";
import { databasePath } from "../../shared/format/database-path.ts";
import { CommandDraft, DatabaseDraft, whereText } from "../../shared/model/source.ts";
import type { SshSecrets } from "../../shared/model/ssh-machine.ts";
import { commandStream } from "../backup/streams/command-stream.ts";
import type { StreamSource } from "../backup/streams/stream-source.ts";
import type { FoundServer } from "./access.ts";
import { ABOUT_FILE, type AboutDump, serverFolder, USERS_FILE } from "./layout.ts";
import { clientEnvironment } from "./run-to-end.ts";
import { withServer } from "./server.ts";
import type { DatabaseServerSession, DumpHow } from "./session.ts";

const look = { name: true, icon: true } as const;
/** As much of a source as a job needs to save it; without secrets. */
export const DumpSource = z.discriminatedUnion("kind", [CommandDraft.omit(look), DatabaseDraft.omit(look)]);
export type DumpSource = z.infer<typeof DumpSource>;
type DatabaseDump = Extract<DumpSource, { kind: "postgresql" | "mariadb" }>;

export type DumpStreams = {
  /** What the snapshot calls its paths: the same ones whichever databases there are. */
  readonly paths: readonly string[];
  readonly streams: readonly StreamSource[];
  /** Databases with tables that may have changed while they were dumped. */
  readonly loose: readonly string[];
};

export type DumpParts = {
  readonly password: string | undefined;
  /** What signs in to the machine through which the server is reached. */
  readonly machineSecrets?: SshSecrets | undefined;
  readonly signal: AbortSignal;
  /** Told of what the programs say beside what they write. */
  readonly onSaid?: (text: string) => void;
};

const MINUTE_MS = 60_000;

/**
 * @param work done while the programs can sign in
 * @throws {BackstayError} what signing in to the server throws, before anything is saved; DATABASE_NOT_THERE when none of those that are
 * wanted is
 */
export async function withDumpStreams<T>(
  source: DumpSource,
  { password, machineSecrets, signal, onSaid }: DumpParts,
  work: (dump: DumpStreams) => Promise<T>,
): Promise<T> {
  const how: DumpHow = {
    silentMs: source.silentMinutes * MINUTE_MS,
    ...(onSaid === undefined ? {} : { onSaid }),
  };
  if (source.kind === "command") {
    const { program, arguments: given, fileName } = source;
    const path = `/${fileName}`;
    const stream = commandStream({
      path,
      program,
      arguments: given,
      environment: clientEnvironment(),
      ...how,
    });
    return await work({ paths: [path], streams: [stream], loose: [] });
  }
  return await withServer({ ...source, password, machineSecrets }, signal, async (server) =>
    work(streamsOf(source, server, await server.look(signal), how)),
  );
}

function streamsOf(
  source: DatabaseDump,
  server: DatabaseServerSession,
  found: FoundServer,
  how: DumpHow,
): DumpStreams {
  const { kind, databases } = source;
  const folder = serverFolder(source);
  const wanted = databases.length === 0 ? found.databases.map(({ name }) => name) : [...new Set(databases)];
  const there = found.databases.filter(({ name }) => wanted.includes(name));
  const missing = wanted.filter((name) => !there.some((database) => database.name === name));
  const where = whereText(source);
  if (there.length === 0 && missing.length > 0)
    throw new BackstayError("DATABASE_NOT_THERE", { server: where, names: missing });
  const about: AboutDump = {
    ...{ format: 1, kind, server: found.version, client: found.clientVersion, roles: [...found.roles] },
    databases: there.map(({ name, properties }) => ({ name, properties })),
  };
  const streams: StreamSource[] = [
    aboutStream(`${folder}/${ABOUT_FILE}`, about),
    ...(kind === "postgresql" || found.mayReadUsers
      ? [{ ...server.dumpUsers(found, how), path: `${folder}/${USERS_FILE}` }]
      : []),
    ...there.map(({ name }) => ({
      ...server.dump(name, how),
      path: databasePath(kind, folder, name),
    })),
    ...missing.map((name) => missingStream(databasePath(kind, folder, name), where, name)),
  ];
  const loose = there.filter(({ looseTables }) => looseTables > 0).map(({ name }) => name);
  return { paths: [folder], streams, loose };
}

function aboutStream(path: string, about: AboutDump): StreamSource {
  return {
    path,
    isBeside: true,
    async *open() {
      yield Buffer.from(`${JSON.stringify(about, undefined, 1)}\n`);
    },
  };
}

/** One that a person chose, and that is gone: the others are saved, and this is told. */
function missingStream(path: string, server: string, name: string): StreamSource {
  return {
    path,
    // biome-ignore lint/correctness/useYield: it ends before there is anything
    async *open() {
      throw new BackstayError("DATABASE_NOT_THERE", { server, names: [name] });
    },
  };
}
