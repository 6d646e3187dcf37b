import type { PackId, SnapshotId } from "../../../shared/ids.ts";
import { loadIndex } from "../../repository/index/load-index.ts";
import { adoptPendingPacks, createPackSaver, type PackSaver } from "../../repository/index/pack-saver.ts";
import { withCacheFaults } from "../../repository/inventory/cache-faults.ts";
import { acquireLock } from "../../repository/lock/lock.ts";
import { lockForReading } from "../../repository/lock/lock-for-reading.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import type { StoredSnapshot } from "../../repository/snapshots/load-snapshots.ts";
import { createOrphanage } from "./adopt-orphans.ts";
import { chooseSnapshots, inGroups } from "./choose-snapshots.ts";
import { copyKeys } from "./copy-keys.ts";
import { type CopyJob, copyWholePacks } from "./copy-packs.ts";
import { createLackFinder } from "./lacking-snapshots.ts";
import { missingBytes } from "./lag.ts";
import { type BlobKey, createNeededBlobs, type NeededBlobs } from "./needed-blobs.ts";
import { type PackToCopy, planCopies } from "./plan-copies.ts";
import { publishSnapshot } from "./publish-snapshots.ts";
import { type ReadBackStore, readingBack } from "./read-back-store.ts";
import { readRemoved } from "./removed-snapshots.ts";
import { repackBlobs } from "./repack-blobs.ts";
import type {
  PackDamage,
  ReplicaEnd,
  ReplicateJob,
  ReplicateOptions,
  ReplicateProblem,
  ReplicateProgress,
  ReplicateResult,
} from "./replication.ts";
import { requireAlike } from "./require-alike.ts";
import { listStoredPacks } from "./stored-packs.ts";

const READ_BACK_SHARE = 1 / 32;

/**
 * Copies to one replica the snapshots of another that it lacks, newest first, and what they need: packs, then index, then snapshots, so
 * that it can be stopped at any moment, and the next run goes on with what is there. Nothing is ever removed at the target.
 *
 * It goes as fast as the stores do: `paced` ones hold it back. What only snapshots need that were removed is not copied. A damaged pack at the source costs the snapshots that need what is damaged
 * in it, and nothing else: each is named among the problems.
 *
 * @param from its lock is left out where nothing may be written
 * @throws {BackstayError} REPLICA_DIFFERS; REPOSITORY_LOCKED; REPLICA_UNRELIABLE when the target gives back something else than it was
 * given; what the stores throw
 */
export async function replicate(
  from: ReplicaEnd,
  to: ReplicaEnd,
  options: ReplicateOptions,
  job: ReplicateJob,
): Promise<ReplicateResult> {
  requireAlike(from, to);
  const reading = await lockForReading(from, job.signal);
  try {
    const writing =
      options.dryRun === true
        ? await lockForReading(to, job.signal)
        : await acquireLock(to, { exclusive: false }, job.signal);
    try {
      const locks = [reading, writing].filter((lock) => lock !== undefined);
      const signal = AbortSignal.any([job.signal, ...locks.map((lock) => lock.signal)]);
      const mayWrite = async () => {
        for (const lock of locks) await lock.confirmed();
      };
      const run = createRun(from, to, options, mayWrite, { ...job, signal });
      return await withCacheFaults(from.cache, () => withCacheFaults(to.cache, run));
    } finally {
      await writing?.release();
    }
  } finally {
    await reading?.release();
  }
}

/** What a run counts; each is of {@link ReplicateResult}. */
type Counts = { -readonly [K in "packsCopied" | "packsAdopted" | "blobsRepacked" | "bytesCopied"]: number };

