/** What comes before reading back: backups that run, disks that fail, places out of reach, batteries. */
import { expect, test } from "vitest";
import type { JobId, ReplicaId, RepositoryId } from "../../shared/ids.ts";
import type { ReadingRound } from "../catalog/reading-round-store.ts";
import type { ReplicaRecord, RepositoryRecord } from "../catalog/repository-store.ts";
import type { JobRecord, JobState } from "../jobs/job.ts";
import type { JobRequest } from "../jobs/job-queue.ts";
import { createReadingBack } from "./create-reading-back.ts";

const DAY_MS = 24 * 3_600_000;
const VAULT = "a".repeat(64) as RepositoryId;

/** One repository, a queue that keeps what it is given, and a clock that is moved by hand. */
function scene() {
  const rounds = new Map<RepositoryId, ReadingRound>();
  const jobs = new Map<JobId, JobRecord>();
  const paused = new Set<JobId>();
  const now = { ms: 1_800_000_000_000, isSpared: false, isOnBattery: false, isBackupTime: false };
  const replica: ReplicaRecord = {
    ...{ id: "r" as ReplicaId, repositoryId: VAULT, name: "Vault", location: "/vault", role: "active" },
    ...{ configSum: "", reach: "reachable", checkedMs: null, freeBytes: null, totalBytes: null },
  };
  const place = { reach: "reachable" as ReplicaRecord["reach"] };
  const repository = (): RepositoryRecord => ({
    ...{ id: VAULT, name: "Vault", needsPrune: false, prunedMs: null },
    replicas: [{ ...replica, reach: place.reach }],
  });
  const add = ({ kind, input, origin }: JobRequest, state: JobState = "running"): JobRecord => {
    const job: JobRecord = {
      ...{
        id: `job ${jobs.size}` as JobId,
        kind,
        repository: "/vault",
        access: "shared",
        origin: origin ?? {},
      },
      ...{
        input,
        priority: "background",
        restartWhenInterrupted: false,
        attempt: 1,
        restartOf: undefined,
        state,
      },
      ...{ createdNs: 0n, startedNs: 0n, endedNs: undefined, progress: undefined, result: undefined },
      error: undefined,
    };
    jobs.set(job.id, job);
    return job;
  };
  const active = () => [...jobs.values()].filter(({ state }) => state === "running" || state === "queued");
  const readingBack = createReadingBack({
    rounds: { get: (id) => rounds.get(id), save: (id, round) => void rounds.set(id, round) },
    repositories: () => [repository()],
    place: () => ({ location: "/vault" }) as never,
    hasPassword: async () => true,
    queue: () => ({
      enqueue: (request) => add(request),
      setPaused: (id, isPaused) => void (isPaused ? paused.add(id) : paused.delete(id)),
      isPaused: (id) => paused.has(id),
    }),
    jobs: active,
    days: () => 30,
    isBackupTime: () => now.isBackupTime,
    isPausedOnBattery: () => now.isOnBattery,
    isSpared: () => now.isSpared,
    onChange: () => undefined,
    clock: { nowMs: () => now.ms },
  });
  const become = (job: JobRecord, state: JobState) => {
    const next = { ...job, state };
    jobs.set(job.id, next);
    readingBack.noteJob(next);
  };
  return {
    ...{ now, place, paused, readingBack, become },
    waits: () => readingBack.view()[0]?.waits,
    checks: () => [...jobs.values()].filter(({ kind }) => kind === "check"),
    begin: (kind: string, state: JobState = "running") => {
      const job = add({ kind, input: {} }, state);
      readingBack.noteJob(job);
      return job;
    },
    async tomorrow() {
      now.ms += DAY_MS;
      await readingBack.tick();
    },
  };
}

test("a part that is read rests while a backup runs, and goes on after it", async () => {
  const { readingBack, tomorrow, checks, begin, become, paused } = scene();
  await readingBack.tick();
  await tomorrow();
  const [check] = checks();
  if (check === undefined) throw new Error("no part is read");
  expect(check.input).toMatchObject({ part: { part: 1, of: 30 } });
  const backup = begin("backup");
  expect(paused.has(check.id)).toBe(true);
  become(backup, "done");
  expect(paused.has(check.id)).toBe(false);
  // one that waits may wait behind this very part, by way of a prune
  begin("backup", "queued");
  expect(paused.has(check.id)).toBe(false);
});

test("what a person paused stays so, and a check of a person's own is let be", async () => {
  const { readingBack, tomorrow, checks, begin, become, paused } = scene();
  await readingBack.tick();
  await tomorrow();
  const [check] = checks();
  if (check === undefined) throw new Error("no part is read");
  paused.add(check.id);
  const own = begin("check");
  become(begin("backup"), "done");
  expect([...paused]).toEqual([check.id]);
  expect(paused.has(own.id)).toBe(false);
});

type Given = ReturnType<typeof scene>;
test.each<[reason: string, arrange: (given: Given) => void]>([
  ["disk-failing", ({ now }) => Object.assign(now, { isSpared: true })],
  ["out-of-reach", ({ place }) => Object.assign(place, { reach: "unreachable" })],
  ["on-battery", ({ now }) => Object.assign(now, { isOnBattery: true })],
  ["backup-time", ({ now }) => Object.assign(now, { isBackupTime: true })],
  ["backup-time", ({ begin }) => void begin("restore")],
])("nothing is begun: %s", async (reason, arrange) => {
  const given = scene();
  await given.readingBack.tick();
  arrange(given);
  await given.tomorrow();
  expect(given.checks()).toEqual([]);
  expect(given.waits()).toBe(reason);
});

test("a part that came to nothing is read again, and one of a round that was given up counts for nothing", async () => {
  const { readingBack, tomorrow, checks, become, now } = scene();
  await readingBack.tick();
  await tomorrow();
  const [first] = checks();
  if (first === undefined) throw new Error("no part is read");
  become(first, "failed");
  expect(readingBack.view()[0]?.readPercent).toBe(0);
  now.ms += 6 * 3_600_000;
  await readingBack.tick();
  const again = checks()[1];
  expect(again?.input).toMatchObject({ part: { part: 1, of: 30 } });
  if (again === undefined) throw new Error("it is not read again");
  become({ ...again, input: { part: { part: 1, of: 60 } } }, "done");
  expect(readingBack.view()[0]?.readPercent).toBe(0);
});
