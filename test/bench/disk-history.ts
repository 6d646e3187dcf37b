/**
 * Measures what a year of readings of 50 disks takes: the size of the catalog, and how long the values of a chart take to come out
 * of it. Every reading of the year is noted as a host notes it, and what is older is thinned out month by month.
 * Usage: node test/bench/disk-history.ts [DISKS]; needs a computer that does nothing else.
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStores } from "../../core/catalog/open-stores.ts";
import { ROUND_EVERY_MS } from "../../core/health/hosts/staleness.ts";
import { emptyDisk } from "../../core/health/reading/empty.ts";
import type { HealthSubjectId, WatchedHostId } from "../../shared/ids.ts";

const [diskCount = 50] = process.argv.slice(2).map(Number);
const SIZE_TARGET_MB = 200;
const CHART_TARGET_MS = 100;
const DAY_MS = 24 * 3_600_000;
const MONTH_MS = 31 * DAY_MS;
const MONTHS = 12;
const START_MS = Date.UTC(2026, 0, 1);
const hostId = "00000000-0000-4000-8000-000000000001" as string as WatchedHostId;

const folder = mkdtempSync(join(tmpdir(), "backstay-bench-"));
try {
  const stores = openStores(folder);
  const disks = plantDisks(stores);
  const startMs = performance.now();
  for (let month = 0; month < MONTHS; month += 1) {
    liveThrough(stores, disks, START_MS + month * MONTH_MS);
    stores.healthRuns.thinOut(START_MS + (month + 1) * MONTH_MS);
  }
  const notedS = (performance.now() - startMs) / 1000;
  stores.close(); // writes all to the file
  const sizeMb = statSync(join(folder, "catalog.db")).size / 1e6;
  const chartMs = slowestChartMs(disks);
  console.log(
    `${disks.length} disks, ${MONTHS} months of 31 days, a reading every ${ROUND_EVERY_MS / 60_000} min`,
  );
  console.log(`catalog: ${sizeMb.toFixed(0)} MB (at most ${SIZE_TARGET_MB} MB wanted)`);
  console.log(`slowest chart of a year: ${chartMs.toFixed(1)} ms (at most ${CHART_TARGET_MS} ms wanted)`);
  console.log(`noting and thinning out took ${notedS.toFixed(0)} s`);
  if (sizeMb > SIZE_TARGET_MB || chartMs > CHART_TARGET_MS) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

function plantDisks({ watchedHosts, healthSubjects }: ReturnType<typeof openStores>): readonly number[] {
  watchedHosts.save({
    ...{ id: hostId, name: "NAS", setup: { kind: "local" }, kept: [], hostKey: null },
    ...{ askedMs: null, answeredMs: null, silentSinceMs: null, error: null, facts: null, gaps: [] },
  });
  return Array.from({ length: diskCount }, (_, n) =>
    healthSubjects.save({
      id: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}` as string as HealthSubjectId,
      ...{ kind: "disk", hostId, identity: `S${n}`, wwn: null, name: `S${n}`, reading: emptyDisk() },
      ...{ verdict: "ok", findings: [], sinceMs: START_MS, readMs: null, seenMs: START_MS, vanishedMs: null },
      ...{ sources: ["lsblk"], acknowledgedMs: null, acknowledged: null },
      memory: {
        ...{ wasReadable: true, baseline: null, isRemovable: false, memberDisks: [], unreadRounds: 0 },
      },
    }),
  );
}

/** A busy disk, of which temperature and what was written change at nearly each reading, and the hours at each hour. */
function liveThrough(
  { healthRuns }: ReturnType<typeof openStores>,
  disks: readonly number[],
  fromMs: number,
) {
  for (let dayMs = fromMs; dayMs < fromMs + MONTH_MS; dayMs += DAY_MS) {
    healthRuns.together(() => {
      for (let atMs = dayMs; atMs < dayMs + DAY_MS; atMs += ROUND_EVERY_MS) {
        const age = atMs - START_MS;
        for (const disk of disks) {
          const values = {
            ...{ temperatureC: 30 + Math.floor(Math.random() * 10), writtenBytes: age * 33 + disk },
            ...{ powerOnHours: Math.floor(age / 3_600_000), powerCycles: 12, wornPercent: 3 },
            ...{ pendingSectors: 0, reallocatedSectors: 0, interfaceCrcErrors: 3 },
          };
          healthRuns.note(disk, values, atMs, 3 * ROUND_EVERY_MS);
        }
      }
    });
  }
}

/** From a catalog that was opened anew, so that nothing of it is in SQLite's own memory. */
function slowestChartMs(disks: readonly number[]): number {
  const { healthRuns, close } = openStores(folder);
  let slowestMs = 0;
  for (const disk of disks) {
    for (const metric of ["temperatureC", "writtenBytes", "powerOnHours"] as const) {
      const startMs = performance.now();
      healthRuns.series(disk, metric, START_MS, START_MS + MONTHS * MONTH_MS);
      slowestMs = Math.max(slowestMs, performance.now() - startMs);
    }
  }
  close();
  return slowestMs;
}
