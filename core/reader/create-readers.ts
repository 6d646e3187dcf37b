/** The host's side of reading repositories for the pages: starts a process for each, ends it when nobody looks any more. */
import { z } from "zod";
import type { CheckedInput, Output } from "../../shared/api/methods.ts";
import { BackstayError, isBackstayError } from "../../shared/errors.ts";
import type { RepositoryId } from "../../shared/ids.ts";
import { SnapshotSeries } from "../../shared/model/snapshot.ts";
import type { Source } from "../../shared/model/source.ts";
import type { Download, LogEntry } from "../api/backstay.ts";
import type { Handlers } from "../api/handlers.ts";
import type { Clock } from "../clock.ts";
import type { BadObject } from "../failover/read/bad-object.ts";
import type { SpawnJobProcess } from "../jobs/spawn-job-process.ts";
import { sentVariables } from "../places/job-secrets.ts";
import type { StoreVariables } from "../storage/variables.ts";
import { createTickets } from "./download/tickets.ts";
import { createIndexers } from "./keep-indexed.ts";
import type { OpenReader, ReaderCall } from "./messages.ts";
import { type ReaderClient, startReader } from "./reader-client.ts";
import type { IndexProgress } from "./run-indexer.ts";

/** Where a repository is, and its cache. */
export type ReadPlace = { readonly location: string; readonly cacheFolder: string | undefined };

export type ReaderParts = {
  /** @throws {BackstayError} REPOSITORY_NOT_FOUND */
  readonly repository: (id: RepositoryId) => ReadPlace | Promise<ReadPlace>;
  /** @throws {BackstayError} SECRET_MISSING, SECRETS_UNREADABLE */
  readonly password: (id: RepositoryId) => Promise<string>;
  /**
   * What its place is signed in to with; without it, it is a folder of this machine.
   * @throws {BackstayError} STORE_SIGN_IN_MISSING, SECRETS_UNREADABLE
   */
  readonly variables?: (id: RepositoryId) => Promise<StoreVariables>;
  /** Its other replicas and which is asked first; without it there is one only. @throws {BackstayError} as `variables` */
  readonly others?: (id: RepositoryId) => Promise<Pick<OpenReader, "others" | "strategy">>;
  /** Told of files that one of several replicas should have whole and has not. */
  readonly onBadObject?: (repositoryId: RepositoryId, object: BadObject) => void;
  /** Gives series their names. */
  readonly sources: () => readonly Pick<Source, "id" | "name">[];
  /** Snapshots of this host can be compared with its files. */
  readonly hostname: string;
  readonly onIndexProgress: (repositoryId: RepositoryId, progress: IndexProgress) => void;
  readonly clock: Clock;
  readonly log: (entry: LogEntry) => void;
  readonly spawn: SpawnJobProcess;
  readonly limits?: ReaderLimits;
};

type ReaderHandlers = Pick<
  Handlers,
  | "snapshots.series"
  | "snapshots.list"
  | "restore.folder"
  | "restore.seek"
  | "restore.versions"
  | "restore.search"
  | "restore.compare"
  | "restore.preview"
  | "restore.measure"
  | "restore.download"
>;

export type Readers = {
  readonly handlers: ReaderHandlers;
  /** @returns undefined for a ticket that is unknown, used, or too old. @throws {BackstayError} what reading throws */
  openDownload(ticket: string): Promise<Download | undefined>;
  /** Snapshots came or went: the next answers are about what is there now. */
  snapshotsChanged(repositoryId: RepositoryId): void;
  /** The repository is elsewhere, has another password, or is no longer known. */
  forget(repositoryId: RepositoryId): Promise<void>;
  stop(): Promise<void>;
};

/** How long things may take; given only by tests. */
export type ReaderLimits = {
  /** A process that nobody asked anything is ended: to open it again takes a second, to keep it costs memory. */
  readonly idleMs: number;
  /** What a person waits for. */
  readonly quickMs: number;
  /** What reads as much as there is. */
  readonly longMs: number;
};

const USUAL_LIMITS: ReaderLimits = { idleMs: 5 * 60_000, quickMs: 30_000, longMs: 5 * 60_000 };

const Series = z.object({ series: z.array(SnapshotSeries), unreadable: z.int().nonnegative() });
const Described = z.object({ fileName: z.string().min(1) });

