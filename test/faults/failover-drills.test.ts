/** Failover drills through the contract: two real folders, a real host, a rehearsed loss, and a real one in the middle of it. */
import { renameSync, writeFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { DEFAULT_FAILOVER_SETTINGS } from "../../core/failover/state/settings.ts";
import { isBackstayError } from "../../shared/errors.ts";
import type { DrillId, JobId, RepositoryId } from "../../shared/ids.ts";
import type { Drill } from "../../shared/model/drill.ts";
import type { FailoverView } from "../../shared/model/failover.ts";
import type { TestHost } from "../support/host.ts";
import { officeHost, snapshotsAt } from "../support/office-host.ts";

const LIMIT_MS = 600_000;
const PATIENCE = { timeout: 240_000, interval: 200 };

/** As impatient as can be; back it goes by itself, when it may. */
const QUICK = {
  ...DEFAULT_FAILOVER_SETTINGS,
  ...{ beatEveryMs: 1000, beatLimitMs: 10_000, windowMs: 60_000, beatsToClear: 2, stableMs: 1000 },
  ...{ silenceMs: 60_000, retryMs: 1000 },
  faultsToLeave: { ...DEFAULT_FAILOVER_SETTINGS.faultsToLeave, unreachable: 2, "identity-mismatch": 2 },
} as const;

async function office() {
  const made = await officeHost();
  const { host, path, plan, repository } = made;
  const { id: repositoryId } = repository;
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  const { jobId } = await host.call("replicas.add", { repositoryId, name: "NAS 2", location: path("nas 2") });
  await jobEnd(host, jobId);
  await host.call("failover.settings", { repositoryId, settings: QUICK });
  await until(host, repositoryId, ({ replicas }) =>
    replicas.every(
      ({ wellSinceMs, lag, role }) => wellSinceMs !== null && (role === "active" || lag?.snapshots === 0),
    ),
  );
  return { ...made, repositoryId };
}

const jobEnd = async (host: TestHost, jobId: JobId) =>
  (await host.event("job", ({ job }) => job.id === jobId && job.endedMs !== null)).job;

async function until(host: TestHost, repositoryId: RepositoryId, fits: (state: FailoverView) => boolean) {
  return await vi.waitFor(async () => {
    const { state } = await host.call("failover.state", { repositoryId });
    expect(state !== null && fits(state), JSON.stringify(state)).toBe(true);
    if (state === null) throw new Error("there is no state");
    return state;
  }, PATIENCE);
}

async function drillUntil(host: TestHost, drillId: DrillId, fits: (drill: Drill) => boolean): Promise<Drill> {
  return await vi.waitFor(async () => {
    const drill = await host.call("drills.get", { drillId });
    expect(fits(drill), JSON.stringify(drill)).toBe(true);
    return drill;
  }, PATIENCE);
}

test(
  "the other replica takes over, is backed up to and restored from, and all goes back",
  async () => {
    const { host, path, repositoryId } = await office();
    writeFileSync(path("documents", "offer.txt"), "Dear supplier");
    const { drillId } = await host.call("drills.startFailover", { repositoryId });
    await expect(host.call("drills.startFailover", { repositoryId })).rejects.toSatisfy((error) =>
      isBackstayError(error, "DRILL_REFUSED"),
    );
    const drill = await drillUntil(host, drillId, ({ state }) => state !== "running");
    expect(drill).toMatchObject({ kind: "failover", state: "passed", problems: [] });
    const { failover } = drill;
    expect(failover).toMatchObject({
      ...{ step: "over", fromName: "NAS", toName: "NAS 2", rpoMs: 0, missingSnapshots: 0 },
      restore: { replicas: [{ name: "NAS 2", outcome: "passed" }] },
    });
    const { declaredMs = 0, switchedMs = 0, backedUpMs = 0, restoredMs = 0, returnedMs = 0 } = failover ?? {};
    const times = [declaredMs, switchedMs, backedUpMs, restoredMs, returnedMs];
    expect(times).toEqual(times.toSorted((a, b) => Number(a) - Number(b)));
    expect(failover?.rtoMs).toBe(Number(switchedMs) - declaredMs);
    expect(failover?.transitions.map(({ to }) => to)).toContain("failing-back");
    const state = await until(host, repositoryId, ({ phase }) => phase === "healthy");
    expect(state).toMatchObject({
      activeId: failover?.fromId,
      usualId: failover?.fromId,
      returns: "by-itself",
    });
    await until(host, repositoryId, ({ replicas }) =>
      replicas.every(({ lag, role }) => role === "active" || lag?.snapshots === 0),
    );
    const ids = async (name: string) => (await snapshotsAt(path(name))).map(({ id }) => id);
    expect(await ids("nas")).toHaveLength(2);
    expect(await ids("nas 2")).toEqual(await ids("nas"));
    const { runs } = await host.call("plans.history", { planId: null, beforeMs: null, limit: 9 });
    expect(runs[0]).toMatchObject({ trigger: "drill", state: "done" });
    expect((await host.call("alerts.list", { which: "open", limit: 9 })).alerts).toEqual([]);
    expect(host.logged).toEqual([]);
  },
  LIMIT_MS,
);

test(
  "a real fault ends it, is treated in earnest, and backups go back by themselves when that is over",
  async () => {
    const { host, path, repositoryId } = await office();
    const { drillId } = await host.call("drills.startFailover", { repositoryId });
    await drillUntil(host, drillId, ({ failover }) => failover?.switchedMs !== null);
    renameSync(path("nas 2"), path("nas 2 away"));
    const drill = await drillUntil(host, drillId, ({ state }) => state !== "running");
    expect(drill.state).toBe("ended-by-fault");
    expect(drill.problems).toContainEqual(expect.objectContaining({ code: "real-fault" }));
    // in earnest: the place that was only said to be lost takes over
    const state = await until(host, repositoryId, ({ activeId, move }) => {
      return move === null && activeId === drill.failover?.fromId;
    });
    expect(state.returns).toBe("by-itself");
  },
  LIMIT_MS,
);

test(
  "a host that ends in the middle goes on with it, and says so",
  async () => {
    const { host, open, repositoryId } = await office();
    const { drillId } = await host.call("drills.startFailover", { repositoryId });
    await drillUntil(host, drillId, ({ failover }) => failover?.switchedMs !== null);
    await host.stop();
    const again = await open();
    const drill = await drillUntil(again, drillId, ({ state }) => state !== "running");
    expect(drill).toMatchObject({ state: "incomplete", problems: [{ code: "host-ended" }] });
    expect(drill.failover?.returnedMs).not.toBeNull();
    await until(
      again,
      repositoryId,
      ({ phase, activeId, usualId }) => phase === "healthy" && activeId === usualId,
    );
  },
  LIMIT_MS,
);

test("without a second replica there is nothing to fail over to", async () => {
  const { host, repository } = await officeHost();
  const refused = host.call("drills.startFailover", { repositoryId: repository.id });
  await expect(refused).rejects.toSatisfy(
    (error) => isBackstayError(error, "DRILL_REFUSED") && error.details.reason === "no-standby",
  );
});
