/** What comes before reading back: backups that run, disks that fail, places out of reach, batteries. */
import { expect, test } from "vitest";
import { z } from "zod";
import type { JobId, ReplicaId, RepositoryId } from "../../shared/ids.ts";
import type { ReadingRound } from "../catalog/reading-round-store.ts";
import type { ReplicaRecord, RepositoryRecord } from "../catalog/repository-store.ts";
import type { JobRecord, JobState } from "../jobs/job.ts";
import type { JobRequest } from "../jobs/job-queue.ts";
import { createReadingBack } from "./create-reading-back.ts";

const DAY_MS = 24 * 3_600_000;
const START_MS = 1_800_000_000_000;
const VAULT = "a".repeat(64) as RepositoryId;

/**
 * One repository, a queue that keeps what it is given, and a clock that is moved by hand.
 * @param standbys how many replicas it has besides
 */
function scene(standbys = 0) {
  const rounds = new Map<ReplicaId, ReadingRound>();
  const allRead: string[] = [];
  const jobs = new Map<JobId, JobRecord>();
  const paused = new Set<JobId>();
  const now = { ms: START_MS, isSpared: false, isOnBattery: false, isBackupTime: false };
  const replica: ReplicaRecord = {
    ...{ id: "r" as ReplicaId, repositoryId: VAULT, name: "Vault", location: "/vault", role: "active" },
    ...{ configSum: "", reach: "reachable", checkedMs: null, freeBytes: null, totalBytes: null },
  };
  const place = { reach: "reachable" as ReplicaRecord["reach"] };
  const repository = (): RepositoryRecord => ({
    ...{ id: VAULT, name: "Vault", needsPrune: false, prunedMs: null },
    replicas: [
      { ...replica, reach: place.reach },
      ...Array.from({ length: standbys }, (_, n): ReplicaRecord => {
        const id = `standby ${n + 1}`;
        return { ...replica, id: id as ReplicaId, name: id, location: `/${id}`, role: "standby" };
      }),
    ],
  });
  const add = ({ kind, input, origin }: JobRequest, state: JobState = "running"): JobRecord => {
    const job: JobRecord = {
      ...{
        id: `job ${jobs.size}` as JobId,
        kind,
        repository: z.object({ repository: z.object({ location: z.string() }) }).safeParse(input).data
          ?.repository.location,
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
    place: ({ location }) => ({ location }),
    onAllRead: ({ location }, sinceMs) => allRead.push(`${location} ${(sinceMs - START_MS) / DAY_MS}`),
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
    ...{ now, place, paused, readingBack, become, allRead },
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

test("each replica is read as a whole within the days, one after the other, and what one is away for the others are not", async () => {
  const { readingBack, become, checks, now, place, allRead } = scene(2);
  await readingBack.tick();
  /** Some hours pass, in which whatever is due is read. */
  const pass = async (hours: number) => {
    now.ms += hours * 3_600_000;
    for (let n = 0; n < 4; n += 1) {
      await readingBack.tick();
      for (const job of checks().filter(({ state }) => state === "running")) become(job, "done");
    }
  };
  place.reach = "unreachable"; // the active one
  for (let day = 0; day < 10; day += 1) await pass(24);
  expect(readingBack.view().map(({ name, waits }) => [name, waits])).toEqual([
    ["Vault · Vault", "out-of-reach"],
    ["Vault · standby 1", null],
    ["Vault · standby 2", null],
  ]);
  place.reach = "reachable";
  for (let quarter = 0; quarter < 4 * 20; quarter += 1) await pass(6);
  expect(allRead.toSorted()).toEqual(["/standby 1 0", "/standby 2 0", "/vault 0"]);
  const partsOf = (location: string) =>
    checks()
      .filter(({ repository }) => repository === location)
      .map(({ input }) => (input as { part: { part: number } }).part.part);
  for (const location of ["/vault", "/standby 1", "/standby 2"])
    expect(partsOf(location)).toEqual(Array.from({ length: 30 }, (_, n) => n + 1));
});
