/** What is noted of replicas by the hour, in a real catalog, and what is told of it. */
import { expect, onTestFinished, test } from "vitest";
import type { ReplicaId, RepositoryId, SnapshotId, SourceId } from "../../../shared/ids.ts";
import type { Drill } from "../../../shared/model/drill.ts";
import type { RecordedTransition } from "../../../shared/model/failover.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { openStores } from "../../catalog/open-stores.ts";
import { lastDrill } from "./last-drill.ts";
import { movesOf, recoveryOf } from "./moves-of.ts";
import { createMetricsNotes } from "./note-metrics.ts";
import { placementMatrix } from "./placement-matrix.ts";
import { readMetrics } from "./read-metrics.ts";
import { readReadiness } from "./read-readiness.ts";
import { verifiedShare } from "./verified-share.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}` as string;
const repositoryId = "a".repeat(64) as string as RepositoryId;
const [one, other] = [uuid(1), uuid(2)] as [ReplicaId, ReplicaId];
const sourceId = uuid(9) as SourceId;
const snapshot = (n: number) => n.toString(16).padStart(64, "0") as string as SnapshotId;

async function setUp() {
  const stores = openStores(await tempFolder());
  onTestFinished(() => stores.close());
  const clock = { ms: Date.parse("2026-06-10T12:00:00"), nowMs: () => clock.ms };
  const place = {
    configSum: "",
    reach: "reachable",
    checkedMs: null,
    freeBytes: null,
    totalBytes: null,
  } as const;
  const first = { ...place, id: one, repositoryId, name: "NAS", location: "/one", role: "active" } as const;
  const repository = { id: repositoryId, name: "NAS", needsPrune: false, prunedMs: null };
  stores.repositories.insert({ ...repository, replicas: [first] }, clock.ms);
  stores.replicaSets.begin(repositoryId, one, 1);
  stores.replicaSets.add({ ...first, id: other, name: "NAS 2", location: "/other", role: "standby" });
  const details = { excludes: [], excludeCaches: true, oneFileSystem: false, kind: "files" as const };
  stores.sources.save(
    { ...details, id: sourceId, name: "Documents", icon: "documents", paths: ["/d"] },
    clock.ms,
  );
  const notes = createMetricsNotes({
    ...{ store: stores.replicaMetrics, sets: stores.replicaSets, snapshots: stores.snapshots, clock },
    repositories: stores.repositories.list,
  });
  const read = (days: number) =>
    readMetrics(
      {
        ...{ repositoryId, isMoving: false, nowMs: clock.ms },
        replicas: [
          { id: one, name: "NAS" },
          { id: other, name: "NAS 2" },
        ],
        sources: [{ id: sourceId, name: "Documents", ageMs: null }],
      },
      days,
      stores.replicaMetrics,
      stores.failover,
    );
  return { stores, clock, notes, read };
}

const lag = (snapshots: number, sinceMs: number | null) => ({ snapshots, bytes: 0, sinceMs, measuredMs: 0 });

test("heartbeats are counted by day, and a day without any is known to be nothing", async () => {
  const { notes, clock, read } = await setUp();
  notes.tick();
  for (const isGood of [true, true, false]) notes.noteBeat(one, isGood);
  clock.ms += 2 * DAY;
  notes.noteBeat(one, true);
  notes.tick();
  notes.noteBeat(one, true);
  notes.flush();
  const [replica, silent] = read(3).replicas;
  expect(replica?.days.map(({ beats, goodBeats }) => [beats, goodBeats])).toEqual([
    [0, 0],
    [3, 2],
    [0, 0],
    [2, 2],
  ]);
  expect(replica?.availableShare).toBe(0.8);
  expect(silent?.availableShare).toBeNull();
  expect(read(1).replicas[0]?.days).toHaveLength(2);
});

