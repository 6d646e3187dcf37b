import { expect, test } from "vitest";
import { openTestHost } from "../../test/support/host.ts";
import { officeHost } from "../../test/support/office-host.ts";
import { handClock } from "../testing/run-console.ts";

const HOUR_MS = 3_600_000;

test("an engine for one piece of work starts nothing by itself, and leaves what was missed to the next host", async () => {
  const clock = handClock(new Date(2026, 0, 31, 18, 30).getTime());
  const { host, path, plan } = await officeHost(
    { schedule: { kind: "cron", expression: "0 * * * *" } },
    { clock },
  );
  await host.stop();
  clock.advance(HOUR_MS);

  const alone = await openTestHost(path("home"), { clock, isScheduling: false });
  const history = { planId: plan.id, beforeMs: null, limit: 9 };
  const { runId } = await alone.call("plans.run", { planId: plan.id });
  expect((await alone.ended(runId)).state).toBe("done");
  expect((await alone.call("plans.history", history)).runs.map(({ trigger }) => trigger)).toEqual(["person"]);
  await alone.stop();

  const next = await openTestHost(path("home"), { clock });
  try {
    const { plans } = await next.call("plans.list", {});
    // what was due at seven waits a moment, as all do that are late; without it the next would be due at eight
    const waitsMs = (plans[0]?.nextRunMs ?? 0) - clock.nowMs();
    expect(waitsMs).toBeGreaterThan(0);
    expect(waitsMs).toBeLessThanOrEqual(120_000);
  } finally {
    await next.stop();
  }
});
