/** Whether what hosts did that were killed all the time came to the same as what one does that lives. */
import { join } from "node:path";
import { expect, vi } from "vitest";
import { readManifest } from "../../core/failover/manifest/set-manifest.ts";
import type { RepositoryId, SeriesId, SourceId } from "../../shared/ids.ts";
import { differencesOf, readTreeFacts } from "./compare-trees.ts";
import { openEngine } from "./engine.ts";
import type { KillableHost } from "./killable-host.ts";
import { PASSWORD } from "./office-host.ts";
import { resticOn } from "./restic.ts";
import { tempFolder } from "./temp-folder.ts";

const PATIENCE = { timeout: 240_000, interval: 50 };
const PAGE = 500;

/** Which replica was active in which epoch, as anybody said who was asked: one, in each. */
export function rememberActives() {
  const actives = new Map<number, string>();
  const note = (epoch: number, activeId: string) => {
    expect({ epoch, activeId: actives.get(epoch) ?? activeId }).toEqual({ epoch, activeId });
    actives.set(epoch, activeId);
  };
  return {
    note,
    /** What the replica at this place says. */
    async read(place: string): Promise<void> {
      const engine = await openEngine({ location: place, password: PASSWORD });
      try {
        const { set } = await readManifest(engine.repository);
        if (set !== undefined) note(set.epoch, set.activeId);
      } finally {
        await engine.close();
      }
    },
  };
}

export type Actives = ReturnType<typeof rememberActives>;

/**
 * What the host tells its people: each move and each run once, nothing that waits or runs still, and nothing to worry about once all was
 * read. To be asked while it runs.
 */
export async function judgeHost(
  host: KillableHost,
  { repositoryId, failovers, runs }: { repositoryId: RepositoryId; failovers: number; runs: number },
  actives: Actives,
): Promise<void> {
  const { jobId } = await host.call("repositories.check", { repositoryId, readDataPercent: 100 });
  await vi.waitFor(async () => {
    const check = await host.call("jobs.get", { jobId });
    expect(check).toMatchObject({ state: "done", problemCount: 0 });
  }, PATIENCE);

  const page = { repositoryId, before: null, limit: PAGE };
  const steps = (await host.call("failover.history", page)).transitions.toReversed();
  expect(steps.length).toBeLessThan(PAGE);
  for (const [n, { from, epoch, activeId }] of steps.entries()) {
    actives.note(epoch, activeId);
    expect(from).toBe(n === 0 ? "healthy" : steps[n - 1]?.to);
  }
  const arrivals = (from: string, to: string) =>
    steps.filter((step) => step.from === from && step.to === to).length;
  expect(arrivals("failing-over", "failed-over")).toBe(failovers);
  expect(arrivals("failing-back", "healthy")).toBe(failovers);

  const { alerts } = await host.call("alerts.list", { which: "all", limit: PAGE });
  expect(alerts.filter(({ resolvedMs }) => resolvedMs === null)).toEqual([]);
  const moves = alerts.filter(({ subject }) => subject.code === "REPLICA_SWITCHED");
  expect(moves.map(({ occurrences }) => occurrences)).toEqual(Array(failovers).fill(1));
  expect(alerts.filter(({ subject }) => subject.code === "FAILOVER_STUCK")).toEqual([]);

  const { runs: all } = await host.call("plans.history", { planId: null, beforeMs: null, limit: PAGE });
  expect(all).toHaveLength(runs);
  for (const run of all) {
    const jobs = await Promise.all(run.jobIds.map((id) => host.call("jobs.get", { jobId: id })));
    const states = jobs.map(({ state }) => state);
    expect({ run: run.state, done: states.filter((state) => state === "done") }).toEqual({
      ...{ run: "done", done: ["done"] },
    });
  }
  const open = { kinds: null, states: ["queued", "running"] as const, beforeMs: null, limit: PAGE };
  expect((await host.call("jobs.list", { ...open, states: [...open.states] })).jobs).toEqual([]);
  expect(host.logged.filter((line) => line.startsWith("error"))).toEqual([]);
}

/** Restic finds nothing in either place, both have what the pages list, and the newest gives back what is to be saved. */
export async function judgePlaces(
  places: readonly string[],
  documents: string,
  listed: readonly string[],
): Promise<void> {
  for (const place of places) {
    const restic = resticOn(place, PASSWORD);
    expect(await restic.run("check", "--read-data", "--no-lock")).toContain("no errors were found");
    const there = JSON.parse(await restic.run("snapshots", "--json", "--no-lock")) as { id: string }[];
    expect(there.map(({ id }) => id).toSorted()).toEqual(listed.toSorted());
    const target = await tempFolder();
    await restic.run("restore", "latest", "--target", target, "--no-lock");
    expect(
      differencesOf(await readTreeFacts(documents), await readTreeFacts(join(target, documents))),
    ).toEqual([]);
  }
}

/** What the page of backups lists. */
export async function listedBy(
  host: KillableHost,
  repositoryId: RepositoryId,
  sourceId: SourceId,
): Promise<readonly string[]> {
  const seriesId = sourceId as string as SeriesId;
  const { snapshots } = await host.call("snapshots.list", { repositoryId, seriesId });
  return snapshots.map(({ id }) => id);
}