test("the worst of each hour stays, and what is not known is no number", async () => {
  const { stores, notes, clock, read } = await setUp();
  clock.ms = Math.floor(clock.ms / HOUR) * HOUR;
  notes.tick(); // nobody has compared them yet
  const beganMs = clock.ms;
  stores.replicaSets.saveLag(other, lag(2, beganMs - HOUR), [snapshot(1), snapshot(2)]);
  clock.ms += 10 * 60_000;
  notes.tick();
  stores.replicaSets.saveLag(other, lag(0, null), []);
  clock.ms += 10 * 60_000;
  notes.tick();
  clock.ms += HOUR;
  notes.tick();
  const [active, standby] = read(1).replicas;
  expect(active?.lag).toEqual([]);
  expect(standby?.lag).toEqual([
    { atMs: beganMs, behindMs: 70 * 60_000, snapshots: 2 },
    { atMs: beganMs + HOUR, behindMs: 0, snapshots: 0 },
  ]);
});

test("the age of backups is noted at its greatest, and old notes are let go", async () => {
  const { stores, notes, clock, read } = await setUp();
  clock.ms = Math.floor(clock.ms / HOUR) * HOUR;
  const at = clock.ms;
  stores.snapshots.insert({
    repositoryId,
    snapshotId: snapshot(1),
    sourceId,
    savedMs: at - DAY,
    sizeBytes: 1,
  });
  notes.tick();
  stores.snapshots.insert({ repositoryId, snapshotId: snapshot(2), sourceId, savedMs: at, sizeBytes: 1 });
  clock.ms += 60_000;
  notes.tick();
  expect(read(1).sources[0]?.hours).toEqual([{ atMs: at, ageMs: DAY }]);
  stores.forgetHistory(at + 200 * DAY, 3650);
  expect(read(1).sources[0]?.hours).toEqual([]);
});

test("what was noted of a replica that is gone meanwhile is dropped", async () => {
  const { stores, notes } = await setUp();
  notes.noteBeat(other, true);
  stores.replicaSets.remove(other);
  notes.flush();
  expect(stores.replicaMetrics.hoursOf(other, 0)).toEqual([]);
});

test("which snapshots a standby lacks is known by name, until there are too many or another one is active", async () => {
  const { replicaSets: sets } = (await setUp()).stores;
  expect(sets.missing(other)).toBeUndefined();
  sets.saveLag(other, lag(1, 5), [snapshot(1)]);
  sets.noteBackup(repositoryId, snapshot(2), 10, 20);
  expect([...(sets.missing(other) ?? [])]).toEqual([snapshot(1), snapshot(2)]);
  sets.saveLag(other, lag(300, 5), undefined);
  expect(sets.missing(other)).toBeUndefined();
  sets.saveLag(other, lag(0, null), []);
  expect(sets.missing(other)?.size).toBe(0);
  sets.noteAsked(one, 20);
  sets.switchActive(repositoryId, other, 2);
  expect(sets.missing(other)).toBeUndefined();
  expect(sets.missing(one)).toBeUndefined();

  // of the one that is left it may be known that it lacks nothing yet
  sets.switchActive(repositoryId, one, 3, { replicaId: other, atMs: 30 });
  expect(sets.missing(other)?.size).toBe(0);
  sets.switchActive(repositoryId, other, 4, { replicaId: one, atMs: 40 });
  sets.noteBackup(repositoryId, snapshot(3), 10, 50);
  expect([...(sets.missing(one) ?? [])]).toEqual([snapshot(3)]);
  const left = sets.members(repositoryId).find(({ replicaId }) => replicaId === one);
  expect(left).toMatchObject({ lag: { snapshots: 1, bytes: 10, sinceMs: 50 }, askedMs: null });
});

