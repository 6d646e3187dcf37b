/** The whole way: a disk's output is swapped for that of one that fails, and the engine does by itself what it should, once. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { PlanId, RepositoryId } from "../../../shared/ids.ts";
import { folderSource, MANUAL_PLAN, type TestHost } from "../../../test/support/host.ts";
import type { VirtualMachine } from "../../../test/support/virtual-machine.ts";
import { openWatchingHost } from "../../../test/support/watching-host.ts";
import { ROUND_EVERY_MS } from "../hosts/staleness.ts";
import { LIST_MOUNTS } from "../probes/mounts.ts";
import { labDisk } from "../testing/lab-disk.ts";

const DAY_MS = 24 * 3_600_000;
/** Sectors that cannot be read, more than before. */
const FAILING = { 5: 40, 197: 12 };

type Office = {
  readonly host: TestHost;
  readonly machine: VirtualMachine;
  readonly planId: PlanId;
  readonly repositoryId: RepositoryId;
  /** Sets how the disk with the sources and the one with the repository are. */
  setDisks(source: string | undefined, repository: string | undefined): void;
  /** Some time passes, all hosts are read, and what follows from it has begun. */
  later(ms: number): Promise<void>;
  /** Runs that the engine began because of a disk, the newest first. */
  rescues(): Promise<readonly string[]>;
  acts(): Promise<readonly (readonly [kind: string, about: string, cause: string])[]>;
  restart(): Promise<void>;
};

async function furnish(): Promise<Office> {
  const watching = await openWatchingHost();
  const { folder, machine } = watching;
  const documents = join(folder, "documents");
  const vault = join(folder, "vault");
  await Promise.all([documents, vault].map((one) => mkdir(one)));
  await writeFile(join(documents, "letter.txt"), "Dear reader");
  machine.say(
    LIST_MOUNTS,
    `/dev/sda / ext4 rw 0 0\n/dev/sdb ${documents} ext4 rw 0 0\n/dev/sdc ${vault} ext4 rw 0 0\n`,
  );
  const { host } = watching;
  const { id: repositoryId } = await host.call("repositories.create", {
    ...{ name: "Vault", location: join(vault, "repo"), password: "correct horse" },
  });
  const source = await host.call("sources.save", {
    sourceId: null,
    draft: folderSource("Documents", documents),
  });
  const plan = await host.call("plans.save", {
    planId: null,
    draft: { ...MANUAL_PLAN, name: "Daily", repositoryId, sourceIds: [source.id] },
  });
  const office: Office = {
    get host() {
      return watching.host;
    },
    ...{ machine, planId: plan.id, repositoryId },
    setDisks(own, other) {
      machine.setDisks([
        { name: "sda", smart: labDisk("SYSTEM") },
        ...(own === undefined ? [] : [{ name: "sdb", smart: own }]),
        ...(other === undefined ? [] : [{ name: "sdc", smart: other }]),
      ]);
    },
    later: watching.later,
    async rescues() {
      const { runs } = await watching.host.call("plans.history", {
        ...{ planId: plan.id, beforeMs: null, limit: 50 },
      });
      return runs.filter(({ trigger }) => trigger === "failing-disk").map(({ id }) => id);
    },
    async acts() {
      const { acts } = await watching.host.call("acts.list", { before: null, limit: 50 });
      return acts.map(({ kind, about, causes }) => [kind, about, causes[0]?.name ?? ""] as const);
    },
    restart: watching.restart,
  };
  office.setDisks(labDisk("DATA"), labDisk("VAULT"));
  await office.later(0);
  return office;
}

describe("a disk under a source begins to fail", () => {
  test("what lies on it is backed up at once, with an explanation, and only once", async () => {
    const office = await furnish();
    expect(await office.rescues()).toEqual([]);
    office.setDisks(labDisk("DATA", FAILING), labDisk("VAULT"));
    await office.later(ROUND_EVERY_MS);
    const [runId] = await office.rescues();
    if (runId === undefined) throw new Error("nothing was begun");
    const run = await office.host.ended(runId as never);
    expect(run).toMatchObject({ state: "done", filesNew: 1, trigger: "failing-disk" });
    expect(await office.acts()).toEqual([["backup", "Daily", "LABDISK SATA HDD DATA"]]);
    const { acts } = await office.host.call("acts.list", { before: null, limit: 5 });
    expect(acts[0]).toMatchObject({
      ...{ planId: office.planId, runId, repositoryId: office.repositoryId },
      causes: [{ kind: "disk", hostName: "office-pc", verdict: "failing", isOneOfSome: false }],
    });
    const { lines } = await office.host.call("jobs.log", {
      ...{ jobId: run.jobIds[0] as never, afterNumber: 0, limit: 10 },
    });
    expect(lines.map(({ text }) => text).join("\n")).toContain("LABDISK SATA HDD DATA of office-pc: failing");
    for (let n = 0; n < 3; n += 1) await office.later(ROUND_EVERY_MS);
    await office.restart();
    await office.later(ROUND_EVERY_MS);
    expect(await office.rescues()).toEqual([runId]);
  });

  test("as long as it fails and nobody has taken it upon themselves, it is backed up every day", async () => {
    const office = await furnish();
    office.setDisks(labDisk("DATA", FAILING), labDisk("VAULT"));
    await office.later(ROUND_EVERY_MS);
    const [first] = await office.rescues();
    await office.host.ended(first as never);
    await office.later(DAY_MS);
    const [second] = await office.rescues();
    expect(second).not.toBe(first);
    await office.host.ended(second as never);
    const { disks } = await office.host.call("health.disks", {});
    const failing = disks.find(({ identity }) => identity.serial === "DATA");
    await office.host.call("health.acknowledge", { subjectId: failing?.id as never });
    await office.later(DAY_MS);
    expect(await office.rescues()).toHaveLength(2);
  });

  test("nothing is done when it was switched off, or the plan is paused", async () => {
    const office = await furnish();
    await office.host.call("settings.set", { backUpFromFailing: false });
    office.setDisks(labDisk("DATA", FAILING), labDisk("VAULT"));
    await office.later(ROUND_EVERY_MS);
    expect(await office.rescues()).toEqual([]);
    await office.host.call("plans.setPaused", { planId: office.planId, isPaused: true });
    await office.host.call("settings.set", { backUpFromFailing: true });
    await office.later(ROUND_EVERY_MS);
    expect(await office.rescues()).toEqual([]);
    expect(await office.acts()).toEqual([]);
    await office.host.call("plans.setPaused", { planId: office.planId, isPaused: false });
    await office.later(ROUND_EVERY_MS);
    expect(await office.rescues()).toHaveLength(1);
  });

  test("another disk that fails is no reason", async () => {
    const office = await furnish();
    office.machine.setDisks([
      { name: "sda", smart: labDisk("SYSTEM", FAILING) },
      { name: "sdb", smart: labDisk("DATA") },
      { name: "sdc", smart: labDisk("VAULT") },
    ]);
    await office.later(ROUND_EVERY_MS);
    expect(await office.rescues()).toEqual([]);
    expect(await office.acts()).toEqual([]);
  });

  test("a disk that is gone is not backed up from: its folder would be empty", async () => {
    const office = await furnish();
    office.setDisks(undefined, labDisk("VAULT"));
    await office.later(ROUND_EVERY_MS);
    expect(await office.rescues()).toEqual([]);
  });
});

