import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { HealthSubjectId, WatchedHostId } from "../../shared/ids.ts";
import { processorTimeMs } from "../../test/support/processor-time.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { emptyDisk } from "../health/reading/empty.ts";
import type { HealthRunStore } from "./health-run-store.ts";
import { openStores, type Stores } from "./open-stores.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const START_MS = Date.UTC(2026, 0, 1);
const EVERY_MS = 5 * MINUTE_MS;
const CONTINUES_MS = 3 * EVERY_MS;
const hostId = "00000000-0000-4000-8000-000000000001" as string as WatchedHostId;

async function openWithDisks(
  count: number,
): Promise<Stores & { readonly file: string; readonly disks: number[] }> {
  const folder = await tempFolder();
  const stores = openStores(folder);
  onTestFinished(() => stores.close());
  stores.watchedHosts.save({
    ...{ id: hostId, name: "NAS", setup: { kind: "local" }, kept: [], hostKey: null },
    ...{ askedMs: null, answeredMs: null, silentSinceMs: null, error: null, facts: null, gaps: [] },
  });
  const disks = Array.from({ length: count }, (_, n) =>
    stores.healthSubjects.save({
      id: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}` as string as HealthSubjectId,
      ...{ kind: "disk", hostId, identity: `S${n}`, wwn: null, name: `S${n}`, reading: emptyDisk() },
      ...{ verdict: "ok", findings: [], sinceMs: START_MS, readMs: null, seenMs: START_MS, vanishedMs: null },
      ...{ sources: ["lsblk"], acknowledgedMs: null, acknowledged: null },
      memory: {
        ...{ wasReadable: true, baseline: null, isRemovable: false, memberDisks: [], unreadRounds: 0 },
      },
    }),
  );
  return { ...stores, file: join(folder, "catalog.db"), disks };
}

const all = (runs: HealthRunStore, disk: number, metric: "temperatureC" | "pendingSectors") =>
  runs.series(disk, metric, 0, START_MS + 2000 * DAY_MS);

describe("the history of a value", () => {
  test("is one run as long as it stays the same, and a gap where nothing was read", async () => {
    const { healthRuns: runs, disks } = await openWithDisks(1);
    const [disk = 0] = disks;
    const note = (minutes: number, pendingSectors: number) =>
      runs.note(disk, { pendingSectors }, START_MS + minutes * MINUTE_MS, CONTINUES_MS);
    for (const minutes of [0, 5, 10]) note(minutes, 0);
    for (const minutes of [15, 20]) note(minutes, 3);
    note(180, 3);
    expect(all(runs, disk, "pendingSectors")).toEqual(
      [
        [0, 10, 0],
        [15, 20, 3],
        [180, 180, 3],
      ].map(([from = 0, to = 0, value]) => ({
        ...{ fromMs: START_MS + from * MINUTE_MS, toMs: START_MS + to * MINUTE_MS },
        ...{ value, low: value, high: value },
      })),
    );
  });

  test("a time is cut out of it with the runs that reach into it", async () => {
    const { healthRuns: runs, disks } = await openWithDisks(1);
    const [disk = 0] = disks;
    for (let n = 0; n < 24; n += 1)
      runs.note(disk, { temperatureC: n < 12 ? 30 : 40 }, START_MS + n * EVERY_MS, CONTINUES_MS);
    const cut = runs.series(disk, "temperatureC", START_MS + HOUR_MS / 2, START_MS + 1.5 * HOUR_MS);
    expect(cut.map(({ fromMs, toMs, value }) => [fromMs - START_MS, toMs - START_MS, value])).toEqual([
      [HOUR_MS / 2, 55 * MINUTE_MS, 30],
      [HOUR_MS, 1.5 * HOUR_MS, 40],
    ]);
  });

  test("a clock that was put back breaks nothing", async () => {
    const { healthRuns: runs, disks } = await openWithDisks(1);
    const [disk = 0] = disks;
    for (const minutes of [10, 0, 5, 3, 20])
      runs.note(disk, { temperatureC: minutes }, START_MS + minutes * MINUTE_MS, CONTINUES_MS);
    expect(all(runs, disk, "temperatureC").map(({ value }) => value)).toEqual([0, 3, 5, 10, 20]);
  });

  test("goes with what it is of", async () => {
    const { healthRuns: runs, healthSubjects, disks } = await openWithDisks(1);
    runs.note(disks[0] ?? 0, { temperatureC: 30 }, START_MS, CONTINUES_MS);
    for (const { id } of healthSubjects.list()) healthSubjects.remove(id);
    expect(runs.count()).toBe(0);
  });
});

test("what is old is kept by the hour, then by the day, with its lowest and highest; counters keep when they rose", async () => {
  const { healthRuns: runs, disks } = await openWithDisks(1);
  const [disk = 0] = disks;
  const days = 400;
  const noteHour = (n: number) => {
    const atMs = START_MS + n * HOUR_MS;
    const hour = n % 24;
    const pendingSectors = n < 24 * 100 ? 0 : 8;
    runs.note(disk, { temperatureC: 30 + hour, pendingSectors }, atMs, 2 * HOUR_MS);
    runs.note(disk, { temperatureC: 20 + hour, pendingSectors }, atMs + 30 * MINUTE_MS, 2 * HOUR_MS);
  };
  runs.together(() => {
    for (let n = 0; n < (days * DAY_MS) / HOUR_MS; n += 1) noteHour(n);
  });
  const nowMs = START_MS + days * DAY_MS;
  const before = all(runs, disk, "temperatureC");
  runs.thinOut(nowMs);
  const after = all(runs, disk, "temperatureC");
  expect(before).toHaveLength(24 * 2 * days);
  const raw = after.filter(({ fromMs }) => fromMs >= nowMs - 31 * DAY_MS);
  const hourly = after.filter(({ fromMs }) => fromMs < nowMs - 32 * DAY_MS && fromMs >= nowMs - 365 * DAY_MS);
  const daily = after.filter(({ fromMs }) => fromMs < nowMs - 367 * DAY_MS);
  expect(raw).toHaveLength(31 * 24 * 2);
  expect(hourly).toHaveLength(333 * 24);
  expect(daily).toHaveLength(days - 367);
  expect(daily[0]).toMatchObject({ low: 20, high: 53 });
  expect(daily[0]?.value).toBeCloseTo(36.5, 5);
  expect(hourly[0]).toMatchObject({ high: (hourly[0]?.low ?? 0) + 10 });
  // nothing is thinned out twice, and what rose stays where it rose
  runs.thinOut(nowMs);
  expect(all(runs, disk, "temperatureC")).toEqual(after);
  const pending = all(runs, disk, "pendingSectors");
  expect(pending.map(({ value }) => value)).toEqual([0, 8]);
  expect(pending[1]?.fromMs).toBe(START_MS + 100 * DAY_MS);
});

/** Values of a disk in use, of which three change at nearly each reading. */
function valuesAt(reading: number, random: () => number) {
  const powerOnHours = Math.floor((reading * EVERY_MS) / HOUR_MS);
  return {
    ...{ temperatureC: 30 + Math.floor(random() * 10), powerOnHours, writtenBytes: reading * 1e7 },
    ...{ pendingSectors: 0, reallocatedSectors: 0, interfaceCrcErrors: 3 },
  };
}

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

test("a year of fifty disks stays below 200 MB", async () => {
  // one disk for two months: the last is kept as it was read, the other by the hour, as ten more would be
  const { healthRuns: runs, disks, file, close } = await openWithDisks(1);
  const random = randomFrom(1);
  const monthly = (31 * DAY_MS) / EVERY_MS;
  const noteMonth = (month: number) =>
    runs.together(() => {
      for (let n = month * monthly; n < (month + 1) * monthly; n += 1)
        runs.note(disks[0] ?? 0, valuesAt(n, random), START_MS + n * EVERY_MS, CONTINUES_MS);
    });
  const emptyRuns = runs.count();
  noteMonth(0);
  const rawRuns = runs.count() - emptyRuns;
  noteMonth(1);
  runs.thinOut(START_MS + 62 * DAY_MS);
  const hourlyRuns = runs.count() - rawRuns;
  expect(hourlyRuns).toBeLessThan(rawRuns / 5);
  close(); // writes all to the file
  const bytesPerRun = statSync(file).size / (rawRuns + hourlyRuns); // more than it takes: the file has room left
  expect(50 * (rawRuns + 11 * hourlyRuns) * bytesPerRun).toBeLessThan(200e6);
});

test("a chart of a year opens within 100 ms", async () => {
  const { healthRuns: runs, disks } = await openWithDisks(1);
  const [disk = 0] = disks;
  const random = randomFrom(2);
  const hourly = (11 * 31 * DAY_MS) / HOUR_MS;
  const raw = (31 * DAY_MS) / EVERY_MS;
  let atMs = START_MS;
  runs.together(() => {
    for (let n = 0; n < hourly + raw; n += 1) {
      runs.note(disk, { temperatureC: 30 + random() }, atMs, CONTINUES_MS);
      atMs += n < hourly ? HOUR_MS : EVERY_MS;
    }
  });
  runs.thinOut(atMs);
  const startMs = processorTimeMs();
  const year = runs.series(disk, "temperatureC", START_MS, atMs);
  expect(processorTimeMs() - startMs).toBeLessThan(100);
  expect(year.length).toBeGreaterThan(16_000);
});
