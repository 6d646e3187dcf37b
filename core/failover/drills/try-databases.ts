/** Makes the databases of a backup again from one replica, on a server that is there for nothing else. */
import { BackstayError, isBackstayError, toWire } from "../../../shared/errors.ts";
import type { DrillDatabase, UntriedReason } from "../../../shared/model/drill.ts";
import { ABOUT_FILE, AboutDump, USERS_FILE } from "../../databases/layout.ts";
import { restoreDatabase } from "../../databases/restore-database.ts";
import { makeUsers, type SavedUsers } from "../../databases/scratch/make-users.ts";
import type { ScratchServer } from "../../databases/scratch/scratch-server.ts";
import { isServer, type ScratchServers } from "../../databases/scratch/scratch-servers.ts";
import { withServer } from "../../databases/server.ts";
import { rawPathFromText, rawPathToText } from "../../platform/raw-path.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import { dumpFile } from "../../restore/browse/dump-file.ts";
import { findPath } from "../../restore/browse/find-path.ts";
import { lacksOfServer, lacksRoom, lacksUsers } from "./database-refusals.ts";
import type { BackupPlan, DumpedDatabase } from "./plan-drill.ts";
import { roomForDrill } from "./scratch.ts";

export type DatabaseTools = {
  readonly repository: IndexedRepository;
  readonly servers: ScratchServers;
  readonly signal: AbortSignal;
  /** Whether an error is about the replica as a whole: then nothing of it can be tried. */
  readonly isAboutReplica: (error: BackstayError) => boolean;
  onBytes(bytes: number): void;
  onDatabase(result: DrillDatabase): void;
};

/** For one database. */
export const DATABASE_LIMIT_MS = 4 * 3_600_000;
/** Tables, their indexes and what the server writes beside them, for each byte of a dump. */
const ROOM_PER_BYTE = 3;
const ROOM_BYTES = 64 * 1024 * 1024;
const MAX_BESIDE_BYTES = 16 * 1024 * 1024;
/** Nothing else is on the server. */
const SCRATCH_NAME = "backstay_drill";

/**
 * One after another, each removed again before the next.
 * @throws {BackstayError} what `isAboutReplica`; the signal's reason
 */
export async function tryDatabases(
  plan: Pick<BackupPlan, "backup" | "databases">,
  tools: DatabaseTools,
): Promise<void> {
  const users = new Map<string, SavedUsers>();
  /** Servers that have the users of a folder already. */
  const ready = new Map<string, ScratchServer>();
  try {
    for (const dumped of plan.databases) {
      const startedMs = performance.now();
      const tried = await tryDatabase(dumped, plan, tools, users, ready);
      tools.onDatabase({
        ...{ sourceName: plan.backup.name, kind: dumped.kind, name: dumped.name },
        path: rawPathToText(dumped.path),
        bytes: dumped.sizeBytes,
        ...{ reason: null, error: null, tables: 0, rows: 0 },
        ...tried,
        seconds: tried.outcome === "not-tried" ? 0 : (performance.now() - startedMs) / 1000,
      });
    }
  } finally {
    // users of this backup would make others pass that lack them
    await tools.servers.close();
  }
}

type Tried = Pick<DrillDatabase, "outcome"> &
  Partial<Pick<DrillDatabase, "reason" | "error" | "tables" | "rows">>;

const untried = (reason: UntriedReason, error?: BackstayError): Tried => ({
  ...{ outcome: "not-tried", reason },
  error: error === undefined ? null : toWire(error, ""),
});