describe("a disk under a repository begins to fail", () => {
  const spared = async ({ host }: Office) =>
    (await host.call("acts.spared", {})).repositories.map(({ causes }) => causes.map(({ name }) => name));

  test("its upkeep waits, is told once, and is done when the disk was replaced", async () => {
    const office = await furnish();
    const { host, planId, repositoryId } = office;
    for (let n = 0; n < 2; n += 1) {
      const { runId } = await host.call("plans.run", { planId });
      await host.ended(runId);
    }
    const { series } = await host.call("snapshots.series", { repositoryId });
    const seriesId = series[0]?.id;
    if (seriesId === undefined) throw new Error("no snapshots");
    const { snapshots } = await host.call("snapshots.list", { repositoryId, seriesId });
    office.setDisks(labDisk("DATA"), labDisk("VAULT", FAILING));
    await office.later(ROUND_EVERY_MS);
    expect(await spared(office)).toEqual([["LABDISK SATA HDD VAULT"]]);
    expect(await office.acts()).toEqual([["upkeep-postponed", "Vault", "LABDISK SATA HDD VAULT"]]);
    // backups go on, and so does letting go of snapshots; only the space is not freed
    await host.call("snapshots.forget", { repositoryId, snapshotIds: [snapshots[0]?.id as never] });
    await host.event("job", ({ job }) => job.kind === "forget" && job.state === "done");
    await office.later(ROUND_EVERY_MS);
    await office.restart();
    await office.later(ROUND_EVERY_MS);
    expect(await office.acts()).toHaveLength(1);
    const prunes = async () =>
      (await office.host.call("jobs.list", { kinds: ["prune"], states: null, beforeMs: null, limit: 5 }))
        .jobs;
    expect(await prunes()).toEqual([]);
    // a disk that dies altogether has not become well
    office.setDisks(labDisk("DATA"), undefined);
    await office.later(ROUND_EVERY_MS);
    expect(await spared(office)).toHaveLength(1);
    office.setDisks(labDisk("DATA"), labDisk("NEW"));
    await office.later(ROUND_EVERY_MS);
    expect(await spared(office)).toEqual([]);
    expect((await office.acts())[0]).toEqual(["upkeep-resumed", "Vault", "LABDISK SATA HDD VAULT"]);
    expect(await prunes()).toHaveLength(1);
  });

  test("what strains it stops at once, and says why; a person may begin it again", async () => {
    const office = await furnish();
    const { host, planId, repositoryId } = office;
    const { runId } = await host.call("plans.run", { planId });
    await host.ended(runId);
    const check = async () => {
      const { jobId } = await host.call("repositories.check", { repositoryId, readDataPercent: 100 });
      await host.call("jobs.setPaused", { jobId, isPaused: true });
      return jobId;
    };
    const first = await check();
    office.setDisks(labDisk("DATA"), labDisk("VAULT", FAILING));
    await office.later(ROUND_EVERY_MS);
    await host.event("job", ({ job }) => job.id === first && job.state === "cancelled");
    expect(await host.call("jobs.get", { jobId: first })).toMatchObject({
      ...{ state: "cancelled", error: { code: "CANCELLED", details: { reason: "disk-failing" } } },
    });
    const { lines } = await host.call("jobs.log", { jobId: first, afterNumber: 0, limit: 50 });
    expect(lines.map(({ text }) => text).join("\n")).toMatch(/stopped, .*LABDISK SATA HDD VAULT/);
    const second = await check();
    await office.later(ROUND_EVERY_MS);
    expect((await host.call("jobs.get", { jobId: second })).state).toBe("running");
    await host.call("jobs.cancel", { jobId: second });
  });

  test("nothing waits when that was switched off", async () => {
    const office = await furnish();
    office.setDisks(labDisk("DATA"), labDisk("VAULT", FAILING));
    await office.later(ROUND_EVERY_MS);
    await office.host.call("settings.set", { spareFailing: false });
    await office.later(ROUND_EVERY_MS);
    expect(await spared(office)).toEqual([]);
    expect(await office.acts()).toHaveLength(2);
  });
});
