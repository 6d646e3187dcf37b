import { join } from "node:path";
import { type BackupOptions, runBackup } from "../../core/backup/run-backup.ts";
import { openRepositoryCache } from "../../core/catalog/repository-cache.ts";
import { openRepository } from "../../core/repository/open-repository.ts";
import { openLocalStore } from "../../core/storage/local.ts";
import type { WireError } from "../../shared/errors.ts";
import type { SnapshotId, SourceId } from "../../shared/ids.ts";
import type { Run } from "../../shared/model/plan.ts";
import { DEMO_HOSTNAME } from "./demo-folder.ts";
import type { Office, SourceKey } from "./office.ts";
import type { Random } from "./random.ts";

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

export const PLAN_KEYS = ["documents", "accounting", "shared", "photos", "copy"] as const;
export type PlanKey = (typeof PLAN_KEYS)[number];
export type BoxKey = "synology" | "truenas";

export const PLAN_SOURCES: Readonly<Record<PlanKey, readonly SourceKey[]>> = {
  documents: ["documents"],
  accounting: ["accounting"],
  shared: ["shared"],
  photos: ["photos"],
  copy: ["documents", "accounting"],
};
export const PLAN_BOX: Readonly<Record<PlanKey, BoxKey>> = {
  documents: "synology",
  accounting: "synology",
  shared: "synology",
  photos: "truenas",
  copy: "truenas",
};

/** What one source's part of a run came to. */
export type DemoJob = {
  readonly source: SourceKey;
  readonly startedMs: number;
  readonly endedMs: number;
  readonly state: "done" | "done-with-problems" | "failed";
  readonly snapshotId: SnapshotId | undefined;
  readonly counts: Readonly<Record<string, number>>;
  readonly bytesStored: number;
  readonly problems: readonly {
    readonly path: string;
    readonly reason: string;
    readonly systemCode: string;
  }[];
  readonly error: WireError | undefined;
};

export type DemoRun = {
  readonly plan: PlanKey;
  readonly trigger: Run["trigger"];
  readonly dueMs: number;
  /** None of a run that was missed. */
  readonly jobs: readonly DemoJob[];
};

/** A repository in a folder that stands for a network storage. */
export type Box = {
  readonly location: string;
  backUp(options: {
    source: SourceKey;
    folder: string;
    sourceId: SourceId;
    atMs: number;
  }): ReturnType<typeof runBackup>;
  close(): Promise<void>;
};

/** @param cacheFolder the host's, so that it does not have to read everything again */
export async function openBox(location: string, password: string, cacheFolder: string): Promise<Box> {
  const store = openLocalStore(location);
  const repository = await openRepository(store, password);
  const cache = openRepositoryCache(cacheFolder, repository.id);
  return {
    location,
    backUp({ folder, sourceId, atMs }) {
      const options: BackupOptions = {
        ...{ sources: [folder], workingFolder: "/", mode: "incremental", hostname: DEMO_HOSTNAME },
        ...{ tags: [`backstay:source=${sourceId}`], excludes: [], oneFileSystem: false, compression: "auto" },
        filter: { excludes: [], markers: [], largerThanBytes: undefined },
        timeNs: BigInt(atMs) * 1_000_000n,
        // so little to do that starting more threads takes longer
        threads: 1,
      };
      const signal = new AbortController().signal;
      return runBackup(repository, cache, options, { signal, reportProgress: () => {} });
    },
    async close() {
      cache.close();
      await store.close();
    },
  };
}

/** A moment at which plans are due. */
type Moment = { readonly atMs: number; readonly plans: readonly PlanKey[]; readonly daysAgo: number };

const DAYS = 30;
/** Back to where each working hour still has its snapshot. */
const DETAILED_DAYS = 4;
/** What went wrong in this month, by the days since. */
export const MISHAPS = { deleted: 9, unreadable: 6, boxAway: 5, missed: 12 } as const;

