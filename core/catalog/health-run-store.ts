import type Database from "better-sqlite3";
import { SERIES_METRICS, type SeriesMetric, type SeriesRun } from "../../shared/model/health-view.ts";

/** How values of disks, arrays and file systems changed, as runs: see migration 10. */
export type HealthRunStore = {
  /** Does all of it, on subjects as well, or nothing: one round is one write to the disk. */
  together(work: () => void): void;
  /**
   * Notes what was read at one time. A value that is still the same makes its run longer.
   *
   * @param continuesMs readings further apart leave a gap in the history
   */
  note(
    subject: number,
    values: Readonly<Partial<Record<SeriesMetric, number | null>>>,
    nowMs: number,
    continuesMs: number,
  ): void;
  /** The oldest first, of whatever resolution there is; runs that began before or end after are cut off there. */
  series(subject: number, metric: SeriesMetric, fromMs: number, toMs: number): SeriesRun[];
  /** Keeps what is older than a month by the hour, and what is older than a year by the day. */
  thinOut(nowMs: number): void;
  /** How many runs there are. */
  count(): number;
};

/**
 * The numbers of metrics in the table. Released numbers are never given to another metric; new ones are added at the end.
 */
const METRIC_NUMBERS: Readonly<Record<SeriesMetric, number>> = {
  reallocatedSectors: 1,
  reallocationEvents: 2,
  pendingSectors: 3,
  offlineUncorrectable: 4,
  reportedUncorrectable: 5,
  commandTimeouts: 6,
  interfaceCrcErrors: 7,
  spinRetries: 8,
  endToEndErrors: 9,
  mediaErrors: 10,
  otherErrors: 11,
  predictedFailures: 12,
  uncorrectedReads: 13,
  uncorrectedWrites: 14,
  wornPercent: 15,
  sparePercent: 16,
  spareThresholdPercent: 17,
  temperatureC: 18,
  temperatureWarnC: 19,
  temperatureCriticalC: 20,
  powerOnHours: 21,
  powerCycles: 22,
  unsafeShutdowns: 23,
  errorLogEntries: 24,
  writtenBytes: 25,
  freeBytes: 26,
  usedBytes: 27,
  inodesUsedPercent: 28,
  operationPercent: 29,
};
/** Of these the mean is kept when they are thinned out; of counters the last. */
const GAUGES: ReadonlySet<SeriesMetric> = new Set<SeriesMetric>([
  "temperatureC",
  "freeBytes",
  "usedBytes",
  "inodesUsedPercent",
  "operationPercent",
]);

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
/** What is older is kept in runs of at least that length. */
const STEPS = [
  { from: 0, to: 1, olderThanS: 31 * DAY_S, bucketS: HOUR_S },
  { from: 1, to: 2, olderThanS: 366 * DAY_S, bucketS: DAY_S },
] as const;

type Row = {
  readonly from_s: number;
  readonly to_s: number;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
};