function createRun(
  fromEnd: ReplicaEnd,
  toEnd: ReplicaEnd,
  options: ReplicateOptions,
  mayWrite: () => Promise<void>,
  job: ReplicateJob,
): () => Promise<ReplicateResult> {
  const { signal } = job;
  const isDry = options.dryRun === true;
  const store = readingBack(toEnd.store, options.readBackShare ?? READ_BACK_SHARE);
  const problems: ReplicateProblem[] = [];
  const damagedPacks = new Set<PackId>();
  const copied: SnapshotId[] = [];
  const heldBack: SnapshotId[] = [];
  const counts: Counts = { packsCopied: 0, packsAdopted: 0, blobsRepacked: 0, bytesCopied: 0 };
  const progress: { -readonly [K in keyof ReplicateProgress]: ReplicateProgress[K] } = {
    phase: "index",
    treesRead: 0,
    packsDone: 0,
    bytesDone: 0,
    bytesTotal: 0,
    snapshotsDone: 0,
    snapshotsTotal: 0,
  };

  function report(changes: Partial<ReplicateProgress>): void {
    Object.assign(progress, changes);
    job.reportProgress({ ...progress });
  }

  function noteDamage({ id: packId }: PackToCopy, reason: PackDamage): void {
    if (damagedPacks.has(packId)) return;
    damagedPacks.add(packId);
    problems.push({ code: "pack-damaged", packId, reason });
  }

  const indexOf = (end: ReplicaEnd, side: "from" | "to") =>
    loadIndex(end, end.cache, signal, (indexId) => problems.push({ code: "index-damaged", indexId, side }));

  /** Copies what is wanted now, until all of it is durable and indexed. */
  async function copyWanted(
    from: IndexedRepository,
    needed: NeededBlobs,
    adopt: ReturnType<typeof createOrphanage>,
    saver: PackSaver,
  ): Promise<void> {
    for (const { entries } of isDry ? [] : await adopt(({ type, id }) => needed.isWanted(type, id))) {
      counts.packsAdopted += 1;
      for (const { type, id } of entries) needed.drop(type, id);
    }
    const plan = planCopies(from.cache, saver.isKnown);
    try {
      const planned = [...plan.whole, ...plan.parts].reduce((total, { bytes }) => total + bytes, 0);
      report({ phase: "copy", bytesTotal: Math.max(progress.bytesTotal, progress.bytesDone + planned) });
      if (isDry) {
        counts.packsCopied += plan.whole.length;
        counts.bytesCopied += planned;
        for (const pack of plan.parts) counts.blobsRepacked += plan.wantedOf(pack).length;
        return;
      }
      const broken: PackToCopy[] = [];
      const copy: CopyJob = {
        signal,
        onCopied({ bytes }) {
          counts.bytesCopied += bytes;
          report({ packsDone: progress.packsDone + 1, bytesDone: progress.bytesDone + bytes });
        },
        onDamaged: noteDamage,
      };
      const isBroken = (pack: PackToCopy, reason: PackDamage) => {
        noteDamage(pack, reason);
        broken.push(pack);
      };
      await copyWholePacks(from, plan.whole, saver, { ...copy, onDamaged: isBroken });
      counts.packsCopied += plan.whole.length - broken.length;
      counts.blobsRepacked += await repackBlobs(from, [...plan.parts, ...broken], plan, saver, copy);
      await saver.finish();
    } finally {
      plan.close();
    }
  }

  return async () => {
    report({ phase: "index" });
    // snapshots before the index: what a backup adds meanwhile is then needed by no snapshot that is known here
    const { tombstones, damaged } = await readRemoved(fromEnd, toEnd, options.tombstones, signal);
    for (const { side, name } of damaged) problems.push({ code: "record-damaged", name, side });
    const chosen = await chooseSnapshots(fromEnd, toEnd, { ...options, tombstones }, signal);
    for (const snapshotId of chosen.broken) problems.push({ code: "snapshot-damaged", snapshotId });
    const from = await indexOf(fromEnd, "from");
    const to: IndexedRepository & { store: ReadBackStore } = { ...(await indexOf(toEnd, "to")), store };
    if (!isDry) await mayWrite();
    const keys =
      options.copyKeys === true && !isDry ? await copyKeys(from, to, signal) : { copied: 0, damaged: [] };
    for (const keyId of keys.damaged) problems.push({ code: "key-damaged", keyId });

    const isMending = options.mendOld === true;
    if (chosen.missing.length > 0 || isMending)
      await copyAll(from, to, chosen.missing, isMending ? chosen.common : []);
    return {
      ...{ snapshots: copied, heldBack, ...counts, packsReadBack: store.packsReadBack() },
      ...{ keysCopied: keys.copied, problems },
    };
  };

  async function copyAll(
    from: IndexedRepository,
    to: IndexedRepository & { store: ReadBackStore },
    missing: readonly StoredSnapshot[],
    toMend: readonly StoredSnapshot[],
  ): Promise<void> {
    if (!isDry) await adoptPendingPacks(to, signal);
    const stored = await listStoredPacks(to, signal);
    const needed = createNeededBlobs(from, to, signal);
    const saver = createPackSaver(to, mayWrite, signal);
    try {
      to.cache.index.forgetPacks(stored.gone);
      report({ snapshotsTotal: missing.length, bytesTotal: missingBytes(from.cache, to.cache) });
      const adopt = createOrphanage(to, stored, signal);
      const lost = new Set<BlobKey>();
      const lacks = createLackFinder(from, to, lost, signal);

      async function bringOver(group: readonly StoredSnapshot[]): Promise<void> {
        const roots = group.map(({ tree }) => tree);
        await needed.follow(roots, () => report({ phase: "find", treesRead: progress.treesRead + 1 }));
        needed.want(saver.isKnown);
        await copyWanted(from, needed, adopt, saver);
        const isThere = isDry ? from.cache.index.hasRaw : saver.isKnown;
        for (const blob of [...needed.settle(isThere), ...needed.unreadable]) lost.add(blob);
      }

      async function publish({ id, tree }: StoredSnapshot): Promise<void> {
        if (lost.size > 0 && (await lacks(tree))) {
          heldBack.push(id);
          problems.push({ code: "snapshot-held-back", snapshotId: id });
        } else if (isDry || (await publishSnapshot(from, to, id, signal))) {
          copied.push(id);
          if (!isDry) job.onSnapshot?.(id);
        } else problems.push({ code: "snapshot-damaged", snapshotId: id });
        report({ snapshotsDone: progress.snapshotsDone + 1 });
      }

      for (const group of isDry ? [missing] : inGroups(missing)) {
        await bringOver(group);
        for (const snapshot of group) await publish(snapshot);
      }
      if (toMend.length > 0) await bringOver(toMend);
      report({ bytesTotal: progress.bytesDone });
    } finally {
      await saver.settle(); // only then may the lock be released
      needed.close();
      stored.close();
    }
  }
}
