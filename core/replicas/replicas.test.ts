/** Repositories with a second replica, through the contract: made, filled, adopted, kept up to date and removed. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test, vi } from "vitest";
import type { JobId } from "../../shared/ids.ts";
import { QUICK } from "../../test/support/failover-office.ts";
import { openTestHost, type TestHost } from "../../test/support/host.ts";
import { officeHost, PASSWORD, snapshotsAt } from "../../test/support/office-host.ts";
import { resticOn } from "../../test/support/restic.ts";
import { lacksTool } from "../../test/support/tools.ts";

const LIMIT_MS = 120_000;

const jobEnd = async (host: TestHost, jobId: JobId) =>
  (await host.event("job", ({ job }) => job.id === jobId && job.endedMs !== null)).job;

const idsAt = async (location: string) => (await snapshotsAt(location)).map(({ id }) => id);

async function officeWithTwo() {
  const office = await officeHost();
  const { host, path, repository, plan } = office;
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  const added = await host.call("replicas.add", {
    repositoryId: repository.id,
    name: "NAS 2",
    location: path("nas 2"),
  });
  const seeded = await jobEnd(host, added.jobId);
  await host.call("failover.settings", { repositoryId: repository.id, settings: QUICK });
  const standby = async () => {
    const { replicas } = await host.call("replicas.list", { repositoryId: repository.id });
    const found = replicas.find(({ role }) => role === "standby");
    if (found === undefined) throw new Error("there is no standby");
    return found;
  };
  return { ...office, added, seeded, standby };
}

test(
  "a second replica has the same keys, is marked, is filled, and follows each backup",
  async () => {
    const { host, path, repository, plan, added, seeded, standby } = await officeWithTwo();
    expect(added.replica).toMatchObject({ name: "NAS 2", role: "standby", isUsual: false, lag: null });
    expect(seeded).toMatchObject({ kind: "replicate", state: "done", counts: { snapshotsCopied: 1 } });
    expect(await idsAt(path("nas 2"))).toEqual(await idsAt(path("nas")));
    expect(await standby()).toMatchObject({ lag: { snapshots: 0, bytes: 0, sinceMs: null }, jobId: null });
    for (const name of ["nas", "nas 2"])
      expect(readdirSync(path(name, "backstay")).length).toBeGreaterThan(1);
    const { sources } = await host.call("overview.get", {});
    expect(sources[0]?.copies).toMatchObject([{ isNewest: true }, { isNewest: true }]);

    await vi.waitFor(async () => expect((await standby()).wellSinceMs).not.toBeNull(), {
      ...{ timeout: 90_000, interval: 200 },
    });
    writeFileSync(path("documents", "offer.txt"), "Dear supplier");
    await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
    const { job } = await host.event(
      "job",
      (event) => event.job.kind === "replicate" && event.job.id !== added.jobId && event.job.endedMs !== null,
    );
    expect(job).toMatchObject({ state: "done", counts: { snapshotsCopied: 1 } });
    expect(await idsAt(path("nas 2"))).toEqual(await idsAt(path("nas")));
    expect(await host.call("failover.state", { repositoryId: repository.id })).toMatchObject({
      state: { phase: "healthy", epoch: 1, move: null, pruneWaits: null },
    });
    expect(host.logged).toEqual([]);
  },
  LIMIT_MS,
);

test.skipIf(lacksTool("restic"))(
  "what was removed goes from both, and comes back from neither",
  async () => {
    const { host, path, repository, added, standby } = await officeWithTwo();
    // so that removing has it copied by itself, and the copying that is asked for below comes while that runs
    await vi.waitFor(async () => expect((await standby()).wellSinceMs).not.toBeNull(), {
      ...{ timeout: 90_000, interval: 200 },
    });
    const [first] = await idsAt(path("nas"));
    if (first === undefined) throw new Error("there is no snapshot");
    const { jobId } = await host.call("snapshots.forget", {
      repositoryId: repository.id,
      snapshotIds: [first],
    });
    expect(await jobEnd(host, jobId)).toMatchObject({ state: "done" });
    const again = await host.call("replicas.replicate", {
      repositoryId: repository.id,
      replicaId: added.replica.id,
    });
    expect(await jobEnd(host, again.jobId)).toMatchObject({
      ...{ state: "done", error: null, counts: { snapshotsCopied: 0 } },
    });
    for (const name of ["nas", "nas 2"]) {
      expect(await idsAt(path(name))).toEqual([]);
      expect(await resticOn(path(name), PASSWORD).run("check", "--read-data")).toContain(
        "no errors were found",
      );
    }
    expect((await standby()).lag).toMatchObject({ snapshots: 0 });
  },
  LIMIT_MS,
);

test(
  "a copy that somebody made is adopted, a place that is none is not, and what is removed stays as it is",
  async () => {
    const { host, path, repository, plan } = await officeHost();
    await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
    cpSync(path("nas"), path("copy"), { recursive: true });
    const { id: repositoryId } = repository;
    const adopt = (location: string) => host.call("replicas.adopt", { repositoryId, name: "Copy", location });
    await host.call("repositories.create", { name: "Other", location: path("other"), password: PASSWORD });
    await expect(adopt(path("other"))).rejects.toMatchObject({ code: "REPLICA_KNOWN" });
    await expect(adopt(path("nowhere"))).rejects.toMatchObject({ code: "REPOSITORY_MISSING" });
    expect(existsSync(path("nowhere"))).toBe(false);
    await expect(
      host.call("replicas.add", { repositoryId, name: "Full", location: path("documents") }),
    ).rejects.toMatchObject({ code: "LOCATION_NOT_EMPTY" });
    await expect(
      host.call("replicas.add", { repositoryId, name: "Copy", location: path("copy") }),
    ).rejects.toMatchObject({ code: "REPOSITORY_EXISTS" });
    expect((await host.call("replicas.list", { repositoryId })).replicas).toHaveLength(1);

    const { replica, jobId } = await adopt(path("copy"));
    expect(await jobEnd(host, jobId)).toMatchObject({ state: "done", counts: { snapshotsCopied: 0 } });
    const [active] = (await host.call("replicas.list", { repositoryId })).replicas;
    if (active === undefined) throw new Error("there is no active one");
    await expect(host.call("replicas.remove", { repositoryId, replicaId: active.id })).rejects.toMatchObject({
      code: "REPLICA_ACTIVE",
    });
    await host.call("replicas.remove", { repositoryId, replicaId: replica.id });
    expect((await host.call("replicas.list", { repositoryId })).replicas).toHaveLength(1);
    expect(await host.call("failover.state", { repositoryId })).toEqual({ state: null });
    expect(await idsAt(path("copy"))).toEqual(await idsAt(path("nas")));
    await expect(host.call("failover.failBack", { repositoryId })).rejects.toMatchObject({
      ...{ code: "FAILOVER_REFUSED", details: { reason: "no-standby" } },
    });
  },
  LIMIT_MS,
);

test(
  "a set survives the host, and the order in which replicas take over can be changed",
  async () => {
    const { host, open, repository, added } = await officeWithTwo();
    const { id: repositoryId } = repository;
    const { replicas } = await host.call("replicas.setPriority", {
      ...{ repositoryId, replicaId: added.replica.id, priority: 7 },
    });
    expect(replicas.map(({ name, priority }) => [name, priority])).toEqual([
      ["NAS", 0],
      ["NAS 2", 7],
    ]);
    await host.stop();
    const again = await open();
    expect((await again.call("replicas.list", { repositoryId })).replicas).toMatchObject([
      { name: "NAS", role: "active", isUsual: true },
      { name: "NAS 2", role: "standby", priority: 7, lag: { snapshots: 0 } },
    ]);
    expect((await again.call("failover.list", {})).repositories).toMatchObject([
      { repositoryId, phase: "healthy" },
    ]);
  },
  LIMIT_MS,
);

test(
  "what is on which replica, how ready they are and how they did is told, and what is unknown is not called fine",
  async () => {
    const { host, open, path, plan, repository, source, added } = await officeWithTwo();
    const { id: repositoryId } = repository;
    const cells = async (on: TestHost) =>
      (await on.call("failover.matrix", { repositoryId })).matrix.rows.map((row) => row.cells)[0];
    expect((await host.call("failover.matrix", { repositoryId })).matrix.rows).toMatchObject([
      { sourceId: source.id, name: source.name },
    ]);
    expect(await cells(host)).toMatchObject([
      { missing: 0, isMet: true, isNeeded: true },
      { replicaId: added.replica.id, missing: 0, isMet: true, verifiedShare: null },
    ]);
    const place = (isNeeded: boolean) =>
      host.call("failover.setPlacement", {
        ...{ repositoryId, sourceId: source.id, replicaId: added.replica.id, isNeeded },
      });
    expect((await place(false)).matrix.rows[0]?.cells).toMatchObject([
      { isNeeded: true },
      { isNeeded: false, isMet: true, missing: 0 },
    ]);
    expect((await host.call("failover.readiness", { repositoryId })).readiness.failover.facts).toMatchObject({
      healthyCopies: 0,
    });
    expect((await place(true)).matrix.rows[0]?.cells[1]).toMatchObject({ isNeeded: true, isMet: true });
    const { readiness } = await host.call("failover.readiness", { repositoryId });
    expect(readiness.backup.facts).toMatchObject({ drill: null, behindMs: expect.any(Number) });

    await vi.waitFor(
      async () => {
        const { state } = await host.call("failover.state", { repositoryId });
        expect(state?.replicas.every(({ lastBeatMs }) => lastBeatMs !== null)).toBe(true);
      },
      { timeout: 30_000, interval: 100 },
    );
    renameSync(path("nas 2"), path("unplugged"));
    writeFileSync(path("documents", "offer.txt"), "Dear supplier");
    await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
    const after = await cells(host);
    expect(after).toMatchObject([{ isMet: true }, { missing: 1, isMet: false }]);
    expect(after?.[1]?.newestMs).toBeLessThan(after?.[0]?.newestMs ?? 0);
    await host.stop();
    const again = await open();
    const withoutShares = after?.map(({ verifiedShare: _, ...rest }) => rest); // reading back has begun meanwhile
    expect(await cells(again)).toMatchObject(withoutShares ?? []);
    const { metrics } = await again.call("failover.metrics", { repositoryId });
    expect(metrics.replicas.map(({ days }) => days.length)).toEqual([31, 31]);
    for (const { days } of metrics.replicas) expect(days.at(-1)?.beats).toBeGreaterThan(0);
    expect(metrics).toMatchObject({ moves: [], recovery: { begun: 0, succeeded: 0 } });
    expect(metrics.sources[0]?.ageMs).not.toBeNull();
    expect(again.logged).toEqual([]);
  },
  LIMIT_MS,
);

test(
  "the place of a replica is not opened as if it were another repository, nor taken for a new one",
  async () => {
    const { host, path, repository } = await officeWithTwo();
    const at = (location: string) => ({ name: "Again", location, password: PASSWORD });
    const known = { code: "REPLICA_KNOWN", details: { location: path("nas 2") } };
    await expect(host.call("repositories.open", at(path("nas 2")))).rejects.toMatchObject(known);
    renameSync(path("nas"), path("unplugged"));
    await expect(host.call("repositories.open", at(path("nas 2")))).rejects.toMatchObject(known);
    renameSync(path("nas 2"), path("nas 2 unplugged"));
    await expect(host.call("repositories.create", at(path("nas 2")))).rejects.toMatchObject(known);
    expect(existsSync(path("nas 2"))).toBe(false);
    renameSync(path("nas 2 unplugged"), path("nas 2"));
    renameSync(path("unplugged"), path("nas"));
    const { replicas } = await host.call("replicas.list", { repositoryId: repository.id });
    expect(replicas.map(({ name, role }) => [name, role])).toEqual([
      ["NAS", "active"],
      ["NAS 2", "standby"],
    ]);
    expect(host.logged).toEqual([]);
  },
  LIMIT_MS,
);

const HOST = new URL("../../test/support/office-host-process.ts", import.meta.url).pathname;

test(
  "copying that ends with its host, which is killed, goes on as soon as there is another one",
  async () => {
    const { host, open, path, plan, repository, standby } = await officeWithTwo();
    await vi.waitFor(async () => expect((await standby()).wellSinceMs).not.toBeNull(), {
      ...{ timeout: 90_000, interval: 200 },
    });
    await host.stop();
    writeFileSync(path("documents", "offer.txt"), "Dear supplier");
    const calls = ["plans.run", JSON.stringify({ planId: plan.id })];
    const killed = spawn(process.execPath, [HOST, path("home"), ...calls], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void killed.kill("SIGKILL"));
    const exit = once(killed, "exit");
    for await (const line of createInterface({ input: killed.stdout })) {
      const { type, job } = JSON.parse(line) as { type: string; job?: { kind: string; state: string } };
      if (type === "job" && job?.kind === "replicate" && job.state === "running") killed.kill("SIGKILL");
    }
    await exit;

    const again = await open();
    const lagNow = async () => {
      const { replicas } = await again.call("replicas.list", { repositoryId: repository.id });
      return replicas.find(({ role }) => role === "standby")?.lag?.snapshots;
    };
    await vi.waitFor(async () => expect(await lagNow()).toBe(0), { timeout: 90_000, interval: 200 });
    expect(await idsAt(path("nas"))).toHaveLength(2);
    expect(await idsAt(path("nas 2"))).toEqual(await idsAt(path("nas")));
  },
  LIMIT_MS,
);

test(
  "another installation calls the same replicas the same, so that neither finds something foreign there",
  async () => {
    const { host, path, repository } = await officeWithTwo();
    const replicasOf = async (one: TestHost) =>
      (await one.call("replicas.list", { repositoryId: repository.id })).replicas.map(({ id }) => id).sort();
    const other = await openTestHost(path("other"));
    onTestFinished(() => other.stop());
    await other.call("repositories.open", { name: "NAS", location: path("nas"), password: PASSWORD });
    await other.call("replicas.adopt", {
      ...{ repositoryId: repository.id, name: "NAS 2", location: path("nas 2") },
    });
    expect(await replicasOf(other)).toEqual(await replicasOf(host));
  },
  LIMIT_MS,
);
