/** A source that is not where it has to be, through the contract: who is told, when, and when it ends. */
import { renameSync, writeFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { NO_RULES } from "../../shared/model/alert-rules.ts";
import { officeHost } from "../../test/support/office-host.ts";

const HOUR_MS = 3_600_000;
const LIMIT_MS = 120_000;
const NOBODY = "00000000-0000-4000-8000-000000000000";

test(
  "people are told after the time that they set, which goes on while no host runs, and no more once it need not be there",
  async () => {
    const time = { aheadMs: 0 };
    const office = await officeHost({}, { clock: { nowMs: () => Date.now() + time.aheadMs } });
    const { path, open, plan, repository, source } = office;
    const { id: repositoryId } = repository;
    let { host } = office;
    const pass = (ms: number) => {
      time.aheadMs += ms;
      host.noteWakeUp();
    };
    const told = async () =>
      (await host.call("alerts.list", { which: "open", limit: 50 })).alerts
        .map(({ subject }) => subject)
        .filter(({ code }) => code === "PLACEMENT_UNMET");
    await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
    const { replica, jobId } = await host.call("replicas.add", {
      ...{ repositoryId, name: "NAS 2", location: path("nas 2") },
    });
    await host.event("job", ({ job }) => job.id === jobId && job.endedMs !== null);
    renameSync(path("nas 2"), path("unplugged"));
    writeFileSync(path("documents", "offer.txt"), "Dear supplier");
    await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
    await host.call("alerts.rules.save", { ...NO_RULES, placementHours: 6 });
    pass(11 * 60_000); // from here on it is known to lack
    pass(61_000);
    pass(5 * HOUR_MS);
    expect(await told()).toEqual([]);
    await host.stop();
    time.aheadMs += HOUR_MS;
    host = await open();
    pass(61_000);
    expect(await told()).toEqual([]); // a host that has just begun copies first
    await vi.waitFor(
      async () => {
        pass(11 * 60_000);
        expect(await told()).toMatchObject([
          { repositoryId, replicaId: replica.id, about: "NAS", replicaName: "NAS 2", isCertain: true },
        ]);
      },
      { timeout: 30_000, interval: 200 },
    );
    const rule = { repositoryId, sourceId: source.id, replicaId: replica.id, isNeeded: false };
    await host.call("failover.setPlacement", rule);
    expect(await told()).toEqual([]);

    const refused = (other: Partial<typeof rule>) =>
      host.call("failover.setPlacement", { ...rule, ...other });
    await expect(refused({ replicaId: NOBODY as never })).rejects.toMatchObject({
      code: "REPLICA_NOT_FOUND",
    });
    await expect(refused({ sourceId: NOBODY as never })).rejects.toMatchObject({ code: "SOURCE_NOT_FOUND" });
    await expect(refused({ repositoryId: "f".repeat(64) as never })).rejects.toMatchObject({
      code: "REPOSITORY_NOT_FOUND",
    });
  },
  LIMIT_MS,
);
