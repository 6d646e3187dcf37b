import { expect, onTestFinished, test } from "vitest";
import type { JobId } from "../../shared/ids.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { createJobLogStore } from "../catalog/job-log-store.ts";
import { createJobStore } from "../catalog/job-store.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import { createJobLog } from "./job-log.ts";

const jobId = "00000000-0000-4000-8000-000000000001" as string as JobId;

async function setUp() {
  const catalog = openCatalog(await tempFolder());
  onTestFinished(() => catalog.close());
  createJobStore(catalog.database).insert({
    ...{ id: jobId, kind: "backup", origin: {}, repository: undefined, access: "shared", input: {} },
    ...{ priority: "normal", restartWhenInterrupted: false, attempt: 1, restartOf: undefined },
    ...{ state: "running", createdNs: 1n, startedNs: 1n, endedNs: undefined },
    ...{ progress: undefined, result: undefined, error: undefined },
  });
  const store = createJobLogStore(catalog.database);
  const failures: unknown[] = [];
  const log = createJobLog(store, { nowMs: () => 5_000 }, (error) => void failures.push(error));
  return { catalog, store, log, failures };
}

test("lines are kept in their order, with their facts, and can be read in pages", async () => {
  const { store, log } = await setUp();
  log.add(jobId, { level: "info", text: "one" });
  log.add(jobId, { level: "warning", text: "two", facts: { path: "/a\u0000b", n: 2 } });
  log.flush();
  log.add(jobId, { level: "error", text: "three" });
  log.end(jobId);
  expect(store.page(jobId, 0, 2)).toEqual([
    { number: 1, timeMs: 5_000, level: "info", text: "one", facts: null },
    { number: 2, timeMs: 5_000, level: "warning", text: "two", facts: { path: "/a\u0000b", n: 2 } },
  ]);
  expect(store.page(jobId, 2, 10)).toMatchObject([{ number: 3, text: "three" }]);
});

test("a job that never stops talking is cut off, and so is a line without end", async () => {
  const { store, log } = await setUp();
  for (let n = 0; n < 5_000; n += 1) log.add(jobId, { level: "info", text: "x".repeat(20_000) });
  log.end(jobId);
  expect(store.count(jobId)).toBe(2_001);
  expect(store.page(jobId, 2_000, 9)).toMatchObject([
    { level: "warning", text: expect.not.stringMatching(/^x/) },
  ]);
  expect(store.page(jobId, 0, 1)[0]?.text.length).toBeLessThan(10_000);
});

test("lines of a job that was removed meanwhile are dropped, and a catalog that cannot be written is told", async () => {
  const { catalog, store, log, failures } = await setUp();
  const gone = "00000000-0000-4000-8000-00000000000f" as string as JobId;
  log.add(gone, { level: "info", text: "nobody's" });
  log.flush();
  expect(store.count(gone)).toBe(0);
  expect(failures).toEqual([]);
  log.add(jobId, { level: "info", text: "late" });
  catalog.close();
  log.flush();
  expect(failures).toHaveLength(1);
});