test("a cell of the matrix is met when nothing lacks, and unknown is neither met nor unmet", () => {
  const saved = [1, 2].map((n) => ({ snapshotId: snapshot(n), savedMs: n }));
  const replica = { name: "NAS", isWell: true, missingCount: 0, verifiedShare: null };
  const standby = { ...replica, id: other, role: "standby" } as const;
  const active = { ...replica, id: one, role: "active", missing: undefined } as const;
  const cellsWith = (missing: ReadonlySet<SnapshotId> | undefined, of = saved) =>
    placementMatrix([active, { ...standby, missing }], [{ id: sourceId, name: "Documents", saved: of }])
      .rows[0]?.cells;
  expect(cellsWith(new Set())).toMatchObject([
    { newestMs: 2, missing: 0, isMet: true },
    { newestMs: 2, missing: 0, isMet: true },
  ]);
  expect(cellsWith(new Set([snapshot(2)]))?.[1]).toMatchObject({ newestMs: 1, missing: 1, isMet: false });
  expect(cellsWith(undefined)?.[1]).toMatchObject({ newestMs: null, missing: null, isMet: null });
  // a source that was never saved is nowhere
  expect(cellsWith(new Set(), [])?.[1]).toMatchObject({ newestMs: null, missing: 0, isMet: false });
  // what need not be there lacks without breaking a rule
  const exempt = placementMatrix(
    [active, { ...standby, missing: new Set([snapshot(2)]) }],
    [{ id: sourceId, name: "Documents", saved }],
    (_, replicaId) => replicaId !== other,
  );
  expect(exempt.rows[0]?.cells).toMatchObject([
    { isNeeded: true, isMet: true },
    { newestMs: 1, missing: 1, isNeeded: false, isMet: true },
  ]);
  // the active one may lack backups that only another has
  const behind = placementMatrix([{ ...active, missingCount: 3 }], [{ id: sourceId, name: "D", saved }]);
  expect(behind.rows[0]?.cells[0]).toMatchObject({ newestMs: 2, missing: null, isMet: null });
});

test("moves are told with how long they took, also those that came to nothing", () => {
  const fault = {
    kind: "fault",
    fault: "unreachable",
    replicaId: one,
    sinceMs: 1,
    times: 3,
    detail: "X",
  } as const;
  const step = (
    number: number,
    to: RecordedTransition["to"],
    changes: Partial<RecordedTransition> = {},
  ): RecordedTransition => ({
    ...{
      number,
      atMs: number * 1000,
      from: "healthy",
      to,
      cause: fault,
      lastedMs: 0,
      activeId: one,
      epoch: 1,
    },
    ...{ moveTookMs: null, ...changes },
  });
  const history = [
    step(1, "failing-over"),
    step(2, "suspect"), // given up
    step(3, "failing-over"),
    step(4, "failed-over", {
      cause: { kind: "done", command: "failover" },
      moveTookMs: 900,
      activeId: other,
    }),
    step(5, "failing-back", { cause: { kind: "ordered", by: "person" }, activeId: other }),
    step(6, "healthy", { cause: { kind: "done", command: "failback" }, moveTookMs: 50 }),
    step(7, "failing-over"),
  ];
  const moves = movesOf(history);
  expect(moves).toMatchObject([
    { number: 7, kind: null, tookMs: null },
    { number: 5, kind: "failback", fromId: other, toId: one, tookMs: 50 },
    { number: 3, kind: "failover", fromId: one, toId: other, tookMs: 900, startedMs: 3000 },
    { number: 1, kind: null, toId: null, tookMs: null },
  ]);
  expect(recoveryOf(moves, true)).toEqual({ begun: 2, succeeded: 1 });
  expect(recoveryOf(moves, false)).toEqual({ begun: 3, succeeded: 1 });
});

test("readiness counts only what is well, and says what it rests on", () => {
  const known = { isWell: true, missing: undefined };
  const standby = { ...known, id: other, role: "standby", behindMs: 0, verifiedShare: null } as const;
  const active = { ...known, id: one, role: "active", behindMs: null, verifiedShare: 1 } as const;
  const saved = { ageMs: HOUR, saved: [], neededOn: [one, other] };
  const common = { sources: [saved], goalMs: DAY, nowMs: DAY, failoverDrill: null, restoreDrill: null };
  const ready = readReadiness({ ...common, replicas: [active, standby] });
  expect(ready.failover.facts).toMatchObject({ healthyCopies: 1, behindMs: 0, verifiedShare: null });
  expect(ready.backup.facts).toMatchObject({ healthyCopies: 2, behindMs: HOUR, verifiedShare: 1 });
  const alone = readReadiness({ ...common, replicas: [active, { ...standby, isWell: false }] });
  expect(alone.failover.facts).toMatchObject({ healthyCopies: 0, behindMs: null });
  expect(alone.failover.score).toBeLessThan(ready.failover.score);
  const unsaved = readReadiness({
    ...common,
    ...{ sources: [saved, { ...saved, ageMs: null }], replicas: [active] },
  });
  expect(unsaved.backup.facts.behindMs).toBeNull();
});

