import { describe, expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { A, B, LivingOffice } from "./testing/living-office.ts";

/** The first replica breaks, stays away for five minutes, and comes back. */
async function liveThrough(office: LivingOffice): Promise<void> {
  for (let n = 0; n < 100; n += 1) {
    if (n === 4) office.broken.add(A);
    if (n === 24) office.broken.delete(A);
    await office.round();
  }
}

/** What must be the same, however often the process was killed. */
async function endOf(office: LivingOffice) {
  const { state } = office.controller;
  const newest = (id: typeof A) => Math.max(...(office.snapshots.get(id) ?? []));
  return {
    ...{ phase: state.phase, epoch: state.epoch, awaited: state.outstanding.length, move: state.move },
    active: [state.activeId, office.activeId],
    switches: office.switches,
    notices: [...office.notices.values()].map(
      (notice) => notice.about + (notice.about === "moved" ? notice.move : ""),
    ),
    isFenced: office.fenced.has(office.activeId),
    restarts: office.jobs.filter(({ state: is }) => is === "fenced").map(({ restarts }) => restarts),
    named: await office.namedActive(),
    hasOwnNewest: newest(A) >= newest(B),
    mistakes: office.mistakes,
  };
}

const GOOD_END = {
  ...{
    phase: "healthy",
    epoch: 3,
    awaited: 0,
    move: null,
    active: [A, A],
    isFenced: false,
    hasOwnNewest: true,
  },
  switches: [`2 ${B}`, `3 ${A}`],
  notices: ["movedfailover", "movedfailback"],
  named: [`3 ${A}`, `3 ${A}`],
  mistakes: [],
};
const WHOLE_WAY = [
  ...[
    "healthy → suspect",
    "suspect → failing-over",
    "failing-over → failed-over",
    "failed-over → recovering",
  ],
  ...["recovering → failing-back", "failing-back → healthy"],
];

describe("a failover and a failback", { timeout: 120_000 }, () => {
  test("happen by themselves and are recorded", async () => {
    const office = new LivingOffice(await tempFolder(), 0);
    await liveThrough(office);
    expect(await endOf(office)).toEqual({ ...GOOD_END, restarts: [1, 1] });
    expect(office.history()).toEqual(WHOLE_WAY);
    await office.close();
  });

  test.each([
    ["and started again at once", 0, 1],
    ["and started again an hour later", 3_600_000, 3],
  ])("come to the same when the process is killed at any moment of them, %s", async (_, downMs, every) => {
    const folder = await tempFolder();
    const whole = new LivingOffice(folder, 0);
    await liveThrough(whole);
    await whole.close();
    expect(whole.moments).toBeGreaterThan(60);
    // before that the office is only opened
    for (let killAt = 3; killAt <= whole.moments; killAt += every) {
      const office = new LivingOffice(folder, killAt, downMs);
      await liveThrough(office);
      const end = await endOf(office);
      expect({ killAt, ...end }).toEqual({ killAt, ...GOOD_END, restarts: end.restarts.map(() => 1) });
      // who was away for an hour watches the window anew, so a step may come twice
      const steps = new Set(office.history().filter((step) => WHOLE_WAY.includes(step)));
      expect([killAt, ...steps]).toEqual([killAt, ...WHOLE_WAY]);
      await office.close();
    }
  });
});

test("what cannot be saved is neither believed nor done", async () => {
  const office = new LivingOffice(await tempFolder(), 0);
  const { controller } = office;
  for (let n = 0; n < 4; n += 1) await office.round();
  office.killAt = office.moments + 1;
  expect(() => controller.tell({ kind: "order", order: { kind: "hold", isHeld: true } })).toThrow();
  expect(controller.state.isHeld).toBe(false);
  await office.close();
});