/** @returns moments from the oldest to the newest, all of them before `nowMs`, by this machine's calendar */
export function planMonth(nowMs: number): Moment[] {
  const moments: Moment[] = [];
  for (let daysAgo = DAYS; daysAgo >= 0; daysAgo -= 1) {
    const at = (hour: number, minute = 0) => {
      const date = new Date(nowMs);
      return new Date(date.getFullYear(), date.getMonth(), date.getDate() - daysAgo, hour, minute).getTime();
    };
    const hours = daysAgo <= DETAILED_DAYS ? [7, 9, 11, 13, 15, 17, 19] : [17];
    for (const hour of hours) moments.push({ atMs: at(hour), plans: ["documents"], daysAgo });
    const evening: readonly PlanKey[] =
      new Date(at(20)).getDay() === 0 ? ["accounting", "copy"] : ["accounting"];
    moments.push({ atMs: at(19, 30), plans: evening, daysAgo });
    moments.push({ atMs: at(1, 30), plans: ["shared", "photos"], daysAgo });
  }
  return moments.filter(({ atMs }) => atMs < nowMs).sort((a, b) => a.atMs - b.atMs);
}

/** Lives through the month: the office changes, and what is due is backed up by the real engine. */
export async function liveThroughMonth(
  office: Office,
  boxes: Readonly<Record<BoxKey, Box>>,
  sourceIds: Readonly<Record<SourceKey, SourceId>>,
  random: Random,
  nowMs: number,
): Promise<DemoRun[]> {
  const runs: DemoRun[] = [];
  for (const { atMs, plans, daysAgo } of planMonth(nowMs)) {
    if (plans.includes("documents")) office.work(random, atMs);
    else if (plans.includes("accounting")) office.endOfDay(random, atMs);
    if (daysAgo === MISHAPS.deleted && plans.includes("accounting")) office.deleteArchive(atMs);
    for (const plan of plans) {
      const isMissed = daysAgo === MISHAPS.missed && plan === "shared";
      const box = boxes[PLAN_BOX[plan]];
      const isAway = daysAgo === MISHAPS.boxAway && PLAN_BOX[plan] === "truenas";
      const jobs: DemoJob[] = [];
      let startMs = atMs + random.between(1, 20) * 1000;
      for (const source of isMissed ? [] : PLAN_SOURCES[plan]) {
        const job = isAway
          ? failedJob(source, startMs, box.location)
          : await backedUp(box, {
              source,
              folder: office.folders[source],
              sourceId: sourceIds[source],
              atMs: startMs,
            });
        const lost = lostPaths(office, plan, source, daysAgo);
        const withMishap = lost.length > 0 ? refused(job, lost) : job;
        const endedMs = startMs + random.between(6, 50) * 1000;
        jobs.push({ ...withMishap, endedMs });
        startMs = endedMs;
      }
      runs.push({ plan, trigger: "schedule", dueMs: atMs, jobs });
    }
  }
  return runs;
}

async function backedUp(box: Box, what: Parameters<Box["backUp"]>[0]): Promise<DemoJob> {
  const { snapshotId, tally, bytesStored } = await box.backUp(what);
  const { source, atMs } = what;
  return {
    ...{ source, startedMs: atMs, endedMs: atMs, state: "done", snapshotId },
    ...{ counts: { ...tally }, bytesStored, problems: [], error: undefined },
  };
}

function failedJob(source: SourceKey, startedMs: number, location: string): DemoJob {
  return {
    ...{ source, startedMs, endedMs: startedMs, state: "failed", snapshotId: undefined },
    ...{ counts: {}, bytesStored: 0, problems: [], error: { code: "STORE_VANISHED", details: { location } } },
  };
}

/** What nobody could read, plan by plan: a lock that was held for an evening, manuals that somebody closed to others. */
function lostPaths(office: Office, plan: PlanKey, source: SourceKey, daysAgo: number): readonly string[] {
  const { accounting, shared } = office.folders;
  if (source === "accounting" && plan === "accounting" && daysAgo === MISHAPS.unreadable)
    return [join(accounting, "Exports", "ledger.lock")];
  // Sundays are the second copy's, so the last of them is some days ago
  if (source === "accounting" && plan === "copy" && daysAgo < 7) return [`${office.ledgerFile}-journal`];
  if (source === "shared" && daysAgo <= 1)
    return ["Manual 017.txt", "Manual 112.txt"].map((name) => join(shared, "Manuals", name));
  return [];
}

/** Root may read everything, so what happens to others is only told here. */
function refused(job: DemoJob, paths: readonly string[]): DemoJob {
  const problems = paths.map((path) => ({ path, reason: "denied", systemCode: "EACCES" }));
  return { ...job, state: "done-with-problems", problems };
}
