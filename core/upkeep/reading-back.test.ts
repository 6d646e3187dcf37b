/** Reading repositories back, asked of the whole engine by a clock that is moved by hand. */
import { readdirSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { BackstayParts } from "../../core/api/backstay.ts";
import { officeHost } from "../../test/support/office-host.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const CHECKS = { kinds: ["check" as const], states: null, beforeMs: null, limit: 50 };

async function office(draft: Parameters<typeof officeHost>[0] = {}) {
  let nowMs = new Date(2026, 10, 22, 12).getTime();
  const clock: BackstayParts["clock"] = { nowMs: () => nowMs };
  const made = await officeHost(draft, { clock });
  const { host, plan, repository } = made;
  const checks = async () => (await host.call("jobs.list", CHECKS)).jobs;
  const list = async () => {
    const [one] = (await host.call("readingBack.list", {})).repositories;
    if (one === undefined) throw new Error("no repository is read back");
    return one;
  };
  return {
    ...{ ...made, checks, list },
    backUp: async () => await host.ended((await host.call("plans.run", { planId: plan.id })).runId),
    /** Some time passes, in which this computer slept. */
    async later(ms: number) {
      nowMs += ms;
      await host.call("repositories.refresh", { repositoryId: repository.id });
      host.noteWakeUp();
      // what is begun by itself is begun before this is answered
      await host.call("readingBack.list", {});
    },
    /** Resolves when so many parts were read. */
    async read(count: number) {
      const seen = new Set<string>();
      await host.event("job", ({ job }) => {
        if (job.kind === "check" && job.state.startsWith("done")) seen.add(job.id);
        return seen.size >= count;
      });
    },
  };
}

test("all data of a repository is read back in parts, each of which is a job that can be seen", async () => {
  const { host, backUp, later, checks, list, read } = await office();
  await host.call("settings.set", { readBackDays: 2 });
  await backUp();
  await later(2 * MINUTE_MS); // the round begins
  expect(await checks()).toEqual([]);
  expect(await list()).toMatchObject({ days: 2, readPercent: 0, allReadMs: null, waits: null });
  await later(DAY_MS);
  await read(1);
  expect(await list()).toMatchObject({ readPercent: 50, allReadMs: null });
  await later(HOUR_MS); // the next part is not due
  expect(await checks()).toHaveLength(1);
  await later(DAY_MS);
  await read(2);
  const now = await list();
  expect(now).toMatchObject({ readPercent: 0, allReadMs: expect.any(Number), jobId: null });
  expect(now.nextMs).toBe((now.allReadMs ?? 0) + DAY_MS);
  await host.call("settings.set", { readBackDays: 0 });
  await later(10 * DAY_MS);
  expect(await checks()).toHaveLength(2);
  expect(await list()).toMatchObject({ days: null, nextMs: null, dueMs: null });
});

test("damage that a part finds is told, and the part counts as read", async () => {
  const { host, path, backUp, later, list, read } = await office();
  await host.call("settings.set", { readBackDays: 1 });
  await backUp();
  await later(2 * MINUTE_MS); // the round begins
  const folder = path("nas", "data");
  const [pack] = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  if (pack === undefined) throw new Error("there is no pack");
  truncateSync(join(pack.parentPath, pack.name), 20);
  await later(DAY_MS);
  await read(1);
  expect(await list()).toMatchObject({ allReadMs: expect.any(Number) });
  const { alerts } = await host.call("alerts.list", { which: "open", limit: 10 });
  expect(alerts.map(({ subject }) => subject.code)).toContain("JOB_HAD_PROBLEMS");
});

test("in a plan's window nothing is read, and it is said what is waited for", async () => {
  const { host, backUp, later, checks, list, read } = await office({
    schedule: { kind: "daily", at: "13:00", weekdays: [1, 2, 3, 4, 5, 6, 7] },
    window: { from: "11:00", to: "15:00" },
  });
  await host.call("settings.set", { readBackDays: 30 });
  await backUp();
  await later(2 * MINUTE_MS); // the round begins
  await later(DAY_MS);
  expect(await list()).toMatchObject({ waits: "backup-time" });
  expect(await checks()).toEqual([]);
  await later(6 * HOUR_MS);
  await read(1);
  expect((await list()).readPercent).toBeCloseTo(100 / 30);
});
