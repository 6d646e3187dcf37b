/** What follows a failover, through the whole engine: what was only in one place, the way back, hosts that end in between, and pruning. */
import { existsSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { RepositoryId, SourceId } from "../../shared/ids.ts";
import type { FailoverView } from "../../shared/model/failover.ts";
import { failoverOffice, QUICK, until } from "../support/failover-office.ts";
import { MANUAL_PLAN, type TestHost } from "../support/host.ts";
import { PASSWORD, snapshotsAt } from "../support/office-host.ts";
import { resticOn } from "../support/restic.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

const LIMIT_MS = 600_000;
const PATIENCE = { timeout: 240_000, interval: 50 };

async function twoFolders() {
  const places = await tempFolder();
  const [first, second] = [join(places, "first"), join(places, "second")] as const;
  const away = (place: string) => `${place} unplugged`;
  return {
    ...{ first, second },
    unplug: (place: string) => renameSync(place, away(place)),
    plugIn: (place: string) => renameSync(away(place), place),
  };
}

const idsAt = async (place: string) => (await snapshotsAt(place)).map(({ id }) => id);

const idsIfThere = async (place: string) => (existsSync(place) ? await idsAt(place) : []);

const isAlike = ({ replicas }: FailoverView) =>
  replicas.every(({ role, lag }) => role === "active" || lag?.snapshots === 0);

const MIB = 1024 * 1024;
/** Bytes of packs. */
const sizeOf = (place: string): number =>
  readdirSync(join(place, "data"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);

const listed = async (host: TestHost, repositoryId: RepositoryId, sourceId: SourceId) => {
  const seriesId = sourceId as string as never;
  return (await host.call("snapshots.list", { repositoryId, seriesId })).snapshots.map(({ id }) => id);
};

const newestGood = async (host: TestHost) =>
  (await host.call("overview.get", {})).sources[0]?.newestGoodMs ?? 0;

describe.skipIf(lacksTool("restic"))("after a failover", () => {
  test(
    "what only the replica had that was left counts again once it is back, each backup once",
    async () => {
      const { first, second, unplug, plugIn } = await twoFolders();
      const office = await failoverOffice(first, second, { files: 0 });
      const { host, path, repositoryId, sourceId, standbyId, backUp } = office;
      const isWell = (name: string, wanted: boolean) =>
        until(host, repositoryId, ({ replicas }) =>
          replicas.every((one) => one.name !== name || (one.wellSinceMs !== null) === wanted),
        );
      const oldMs = await newestGood(host);
      unplug(second);
      await isWell("NAS 2", false);
      writeFileSync(path("documents", "offer.txt"), "Dear supplier");
      await backUp();
      const newMs = await newestGood(host);
      expect(newMs).toBeGreaterThan(oldMs);

      unplug(first);
      plugIn(second);
      await until(
        host,
        repositoryId,
        ({ phase, activeId }) => phase === "failed-over" && activeId === standbyId,
      );
      // the newest backup is not to be had now, and nothing says it is
      await vi.waitFor(async () => expect(await newestGood(host)).toBe(oldMs), PATIENCE);
      expect(await listed(host, repositoryId, sourceId)).toHaveLength(1);

      plugIn(first);
      await until(host, repositoryId, ({ isReconciled }) => isReconciled);
      await vi.waitFor(async () => expect(await newestGood(host)).toBeGreaterThan(oldMs), PATIENCE);
      const ids = await listed(host, repositoryId, sourceId);
      expect(ids).toHaveLength(2);
      expect(new Set(ids)).toEqual(new Set(await idsAt(first)));
      expect(new Set(await idsAt(second))).toEqual(new Set(ids));
      const { matrix } = await host.call("failover.matrix", { repositoryId });
      expect(matrix.rows[0]?.cells).toMatchObject([{ isMet: true }, { isMet: true }]);
      expect(host.logged.filter(({ level }) => level === "error")).toEqual([]);
    },
    LIMIT_MS,
  );

  test(
    "it goes back by itself when the usual replica was well for the stability window, and not before",
    async () => {
      const { first, second, unplug, plugIn } = await twoFolders();
      const stableMs = 4_000;
      const office = await failoverOffice(first, second, {
        files: 0,
        settings: { failBack: "by-itself", stableMs },
      });
      const { host, repositoryId, activeId: usualId, backUp } = office;
      unplug(first);
      await until(host, repositoryId, ({ phase }) => phase === "failed-over");
      await backUp();
      plugIn(first);
      await until(host, repositoryId, ({ phase, activeId }) => phase === "healthy" && activeId === usualId);
      const { transitions } = await host.call("failover.history", { repositoryId, before: null, limit: 20 });
      const all = transitions.toReversed();
      const steps = all.slice(0, all.findIndex(({ to }) => to === "healthy") + 1);
      expect(steps.map(({ to }) => to)).toEqual([
        ...["suspect", "failing-over", "failed-over", "recovering", "failing-back", "healthy"],
      ]);
      const [wellAgain, goesBack] = [steps[3], steps[4]];
      expect(goesBack?.cause).toMatchObject({ kind: "well-again", replicaId: usualId });
      expect((goesBack?.atMs ?? 0) - (wellAgain?.atMs ?? 0)).toBeGreaterThanOrEqual(stableMs - 1_500);
      await until(host, repositoryId, ({ replicas }) =>
        replicas.every(({ role, lag }) => role === "active" || lag?.snapshots === 0),
      );
      expect((await idsAt(first)).toSorted()).toEqual((await idsAt(second)).toSorted());
      expect((await host.call("alerts.list", { which: "open", limit: 20 })).alerts).toEqual([]);
      expect(host.logged).toEqual([]);
    },
    LIMIT_MS,
  );

  test(
    "a backup that was stopped begins anew in a host that does one piece of work, once its place is well again without a move",
    async () => {
      const { first, second, unplug, plugIn } = await twoFolders();
      const faultsToLeave = { ...QUICK.faultsToLeave, unreachable: 50 };
      const settings = { faultsToLeave, windowMs: 120_000, silenceMs: 120_000 };
      const { host, open, repositoryId, activeId, startHeld } = await failoverOffice(first, second, {
        settings,
      });
      const { runId, goOn } = await startHeld();
      unplug(first);
      goOn();
      await host.event("job", ({ job }) => job.kind === "backup" && job.state === "cancelled");
      await host.stop();
      plugIn(first);
      const again = await open({ isScheduling: false });
      expect(await again.ended(runId)).toMatchObject({ state: "done", filesNew: 24 });
      await until(again, repositoryId, ({ phase, activeId: now }) => phase === "healthy" && now === activeId);
    },
    LIMIT_MS,
  );

  test.each([
    ["that does one piece of work", { isScheduling: false }],
    ["that stays", {}],
  ])(
    "a host %s brings a move to its end that another one began, and what waited behind the fence is done once",
    async (_, parts) => {
      const { first, second, unplug } = await twoFolders();
      const { host, open, repositoryId, standbyId, startHeld } = await failoverOffice(first, second);
      const { runId, goOn } = await startHeld();
      unplug(first);
      goOn();
      await host.event("job", ({ job }) => job.kind === "backup" && job.state === "cancelled");
      await host.stop();
      const again = await open(parts);
      expect(await again.ended(runId)).toMatchObject({ state: "done", filesNew: 24 });
      await until(again, repositoryId, ({ move, activeId }) => move === null && activeId === standbyId);
      const { runs } = await again.call("plans.history", { planId: null, beforeMs: null, limit: 10 });
      const run = runs.find(({ id }) => id === runId);
      const jobs = await Promise.all((run?.jobIds ?? []).map((jobId) => again.call("jobs.get", { jobId })));
      expect(jobs.filter(({ state }) => state === "done")).toHaveLength(1);
      expect(await idsAt(second)).toHaveLength(2);
      expect(again.logged.filter(({ level }) => level === "error")).toEqual([]);
    },
    LIMIT_MS,
  );

  test(
    "where nobody looks after replicas, nothing is removed from them, and how they were last is told",
    async () => {
      const { first, second } = await twoFolders();
      const { host, open, repositoryId } = await failoverOffice(first, second, { files: 0 });
      await host.stop();
      const alone = await open({ isScheduling: false });
      await expect(alone.call("repositories.prune", { repositoryId })).rejects.toMatchObject({
        ...{ code: "PRUNE_WAITS", details: { reason: "differ" } },
      });
      expect(await alone.call("failover.state", { repositoryId })).toMatchObject({
        state: { phase: "healthy" },
      });
    },
    LIMIT_MS,
  );

  test(
    "space is freed on each replica, but not while one lacks what another has, and nothing comes back",
    async () => {
      const { first, second, unplug, plugIn } = await twoFolders();
      const { host, path, repositoryId, planId, backUp } = await failoverOffice(first, second, { files: 1 });
      await backUp();
      await until(host, repositoryId, isAlike);
      expect(sizeOf(first)).toBeGreaterThan(8 * MIB);
      expect(sizeOf(second)).toBeGreaterThan(8 * MIB);

      unplug(second);
      await until(host, repositoryId, ({ replicas }) => replicas.some(({ fault }) => fault !== null));
      rmSync(path("documents", "scan 0.bin"));
      const { plans } = await host.call("plans.list", {});
      const { name, sourceIds } = plans[0]?.plan ?? { name: "", sourceIds: [] };
      const retention = { ...MANUAL_PLAN.retention, last: 1 };
      await host.call("plans.save", {
        planId,
        draft: { ...MANUAL_PLAN, name, repositoryId, sourceIds, retention },
      });
      await backUp();
      const { job: forgot } = await host.event(
        "job",
        ({ job }) => job.kind === "forget" && (job.counts?.removed ?? 0) > 0 && job.endedMs !== null,
      );
      expect(forgot).toMatchObject({ state: "done" });
      expect(await until(host, repositoryId, ({ pruneWaits }) => pruneWaits !== null)).toMatchObject({
        pruneWaits: "differ",
      });
      await expect(host.call("repositories.prune", { repositoryId })).rejects.toMatchObject({
        ...{ code: "PRUNE_WAITS", details: { reason: "differ" } },
      });

      plugIn(second);
      await vi.waitFor(() => {
        for (const place of [first, second]) expect(sizeOf(place)).toBeLessThan(MIB);
      }, PATIENCE);
      await until(host, repositoryId, ({ replicas }) => replicas.every(({ jobId }) => jobId === null));
      expect(await idsAt(first)).toHaveLength(1);
      expect(await idsAt(second)).toEqual(await idsAt(first));
      for (const place of [first, second])
        expect(await resticOn(place, PASSWORD).run("check", "--read-data", "--no-lock")).toContain(
          "no errors were found",
        );
      expect(host.logged.filter(({ level }) => level === "error")).toEqual([]);
    },
    LIMIT_MS,
  );

  test(
    "rules that let old backups go on a standby that lacks some take no newer one along, and bring none back",
    async () => {
      const { first, second, unplug, plugIn } = await twoFolders();
      const retention = { ...MANUAL_PLAN.retention, last: 2 };
      const office = await failoverOffice(first, second, { files: 0, plan: { retention } });
      const { host, path, repositoryId, activeId: usualId, backUp } = office;
      const save = async (text: string) => {
        writeFileSync(path("documents", "letter.txt"), text);
        const before = new Set([...(await idsIfThere(first)), ...(await idsIfThere(second))]);
        await backUp();
        const after = [...(await idsIfThere(first)), ...(await idsIfThere(second))];
        return after.find((id) => !before.has(id)) ?? "";
      };
      const [one = ""] = await idsAt(first);
      unplug(second);
      await until(host, repositoryId, ({ replicas }) => replicas.some(({ fault }) => fault !== null));
      const two = await save("two");
      unplug(first);
      plugIn(second);
      await until(host, repositoryId, ({ phase }) => phase === "failed-over");
      const three = await save("three");
      const four = await save("four");
      await vi.waitFor(
        async () => expect(new Set(await idsAt(second))).toEqual(new Set([three, four])),
        PATIENCE,
      );
      plugIn(first);
      await until(host, repositoryId, ({ isReconciled }) => isReconciled);
      for (const place of [first, second]) {
        const ids = await idsAt(place);
        expect(ids).toContain(two);
        expect(ids).not.toContain(one);
      }
      await host.call("failover.failBack", { repositoryId });
      await until(host, repositoryId, ({ phase, activeId }) => phase === "healthy" && activeId === usualId);
      const five = await save("five");
      await vi.waitFor(async () => {
        for (const place of [first, second])
          expect(new Set(await idsAt(place))).toEqual(new Set([four, five]));
      }, PATIENCE);
      expect(host.logged.filter(({ level }) => level === "error")).toEqual([]);
    },
    LIMIT_MS,
  );
});
