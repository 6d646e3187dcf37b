import { existsSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { officeHost } from "../../test/support/office-host.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { readOverview } from "./read-overview.ts";

const HOUR = 3_600_000;

test("what a host knew is known after it has ended, and ages", async () => {
  const { host, plan, path } = await officeHost({ deadlineMinutes: 120 });
  const run = await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  await host.stop();
  const files = readdirSync(path("home"));
  const endedMs = run.endedMs ?? 0;
  const at = (nowMs: number) => readOverview(path("home"), { nowMs: () => nowMs });
  expect(at(endedMs + HOUR)).toMatchObject({
    sources: [{ source: { name: "Documents" }, protection: "protected", newestGoodMs: endedMs }],
    jobs: [],
    nextRun: null,
  });
  expect(at(endedMs + 3 * HOUR)?.sources).toMatchObject([{ protection: "overdue" }]);
  const helpers = /^catalog\.db-(?:shm|wal)$/; // SQLite's own, which hold nothing
  expect(readdirSync(path("home")).filter((name) => !helpers.test(name))).toEqual(
    files.filter((name) => !helpers.test(name)),
  );
});

test("where nothing was set up nothing is known, and nothing is made", async () => {
  const folder = await tempFolder();
  expect(readOverview(folder, { nowMs: Date.now })).toBeUndefined();
  expect(existsSync(`${folder}/catalog.db`)).toBe(false);
});
