/** A restore drill: a sample of files and all vital ones, restored from each replica in turn and compared. */
import { BackstayError, toWire, type WireError } from "../../../shared/errors.ts";
import type { ReplicaId } from "../../../shared/ids.ts";
import type {
  DrillDatabase,
  DrillProblem,
  DrillReplica,
  DrillSource,
  RestoreDrill,
} from "../../../shared/model/drill.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import { createScratchServers, type ScratchServers } from "../../databases/scratch/scratch-servers.ts";
import { OUT_OF_REACH } from "../../places/out-of-reach.ts";
import { seriesOfSnapshot } from "../../reader/snapshot-series.ts";
import { timeMsOf } from "../../reader/time-ms.ts";
import { loadIndex } from "../../repository/index/load-index.ts";
import { lockForReading } from "../../repository/lock/lock-for-reading.ts";
import type { Repository } from "../../repository/repository.ts";
import { loadSnapshots, type StoredSnapshot } from "../../repository/snapshots/load-snapshots.ts";
import { compareDatabases, countDatabases, databaseProblems, withDatabases } from "./database-results.ts";
import { estimateFullRestore, type TimedPart } from "./estimate.ts";
import { makeParts, type Part } from "./make-parts.ts";
import {
  type BackupPlan,
  chooseBackups,
  type DrillPlan,
  planDrill,
  type WantedSource,
} from "./plan-drill.ts";
import { makeScratch, removeScratch, roomForDrill } from "./scratch.ts";
import { tryDatabases } from "./try-databases.ts";
import { type PartTools, partFolder, type TriedResult, toDrillFault, tryPart } from "./try-part.ts";

/** A replica to be tried. Whoever opened it closes it. */
export type DrilledReplica = {
  readonly replicaId: ReplicaId;
  readonly name: string;
  /**
   * @param as `cold`: as somebody would open it who has nothing but it, with a cache that is empty at first. `known`: with what this
   * computer knows of it, for finding out what there is
   * @throws {BackstayError} why it cannot be opened
   */
  withOpen<T>(
    as: "cold" | "known",
    signal: AbortSignal,
    work: (repository: Repository, cache: RepositoryCache) => Promise<T>,
  ): Promise<T>;
};

export type RestoreDrillInput = {
  /** The active one first. */
  readonly replicas: readonly DrilledReplica[];
  readonly sources: readonly WantedSource[];
  readonly seed: string;
  readonly sampleFiles: number;
  readonly sampleBytes: number;
  /** A folder that does not exist yet; it is gone when this returns. */
  readonly scratch: string;
  readonly hostname: string;
};

export type DrillProgress = {
  readonly phase: "find" | "restore";
  readonly filesDone: number;
  readonly bytesDone: number;
  readonly filesTotal?: number;
  readonly bytesTotal?: number;
  readonly problemCount: number;
};

export type RestoreDrillResult = RestoreDrill & { readonly problems: readonly DrillProblem[] };

const MAX_NAMED_FAULTS = 200;

/** A replica that could be opened, with its snapshots. `damage`: what was found to be wrong so far. */
type Reached = {
  readonly replica: DrilledReplica;
  readonly snapshots: readonly StoredSnapshot[];
  readonly damage: WireError | null;
};
type Tried = Pick<RestoreDrillInput, "scratch" | "hostname"> & {
  readonly servers: ScratchServers;
  readonly plan: DrillPlan;
  readonly parts: readonly Part[];
  readonly live: PartTools["live"];
  readonly signal: AbortSignal;
  readonly tell: Tell;
};
type Tell = {
  file(result: Pick<TriedResult, "file" | "fault">): void;
  /** So much more of a dump was read. */
  bytes(bytes: number): void;
  database(result: DrillDatabase): void;
};

/**
 * What cannot be opened or read is told, replica by replica; the others are tried all the same.
 * @throws {BackstayError} TARGET_UNUSABLE, TARGET_FULL and the like; the signal's reason
 */
export async function runRestoreDrill(
  input: RestoreDrillInput,
  job: { readonly signal: AbortSignal; reportProgress(progress: DrillProgress): void },
): Promise<RestoreDrillResult> {
  const { signal } = job;
  job.reportProgress({ phase: "find", filesDone: 0, bytesDone: 0, problemCount: 0 });
  const { reached, unreached } = await reachAll(input.replicas, signal);
  makeScratch(input.scratch);
  const servers = createScratchServers(input.scratch);
  try {
    const room = await roomForDrill(input.scratch);
    const { backups, problems } = chooseBackups(
      reached.map(({ snapshots }) => snapshots),
      input.sources,
    );
    const plan = await planBest(reached, backups, input, room, signal);
    const parts = makeParts(plan.backups, room);
    const tell = follow(plan, parts, reached.length, job.reportProgress);
    const tried: Tried = { ...input, servers, plan, parts, live: new Map(), signal, tell };
    const results: DrillReplica[] = [];
    for (const [n, one] of reached.entries()) results.push(await tryReplica(one, n, tried));
    const compared = compareDatabases(results);
    const order = input.replicas.map(({ replicaId }) => replicaId);
    return {
      seed: input.seed,
      sources: plan.backups.map(sourceOf),
      replicas: [...compared, ...unreached].sort(
        (a, b) => order.indexOf(a.replicaId) - order.indexOf(b.replicaId),
      ),
      problems: [...problems, ...plan.problems, ...olderOnes(plan), ...databaseProblems(compared)],
    };
  } finally {
    await servers.close(); // when one does not end, what is known of it stays for whoever looks after it later
    removeScratch(input.scratch);
  }
}