async function tryDatabase(
  dumped: DumpedDatabase,
  { backup }: Pick<BackupPlan, "backup">,
  tools: DatabaseTools,
  users: Map<string, SavedUsers>,
  ready: Map<string, ScratchServer>,
): Promise<Tried> {
  const { repository, servers, signal } = tools;
  const { kind, folder, name } = dumped;
  if (dumped.isCutOff) return untried("incomplete");
  const saved = users.get(folder) ?? (await readUsers(folder, backup, tools));
  users.set(folder, saved);
  const { programFolder } = backup;
  const server = await servers.serverFor({ kind, about: saved.about, programFolder }, signal);
  if (!isServer(server)) return untried(server.reason, server.error);
  if ((await roomForDrill(servers.roomOf(kind))) < dumped.sizeBytes * ROOM_PER_BYTE + ROOM_BYTES)
    return untried("no-room");
  const access = { ...server.access, programFolder };
  const limit = AbortSignal.timeout(DATABASE_LIMIT_MS);
  const until = AbortSignal.any([signal, limit]);
  /** What reading the dump met, which the programs only see as its end. */
  let unread: BackstayError | undefined;
  async function* dump(): AsyncGenerator<Uint8Array> {
    try {
      const file = await findPath(repository, backup.snapshot, dumped.path, until);
      for await (const piece of dumpFile(repository, file, until)) {
        yield piece;
        tools.onBytes(piece.length);
      }
    } catch (error) {
      if (error instanceof BackstayError) unread = error;
      throw error;
    }
  }
  try {
    if (ready.get(folder) !== server) await makeUsers(access, saved, until);
    ready.set(folder, server);
    const { tables, rows } = await restoreDatabase(
      {
        ...{ access, name: SCRATCH_NAME, dumpedName: name, dump: dump(), about: saved.about },
        ...{ replaces: false, limitMs: DATABASE_LIMIT_MS, nowMs: Date.now() },
      },
      until,
    );
    await withServer(access, until, (session) => session.remove(SCRATCH_NAME, until));
    return { outcome: "restored", tables, rows };
  } catch (error) {
    signal.throwIfAborted();
    if (limit.aborted) return untried("too-long");
    if (unread !== undefined && tools.isAboutReplica(unread)) throw unread;
    if (unread !== undefined) return { outcome: "failed", error: toWire(unread, "") };
    if (!(error instanceof BackstayError)) throw error;
    return judged(error, server, saved);
  }
}

/** What a restore failed for is the dump's fault, unless it is plain that this computer is to blame. */
function judged(error: BackstayError, server: ScratchServer, { statements }: SavedUsers): Tried {
  if (isBackstayError(error, "DATABASE_CLIENT_MISSING") || isBackstayError(error, "DATABASE_CLIENT_OLDER"))
    return untried("no-programs", error);
  if (server.hasEnded()) return untried("server-failed", error);
  if (isBackstayError(error, "DATABASE_NOT_RESTORED")) {
    const { said } = error.details;
    if (lacksRoom(said)) return untried("no-room", error);
    if (lacksOfServer(said)) return untried("server-lacks", error);
    if (statements === undefined && lacksUsers(said)) return untried("no-users", error);
    return { outcome: "failed", error: toWire(error, "") };
  }
  if (isBackstayError(error, "DUMP_CUT_OFF")) return { outcome: "failed", error: toWire(error, "") };
  return untried("server-failed", error);
}

/** What cannot be read is told where files are compared; databases are then made with what the server takes by itself. */
async function readUsers(
  folder: string,
  { snapshot }: BackupPlan["backup"],
  { repository, signal, isAboutReplica }: DatabaseTools,
): Promise<SavedUsers> {
  const read = async (name: string): Promise<string | undefined> => {
    try {
      const file = await findPath(repository, snapshot, rawPathFromText(`${folder}/${name}`), signal);
      if ((file.node?.sizeBytes ?? 0) > MAX_BESIDE_BYTES) return undefined;
      const pieces: Uint8Array[] = [];
      for await (const piece of dumpFile(repository, file, signal)) pieces.push(piece);
      return Buffer.concat(pieces).toString("utf8");
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof BackstayError) || isAboutReplica(error)) throw error;
      return undefined;
    }
  };
  return { about: aboutIn(await read(ABOUT_FILE)), statements: await read(USERS_FILE) };
}

function aboutIn(text: string | undefined): AboutDump | undefined {
  try {
    return text === undefined ? undefined : AboutDump.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
