/** A host with two replicas of a repository, of which one loses and changes files: found, mended and told of without a person. */
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { JobView } from "../../../shared/model/job.ts";
import { QUICK } from "../../../test/support/failover-office.ts";
import { officeHost, PASSWORD } from "../../../test/support/office-host.ts";
import { resticOn } from "../../../test/support/restic.ts";
import { lacksTool } from "../../../test/support/tools.ts";

const LIMIT_MS = 180_000;

async function officeWithTwo() {
  const time = { aheadMs: 0 };
  const office = await officeHost({}, { clock: { nowMs: () => Date.now() + time.aheadMs } });
  const { host, path, repository, plan } = office;
  writeFileSync(path("documents", "offer.bin"), crypto.getRandomValues(new Uint8Array(16_384)));
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  const repositoryId = repository.id;
  const where = { name: "NAS 2", location: path("nas 2") };
  const { jobId } = await host.call("replicas.add", { repositoryId, ...where });
  const ended = async (fits: (job: JobView) => boolean) =>
    (await host.event("job", ({ job }) => job.endedMs !== null && fits(job))).job;
  await ended(({ id }) => id === jobId);
  await host.call("failover.settings", { repositoryId, settings: QUICK });
  const allWell = async () => {
    const { replicas } = await host.call("replicas.list", { repositoryId });
    return replicas.every(({ wellSinceMs }) => wellSinceMs !== null);
  };
  await vi.waitFor(async () => expect(await allWell()).toBe(true), { timeout: 120_000, interval: 200 });
  /** What is to be mended is looked for three times a minute. */
  const lookForDamage = () => {
    time.aheadMs += 20_000;
    host.noteWakeUp();
  };
  return { ...office, ended, repositoryId, lookForDamage };
}

/** The largest first: that one has content, which a restore reads; folders may be known without reading. */
function packsAt(repository: string): readonly string[] {
  return readdirSync(join(repository, "data"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted((a, b) => statSync(b).size - statSync(a).size);
}

function flip(file: string): void {
  const bytes = readFileSync(file);
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

test.skipIf(lacksTool("restic"))(
  "what a check and a restore find damaged is put back by itself, and told of in one alert",
  async () => {
    const { host, path, repositoryId, ended, lookForDamage } = await officeWithTwo();
    const alerts = async () => (await host.call("alerts.list", { which: "open", limit: 50 })).alerts;
    const healed = async () => {
      lookForDamage();
      return await ended(({ kind, id }) => kind === "heal" && !seen.has(id));
    };
    const seen = new Set<string>();
    const [one = "", two = ""] = packsAt(path("nas"));

    flip(one);
    rmSync(two);
    const checking = await host.call("repositories.check", { repositoryId, readDataPercent: 100 });
    expect(await ended(({ id }) => id === checking.jobId)).toMatchObject({ state: "done-with-problems" });
    expect((await alerts()).map(({ subject }) => subject)).toMatchObject([
      { code: "REPLICA_DAMAGED", replicaName: "NAS", healed: 0, waiting: 2, lost: 0 },
    ]);
    const first = await healed();
    seen.add(first.id);
    expect(first).toMatchObject({ state: "done", counts: { objectsHealed: 2, objectsLost: 0 } });
    expect((await alerts()).map(({ subject, severity }) => ({ severity, ...subject }))).toMatchObject([
      { severity: "warning", code: "REPLICA_DAMAGED", healed: 2, waiting: 0, lost: 0 },
    ]);
    for (const name of ["nas", "nas 2"])
      expect(await resticOn(path(name), PASSWORD).run("check", "--read-data")).toContain(
        "no errors were found",
      );

    const again = await host.call("repositories.check", { repositoryId, readDataPercent: 100 });
    expect(await ended(({ id }) => id === again.jobId)).toMatchObject({ state: "done" });
    expect(await alerts()).toEqual([]);

    flip(one);
    await host.call("settings.set", { readFrom: "preferred" });
    const { series } = await host.call("snapshots.series", { repositoryId });
    const seriesId = series[0]?.id;
    if (seriesId === undefined) throw new Error("there is no series");
    const { snapshots } = await host.call("snapshots.list", { repositoryId, seriesId });
    const restoring = await host.call("restore.start", {
      ...{ repositoryId, snapshotId: snapshots[0]?.id ?? ("" as never), paths: ["/"] },
      ...{ target: { kind: "folder", folder: path("restored") }, conflict: "overwrite", verify: true },
    });
    const restored = await ended(({ id }) => id === restoring.jobId);
    expect(restored).toMatchObject({ state: "done", problems: [], counts: { badObjects: 1 } });
    expect((await alerts()).map(({ subject }) => subject)).toMatchObject([{ healed: 1, waiting: 1 }]);
    expect(host.logged).toEqual([]);
  },
  LIMIT_MS,
);