async function reachAll(replicas: readonly DrilledReplica[], signal: AbortSignal) {
  const reached: Reached[] = [];
  const unreached: DrillReplica[] = [];
  for (const replica of replicas) {
    try {
      const { snapshots, broken } = await replica.withOpen("cold", signal, (repository, cache) =>
        loadSnapshots(repository, cache, signal),
      );
      const [damaged] = broken;
      reached.push({ replica, snapshots, damage: damaged === undefined ? null : toWire(damaged.error, "") });
    } catch (caught) {
      const error = errorOf(caught, signal);
      const outcome = isAway(error) ? "unreachable" : "failed";
      unreached.push({ ...nothingTried(replica), outcome, error });
    }
  }
  return { reached, unreached };
}

/** @returns the error as it is told. @throws what is a mistake of ours or about this computer, and the signal's reason */
function errorOf(error: unknown, signal: AbortSignal): WireError {
  signal.throwIfAborted();
  if (!(error instanceof BackstayError) || /^(?:TARGET|CACHE)_/.test(error.code)) throw error;
  return toWire(error, "");
}

/** Whether nobody can tell how a replica is, as it cannot be reached, or is not to be read at the moment. */
function isAway({ code }: WireError): boolean {
  return OUT_OF_REACH.has(code) || code === "REPOSITORY_LOCKED" || code === "LOCK_LOST";
}

/**
 * Lists the backups on the first replica that has all of their folders; where none has, on the one that lacks the fewest.
 * @returns without backups where none can be listed at all
 */
async function planBest(
  reached: readonly Reached[],
  backups: ReturnType<typeof chooseBackups>["backups"],
  { seed, sampleFiles: files, sampleBytes: bytes }: RestoreDrillInput,
  room: number,
  signal: AbortSignal,
): Promise<DrillPlan> {
  let best: { readonly plan: DrillPlan; readonly unlisted: number } | undefined;
  for (const { replica, snapshots } of reached) {
    const has = new Set(snapshots.map(({ id }) => id));
    if (!backups.every(({ snapshot }) => has.has(snapshot.id)) && best !== undefined) continue;
    try {
      const plan = await replica.withOpen("known", signal, async (opened, cache) => {
        const repository = await loadIndex(opened, cache, signal, () => undefined);
        return await planDrill(repository, backups, { seed, files, bytes, room }, signal);
      });
      const unlisted = plan.problems.reduce(
        (n, { code, count }) => (code === "not-listed" ? n + count : n),
        0,
      );
      if (unlisted === 0) return plan;
      if (best === undefined || unlisted < best.unlisted) best = { plan, unlisted };
    } catch (error) {
      errorOf(error, signal); // what is wrong with it is found again when it is tried
    }
  }
  return best?.plan ?? { backups: [], problems: [] };
}

/** A database counts as one file more. */
function follow(
  plan: DrillPlan,
  parts: readonly Part[],
  replicas: number,
  report: (progress: DrillProgress) => void,
): Tell {
  const all = [...parts.flatMap((part) => part.files), ...plan.backups.flatMap((one) => one.databases)];
  const filesTotal = all.length * replicas;
  const bytesTotal = all.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) * replicas;
  const done = { filesDone: 0, bytesDone: 0, problemCount: 0 };
  let ofDatabase = 0;
  const add = (files: number, bytes: number, problems: number) => {
    done.filesDone += files;
    done.bytesDone += bytes;
    done.problemCount += problems;
    report({ phase: "restore", ...done, filesTotal, bytesTotal });
  };
  add(0, 0, 0);
  return {
    file: ({ file, fault }) => add(1, file.sizeBytes, fault === undefined ? 0 : 1),
    bytes(bytes) {
      ofDatabase += bytes;
      add(0, bytes, 0);
    },
    database({ bytes, outcome }) {
      add(1, bytes - ofDatabase, outcome === "failed" ? 1 : 0); // those of one that was not tried are done with, too
      ofDatabase = 0;
    },
  };
}