test("where a source need not be counts neither as its copy nor as late, and what has to be there still does", () => {
  const at = (n: number, savedMs: number) => ({ snapshotId: snapshot(n), savedMs });
  const [letters, photos] = [
    { ageMs: HOUR, saved: [at(1, DAY - 3 * HOUR)], neededOn: [one, other] },
    { ageMs: HOUR, saved: [at(2, DAY - 9 * HOUR)], neededOn: [one] },
  ];
  const active = { id: one, role: "active", isWell: true, behindMs: null } as const;
  const standby = { id: other, role: "standby", isWell: true, behindMs: 9 * HOUR } as const;
  const behind = (missing: readonly SnapshotId[] | undefined, sources = [letters, photos]) =>
    readReadiness({
      ...{ sources, goalMs: DAY, nowMs: DAY, failoverDrill: null, restoreDrill: null },
      replicas: [
        { ...active, missing: undefined, verifiedShare: null },
        { ...standby, missing: missing && new Set(missing), verifiedShare: null },
      ],
    });
  expect(behind([snapshot(2)]).failover.facts).toMatchObject({ behindMs: 0, healthyCopies: 0 });
  expect(behind([snapshot(2)]).backup.facts).toMatchObject({ healthyCopies: 1 });
  expect(behind([snapshot(1), snapshot(2)]).failover.facts.behindMs).toBe(3 * HOUR);
  // which ones it lacks is not known: then the rule cannot make it better
  expect(behind(undefined).failover.facts.behindMs).toBe(9 * HOUR);
  expect(behind([snapshot(1)], [letters]).failover.facts).toMatchObject({
    ...{ behindMs: 9 * HOUR, healthyCopies: 1 },
  });
});

test("what was read long ago, or by a clock that was put back, proves nothing", () => {
  const round = { parts: 10, partsRead: 4, beganMs: 100 * DAY, askedMs: null, allReadMs: null };
  expect(verifiedShare(undefined, 0)).toBeNull();
  expect(verifiedShare(round, 101 * DAY)).toBe(0.4);
  expect(verifiedShare({ ...round, allReadMs: 100 * DAY }, 101 * DAY)).toBe(1);
  expect(verifiedShare({ ...round, allReadMs: 5 * DAY }, 101 * DAY)).toBe(0.4);
  expect(verifiedShare(round, 99 * DAY)).toBeNull();
  expect(verifiedShare(round, 300 * DAY)).toBeNull();
});

test("of drills the last counts that came to its own end, and one of a time to come does not", async () => {
  const { stores, clock } = await setUp();
  const last = () => lastDrill(stores.drills, repositoryId, "failover", clock.ms);
  const save = (n: number, state: Drill["state"], endedMs: number | null) =>
    stores.drills.save({
      ...{ id: uuid(n) as Drill["id"], kind: "failover", repositoryId, repositoryName: "NAS" },
      ...{ trigger: "person", state, startedMs: clock.ms - DAY, endedMs, jobId: null, problems: [] },
      ...{ restore: null, failover: null },
    });
  expect(last()).toBeNull();
  save(1, "passed", clock.ms - HOUR);
  save(2, "cancelled", clock.ms);
  save(3, "incomplete", clock.ms);
  save(4, "running", null);
  expect(last()).toEqual({ passed: true, ageMs: HOUR });
  expect(lastDrill(stores.drills, repositoryId, "restore", clock.ms)).toBeNull();
  save(5, "failed", clock.ms);
  expect(last()).toEqual({ passed: false, ageMs: 0 });
  clock.ms -= 1;
  expect(last()).toBeNull();
});
