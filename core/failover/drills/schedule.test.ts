/** Drills that begin by themselves, and what people are told when none passes for long. */
import { writeFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { DEFAULT_DRILL_SETTINGS, type DrillSettings } from "../../../shared/model/drill.ts";
import { officeHost } from "../../../test/support/office-host.ts";

const DAY_MS = 24 * 3_600_000;
const LIMIT_MS = 90_000;

async function office() {
  const time = { aheadMs: 0 };
  const made = await officeHost({}, { clock: { nowMs: () => Date.now() + time.aheadMs } });
  const { host, plan, repository } = made;
  const { id: repositoryId } = repository;
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  /** Time goes by, and the host looks at the clock. */
  const pass = (ms: number) => {
    time.aheadMs += ms;
    host.noteWakeUp();
  };
  pass(61_000); // it counts from when it was first looked at
  const drills = async () =>
    (await host.call("drills.list", { repositoryId, kind: null, before: null, limit: 9 })).drills;
  const set = async (settings: Partial<DrillSettings>) =>
    await host.call("drills.settings", {
      repositoryId,
      settings: { ...DEFAULT_DRILL_SETTINGS, ...settings },
    });
  const codes = async () =>
    (await host.call("alerts.list", { which: "open", limit: 20 })).alerts
      .map(({ subject }) => subject.code)
      .filter((code) => code.startsWith("DRILL"));
  return { ...made, repositoryId, pass, drills, set, codes };
}

/** A minute goes by before each look, as other work may come first. */
async function eventually(pass: (ms: number) => void, look: () => Promise<void>): Promise<void> {
  await vi.waitFor(
    async () => {
      pass(61_000);
      await look();
    },
    { timeout: 60_000, interval: 300 },
  );
}

test(
  "a repository is rehearsed a month after it came, once, and again a month later",
  async () => {
    const { host, pass, drills, repositoryId } = await office();
    pass(29 * DAY_MS);
    expect(await drills()).toEqual([]);
    pass(DAY_MS + 1000);
    await eventually(pass, async () =>
      expect(await drills()).toMatchObject([{ trigger: "schedule", state: "passed", kind: "restore" }]),
    );
    pass(25 * DAY_MS);
    pass(61_000);
    expect(await drills()).toHaveLength(1);
    pass(5 * DAY_MS);
    await eventually(pass, async () => expect(await drills()).toHaveLength(2));
    const { repositories } = await host.call("drills.standing", {});
    expect(repositories).toMatchObject([{ repositoryId, nextFailoverMs: null, hasStandby: false }]);
  },
  LIMIT_MS,
);

test(
  "who wants none by itself gets none, and is told when none passed for long, until one does",
  async () => {
    const { host, path, pass, drills, set, codes, repositoryId } = await office();
    await set({ restoreEveryDays: 0, warnAfterDays: 40 });
    pass(39 * DAY_MS);
    expect(await codes()).toEqual([]);
    pass(2 * DAY_MS);
    expect(await codes()).toEqual(["DRILL_OVERDUE"]);
    expect(await drills()).toEqual([]);
    writeFileSync(path("documents", "letter.txt"), "Dear customer, once more");
    await host.call("drills.startRestore", { repositoryId });
    await eventually(pass, async () => expect(await drills()).toMatchObject([{ state: "passed" }]));
    expect(await codes()).toEqual([]);
    pass(41 * DAY_MS);
    expect(await codes()).toEqual(["DRILL_OVERDUE"]);
    await set({ restoreEveryDays: 0, warnAfterDays: 0 });
    pass(61_000);
    expect(await codes()).toEqual([]);
  },
  LIMIT_MS,
);