async function tryReplica(
  { replica, snapshots, damage }: Reached,
  number: number,
  tried: Tried,
): Promise<DrillReplica> {
  const { signal, plan } = tried;
  const has = new Set(snapshots.map(({ id }) => id));
  const isThere = ({ backup }: BackupPlan) => has.has(backup.snapshot.id);
  const lacks = plan.backups.filter((one) => !isThere(one)).map(({ backup }) => backup.name);
  const tally = newTally();
  const databases: DrillDatabase[] = [];
  const openedMs = performance.now();
  let openSeconds = 0;
  let isCutShort = false;
  let error = damage;
  try {
    await replica.withOpen("cold", signal, async (opened, cache) => {
      const lock = await lockForReading(opened, signal);
      const until = lock === undefined ? signal : AbortSignal.any([signal, lock.signal]);
      try {
        const repository = await loadIndex(opened, cache, until, (_, broken) => {
          error ??= toWire(broken, "");
        });
        openSeconds = (performance.now() - openedMs) / 1000;
        for (const [n, part] of tried.parts.entries()) {
          if (!isThere(part.plan)) continue;
          const folder = partFolder(tried.scratch, number, n);
          const tools = { ...tried, repository, folder, signal: until, onFile: () => undefined };
          const { results, seconds } = await tryPart(part, tools);
          tally.add(part, results, seconds);
          for (const result of results) tried.tell.file(result);
        }
        for (const one of plan.backups.filter(isThere))
          await tryDatabases(one, {
            ...{ repository, servers: tried.servers, signal: until },
            isAboutReplica: (met) => isAway(toWire(met, "")),
            onBytes: tried.tell.bytes,
            onDatabase(result) {
              databases.push(result);
              tried.tell.database(result);
            },
          });
      } finally {
        await lock?.release();
      }
    });
  } catch (caught) {
    error = errorOf(caught, signal);
    isCutShort = true;
  }
  const all = plan.backups
    .filter(isThere)
    .reduce((sum, { files, bytes }) => ({ files: sum.files + files, bytes: sum.bytes + bytes }), {
      files: 0,
      bytes: 0,
    });
  const counts = tally.result();
  const isFailed = lacks.length > 0 || counts.faults.length > 0;
  const outcome = () => {
    if (isFailed || (error !== null && !isAway(error))) return "failed";
    if (error !== null) return "unreachable";
    return counts.files > 0 ? "passed" : "not-tried";
  };

  return {
    ...{ replicaId: replica.replicaId, name: replica.name, openSeconds, error, lacks },
    ...counts,
    fullRestore: isCutShort ? null : (estimateFullRestore(tally.times, all, openSeconds) ?? null),
    ...withDatabases(outcome(), databases),
  };
}

function newTally() {
  const times: TimedPart[] = [];
  const counts = { ...NOTHING };
  const faults: DrillReplica["faults"] = [];
  let furtherFaults = 0;
  return {
    times,
    add(part: Part, results: readonly TriedResult[], seconds: number): void {
      counts.seconds += seconds;
      const bytes = results.reduce((sum, result) => sum + result.bytes, 0);
      times.push({ files: results.length, bytes, seconds });
      counts.files += results.length;
      counts.bytes += bytes;
      for (const result of results) {
        const kind = result.fault?.fault;
        if (kind === undefined) counts.same += 1;
        else if (kind === "different") counts.different += 1;
        else if (kind === "unreadable") counts.unreadable += 1;
        else counts.liveDifferent += 1;
        if (kind === undefined && result.isComparedLive) counts.liveSame += 1;
        const fault = toDrillFault(result, part.plan.backup.name);
        if (fault === undefined) continue;
        if (faults.length < MAX_NAMED_FAULTS) faults.push(fault);
        else furtherFaults += 1;
      }
    },
    result: () => ({ ...counts, faults, furtherFaults }),
  };
}

const NOTHING = {
  ...{ files: 0, bytes: 0, same: 0, different: 0, unreadable: 0, liveSame: 0, liveDifferent: 0, seconds: 0 },
};

function nothingTried({ replicaId, name }: DrilledReplica): DrillReplica {
  return {
    ...{ replicaId, name, outcome: "not-tried", ...NOTHING, openSeconds: 0, fullRestore: null },
    ...{ error: null, lacks: [], faults: [], furtherFaults: 0, ...countDatabases([]) },
  };
}

function olderOnes({ backups }: DrillPlan): readonly DrillProblem[] {
  return backups
    .filter(({ backup }) => !backup.isNewest)
    .map(({ backup }) => ({ code: "older-backup", detail: backup.name, count: 1 }));
}

function sourceOf({ backup, files, bytes, vital, strata }: BackupPlan): DrillSource {
  const { name, snapshot, isNewest } = backup;
  return {
    ...{ seriesId: seriesOfSnapshot(snapshot), name, snapshotId: snapshot.id, isNewest, files, bytes },
    timeMs: timeMsOf(snapshot.timeNs),
    vitalFiles: vital.length,
    strata: strata.map(({ size, age, files: all, bytes: allBytes, chosen }) => ({
      ...{ size, age, files: all, bytes: allBytes, triedFiles: chosen.length },
      triedBytes: chosen.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    })),
  };
}