export function createReaders(parts: ReaderParts): Readers {
  const readers = new Map<RepositoryId, Reader>();
  const { quickMs, longMs } = parts.limits ?? USUAL_LIMITS;
  const indexers = createIndexers({
    async partsFor(id) {
      const open = await openingOf(id, parts);
      if (open.cacheFolder === undefined) return undefined;
      const onProgress = (progress: IndexProgress) => parts.onIndexProgress(id, progress);
      const onBadObject = (object: BadObject) => parts.onBadObject?.(id, object);
      return { spawn: parts.spawn, open, log: parts.log, onProgress, onBadObject };
    },
    onFilled: (id) => readers.get(id)?.refresh(),
    onFailure(error) {
      const text = `the search index was not filled: ${isBackstayError(error) ? error.message : String(error)}`;
      parts.log({ level: "warning", text });
    },
    nowMs: () => parts.clock.nowMs(),
  });
  const tickets = createTickets<CheckedInput<"restore.download">>(parts.clock);
  /** Those that were ended because what they read is elsewhere, or has another password. */
  const forgotten = new WeakSet<Reader>();
  let isStopped = false;

  function readerOf(id: RepositoryId): Reader {
    if (isStopped) throw new BackstayError("CANCELLED", { reason: "shutdown" });
    const known = readers.get(id);
    if (known !== undefined) return known;
    const reader = keepReader(id, parts, {
      onIndexWanted: () => indexers.want(id, false),
      onEnded() {
        if (readers.get(id) === reader) readers.delete(id);
      },
    });
    readers.set(id, reader);
    return reader;
  }

  const ask = async (
    name: ReaderCall,
    input: { readonly repositoryId: RepositoryId },
    limitMs: number,
  ): Promise<unknown> => {
    const reader = readerOf(input.repositoryId);
    try {
      return await (await reader.client()).call(name, input, limitMs);
    } catch (error) {
      // the repository is elsewhere since: what was asked meanwhile is read there
      if (!forgotten.has(reader) || isStopped || !isBackstayError(error, "CANCELLED")) throw error;
      return await ask(name, input, limitMs);
    }
  };

  /** What comes back is checked by the schema of the method, as everything that leaves the engine is. */
  const pass =
    <N extends Extract<keyof ReaderHandlers, ReaderCall>>(name: N, limitMs: number) =>
    async (input: CheckedInput<N>): Promise<Output<N>> =>
      (await ask(name, input, limitMs)) as Output<N>;

  return {
    handlers: {
      async "snapshots.series"(input) {
        const { series, unreadable } = Series.parse(await ask("snapshots.series", input, longMs));
        const names = new Map(parts.sources().map(({ id, name }) => [id, name]));
        return { series: series.map((one) => nameSeries(one, names)), unreadable };
      },
      "snapshots.list": pass("snapshots.list", longMs),
      "restore.folder": pass("restore.folder", quickMs),
      "restore.seek": pass("restore.seek", quickMs),
      "restore.versions": pass("restore.versions", longMs),
      "restore.search": pass("restore.search", quickMs),
      "restore.compare": pass("restore.compare", longMs),
      "restore.preview": pass("restore.preview", quickMs),
      "restore.measure": pass("restore.measure", longMs),
      async "restore.download"(input) {
        const { fileName } = Described.parse(await ask("download.describe", input, quickMs));
        return { ticket: tickets.issue(input), fileName };
      },
    },
    async openDownload(ticket) {
      const input = tickets.redeem(ticket);
      if (input === undefined) return undefined;
      const client = await readerOf(input.repositoryId).client();
      return client.download(input);
    },
    snapshotsChanged(id) {
      if (isStopped) return;
      readers.get(id)?.refresh();
      indexers.want(id, true);
    },
    async forget(id) {
      const reader = readers.get(id);
      readers.delete(id);
      if (reader !== undefined) forgotten.add(reader);
      await Promise.all([reader?.stop(), indexers.stop(id)]);
    },
    async stop() {
      isStopped = true;
      const all = [...readers.values()];
      readers.clear();
      await Promise.all([...all.map((reader) => reader.stop()), indexers.stopAll()]);
    },
  };
}

/** A source that this catalog does not know has no name here. */
function nameSeries(series: SnapshotSeries, names: ReadonlyMap<string, string>): SnapshotSeries {
  const name = series.sourceId === null ? undefined : names.get(series.sourceId);
  return name === undefined ? { ...series, sourceId: null } : { ...series, name };
}

/** The process for one repository, from its first call until nobody needed it for a while. */
type Reader = {
  /** @throws {BackstayError} what fetching place and password throws */
  client(): Promise<ReaderClient>;
  refresh(): void;
  stop(): Promise<void>;
};

async function openingOf(id: RepositoryId, parts: ReaderParts): Promise<Omit<OpenReader, "type" | "work">> {
  const { location, cacheFolder } = await parts.repository(id);
  const password = await parts.password(id);
  const cache = cacheFolder === undefined ? {} : { cacheFolder };
  const variables = sentVariables((await parts.variables?.(id)) ?? {});
  const others = (await parts.others?.(id)) ?? {};
  return { repositoryId: id, location, ...cache, password, variables, ...others, hostname: parts.hostname };
}

type ReaderEvents = { readonly onIndexWanted: () => void; readonly onEnded: () => void };

function keepReader(id: RepositoryId, parts: ReaderParts, { onIndexWanted, onEnded }: ReaderEvents): Reader {
  let starting: Promise<ReaderClient> | undefined;
  let started: ReaderClient | undefined;
  let idle: NodeJS.Timeout | undefined;

  function noteUse(): void {
    clearTimeout(idle);
    idle = setTimeout(
      () => {
        if (started?.isIdle() !== true) return;
        onEnded(); // first, so that no call comes to one that is about to end
        void started.stop();
      },
      (parts.limits ?? USUAL_LIMITS).idleMs,
    );
    idle.unref();
  }

  async function start(): Promise<ReaderClient> {
    started = startReader({
      spawn: parts.spawn,
      open: await openingOf(id, parts),
      log: parts.log,
      onIndexWanted,
      onBadObject: (object) => parts.onBadObject?.(id, object),
      onCallOver: noteUse,
      onEnded() {
        clearTimeout(idle);
        onEnded(); // the next call starts another one
      },
    });
    return started;
  }

  return {
    client() {
      starting ??= start().catch((error: unknown) => {
        onEnded(); // the next call tries again
        throw error;
      });
      noteUse();
      return starting;
    },
    refresh: () => started?.refresh(),
    async stop() {
      clearTimeout(idle);
      const client = await starting?.catch(() => undefined);
      await client?.stop();
    },
  };
}
