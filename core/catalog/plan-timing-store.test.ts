import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PlanId } from "../../shared/ids.ts";
import { type Catalog, openCatalog } from "./open-catalog.ts";
import { createPlanTimingStore } from "./plan-timing-store.ts";

const PLAN = "11111111-1111-4111-8111-111111111111" as PlanId;
const timing = { schedule: "s", handledMs: 1000, waitingMs: null, waitsLate: false };
let folder: string;
let catalog: Catalog;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "backstay-timing-"));
  catalog = openCatalog(folder);
  addPlan(PLAN);
});
afterEach(() => {
  catalog.close();
  rmSync(folder, { recursive: true, force: true });
});

function addPlan(id: PlanId): void {
  catalog.database.exec(`
    INSERT OR IGNORE INTO repositories (id, name, created_ns) VALUES ('r', 'r', 0);
    INSERT INTO plans (id, name, repository_id, details, is_paused, created_ns) VALUES ('${id}', 'p', 'r', '{}', 0, 0)`);
}

function reopen(): void {
  catalog.close();
  catalog = openCatalog(folder);
}

test("timings and starts are there again after a restart", () => {
  const store = createPlanTimingStore(catalog.database);
  expect(store.get(PLAN)).toBeUndefined();
  store.save(PLAN, { ...timing, waitingMs: 900, waitsLate: true });
  store.beginStart(PLAN, timing, 900);
  reopen();
  const again = createPlanTimingStore(catalog.database);
  expect(again.get(PLAN)).toEqual(timing);
  expect(again.uncertainStarts(PLAN)).toEqual([900]);
  again.confirmStart(PLAN, 900);
  expect(again.uncertainStarts(PLAN)).toEqual([]);
  expect(again.startsAfter(PLAN, 899)).toEqual(new Set([900]));
  expect(again.startsAfter(PLAN, 900)).toEqual(new Set());
});

test("a start that is withdrawn leaves no trace", () => {
  const store = createPlanTimingStore(catalog.database);
  store.beginStart(PLAN, timing, 900);
  store.withdrawStart(PLAN, { ...timing, waitingMs: 900 }, 900);
  expect(store.startsAfter(PLAN, 0)).toEqual(new Set());
  expect(store.get(PLAN)).toEqual({ ...timing, waitingMs: 900 });
});

test("the newest thousand starts are kept, and go with their plan", () => {
  const store = createPlanTimingStore(catalog.database);
  catalog.database.transaction(() => {
    for (let n = 1; n <= 1003; n += 1) store.beginStart(PLAN, timing, n);
  })();
  const starts = store.startsAfter(PLAN, 0);
  expect(starts.size).toBe(1000);
  expect(Math.min(...starts)).toBe(4);
  catalog.database.prepare("DELETE FROM plans").run();
  expect(store.get(PLAN)).toBeUndefined();
  expect(store.startsAfter(PLAN, 0).size).toBe(0);
});