export function createHealthRunStore(database: Database.Database): HealthRunStore {
  const last = database.prepare<[number, number, number], Row>(
    `SELECT from_s, to_s, value, low, high FROM health_runs WHERE subject = ? AND metric = ? AND resolution = 0
     AND from_s <= ? ORDER BY from_s DESC LIMIT 1`,
  );
  const insert = database.prepare<
    [number, number, number, number, number, number, number | null, number | null]
  >(
    "INSERT OR REPLACE INTO health_runs (subject, metric, resolution, from_s, to_s, value, low, high) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const extend = database.prepare<[number, number, number, number]>(
    "UPDATE health_runs SET to_s = ? WHERE subject = ? AND metric = ? AND resolution = 0 AND from_s = ?",
  );
  const between = database.prepare<[number, number, number, number, number], Row>(
    `SELECT from_s, to_s, value, low, high FROM health_runs WHERE subject = ? AND metric = ? AND resolution = ?
     AND from_s BETWEEN ? AND ? ORDER BY from_s`,
  );
  const before = database.prepare<[number, number, number, number, number], Row>(
    `SELECT from_s, to_s, value, low, high FROM health_runs WHERE subject = ? AND metric = ? AND resolution = ?
     AND from_s < ? AND to_s >= ? ORDER BY from_s DESC LIMIT 1`,
  );
  const numbers = database.prepare<[], { number: number }>("SELECT number FROM health_subjects");
  const ended = database.prepare<[number, number, number, number], Row>(
    `SELECT from_s, to_s, value, low, high FROM health_runs WHERE subject = ? AND metric = ? AND resolution = ?
     AND to_s < ? ORDER BY from_s`,
  );
  const removeEnded = database.prepare<[number, number, number, number]>(
    "DELETE FROM health_runs WHERE subject = ? AND metric = ? AND resolution = ? AND to_s < ?",
  );
  const countAll = database.prepare<[], { n: number }>("SELECT count(*) AS n FROM health_runs");

  const note = database.transaction(
    (...[subject, values, nowMs, continuesMs]: Parameters<HealthRunStore["note"]>) => {
      const now = Math.floor(nowMs / 1000);
      for (const metric of SERIES_METRICS) {
        const value = values[metric];
        if (value === null || value === undefined || !Number.isFinite(value)) continue;
        const number = METRIC_NUMBERS[metric];
        const run = last.get(subject, number, now);
        const isSame = run !== undefined && run.value === value && now - run.to_s <= continuesMs / 1000;
        if (!isSame) insert.run(subject, number, 0, now, now, value, null, null);
        else if (now > run.to_s) extend.run(now, subject, number, run.from_s);
      }
    },
  );

  function thinOutOne(
    subject: number,
    metric: SeriesMetric,
    step: (typeof STEPS)[number],
    nowS: number,
  ): void {
    const number = METRIC_NUMBERS[metric];
    // a whole bucket or none: the rest of it may still come
    const untilS = Math.floor((nowS - step.olderThanS) / step.bucketS) * step.bucketS;
    const runs = ended.all(subject, number, step.from, untilS);
    if (runs.length === 0) return;
    const kept = groupByBucket(runs, step.bucketS).map((group) => merge(group, GAUGES.has(metric)));
    removeEnded.run(subject, number, step.from, untilS);
    for (const run of kept)
      insert.run(subject, number, step.to, run.from_s, run.to_s, run.value, run.low, run.high);
  }

  const together = database.transaction((work: () => void) => work());
  return {
    together: (work) => together.immediate(work),
    note: (...args) => void note.immediate(...args),
    series(subject, metric, fromMs, toMs) {
      const number = METRIC_NUMBERS[metric];
      const [from, to] = [Math.floor(fromMs / 1000), Math.ceil(toMs / 1000)];
      const rows = [2, 1, 0].flatMap((resolution) => [
        ...before.all(subject, number, resolution, from, from),
        ...between.all(subject, number, resolution, from, to),
      ]);
      return rows
        .toSorted((a, b) => a.from_s - b.from_s)
        .map(({ from_s, to_s, value, low, high }) => ({
          fromMs: Math.max(from_s, from) * 1000,
          toMs: Math.max(Math.min(to_s, to), Math.max(from_s, from)) * 1000,
          value,
          low: low ?? value,
          high: high ?? value,
        }));
    },
    thinOut(nowMs) {
      const nowS = Math.floor(nowMs / 1000);
      // one short transaction for each subject: readings are noted in between
      const thinOutSubject = database.transaction((subject: number) => {
        for (const step of STEPS)
          for (const metric of SERIES_METRICS) thinOutOne(subject, metric, step, nowS);
      });
      for (const { number } of numbers.all()) thinOutSubject.immediate(number);
    },
    count: () => countAll.get()?.n ?? 0,
  };
}

/** Runs that began in the same bucket of time; one that fills a bucket stays by itself. */
function groupByBucket(runs: readonly Row[], bucketS: number): Row[][] {
  const groups: Row[][] = [];
  let bucket = Number.NaN;
  for (const run of runs) {
    const isLong = run.to_s - run.from_s >= bucketS;
    const own = isLong ? Number.NaN : Math.floor(run.from_s / bucketS);
    if (own === bucket) groups.at(-1)?.push(run);
    else groups.push([run]);
    bucket = own;
  }
  return groups;
}

function merge(runs: readonly Row[], isGauge: boolean): Row {
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) throw new Error("there is nothing to merge");
  if (runs.length === 1) return first;
  const weight = ({ from_s, to_s }: Row) => to_s - from_s + 1;
  const total = runs.reduce((sum, run) => sum + weight(run), 0);
  const lows = runs.map(({ low, value }) => low ?? value);
  const highs = runs.map(({ high, value }) => high ?? value);
  return {
    from_s: first.from_s,
    to_s: last.to_s,
    value: isGauge ? runs.reduce((sum, run) => sum + run.value * weight(run), 0) / total : last.value,
    low: Math.min(...lows),
    high: Math.max(...highs),
  };
}
