/** Failover while more than one thing goes wrong: objects that rot, an array that fails, a clock that is set back, and a NAS away for a day. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { LIST_BLOCK_DEVICES } from "../../core/health/probes/block-devices.ts";
import { LIST_MOUNTS } from "../../core/health/probes/mounts.ts";
import { labDisk } from "../../core/health/testing/lab-disk.ts";
import { MDSTAT } from "../../core/health/tools/md/commands.ts";
import type { RunId, SnapshotId } from "../../shared/ids.ts";
import { differencesOf, readTreeFacts } from "../support/compare-trees.ts";
import { noise, seededRandom, seedOfThisRun } from "../support/crash-sources.ts";
import {
  endOf,
  type FailoverOffice,
  failoverOffice,
  moveLimitMs,
  type OfficeOptions,
  until,
} from "../support/failover-office.ts";
import { PASSWORD } from "../support/office-host.ts";
import { resticOn } from "../support/restic.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";
import { makeVirtualMachine } from "../support/virtual-machine.ts";

const LIMIT_MS = 600_000;
const PATIENCE = { timeout: 240_000, interval: 100 };
const HOUR_MS = 3_600_000;
const FILES = 12;

const seed = seedOfThisRun();
const random = seededRandom(seed);

async function twoFolders(options: OfficeOptions) {
  const places = await tempFolder();
  const [first, second] = [join(places, "first"), join(places, "second")] as const;
  const clock = { aheadMs: 0, nowMs: () => Date.now() + clock.aheadMs };
  const office = await failoverOffice(first, second, { ...options, parts: { clock } });
  let written = 0;
  return {
    ...{ ...office, first, second, clock },
    unplug: () => renameSync(first, `${first} unplugged`),
    plugIn: () => renameSync(`${first} unplugged`, first),
    write() {
      written += 1;
      writeFileSync(office.path("documents", `letter ${written}`), noise(`${seed} ${written}`, 200_000));
    },
  };
}

const isAlike = ({ host, repositoryId }: FailoverOffice) =>
  until(host, repositoryId, ({ replicas }) =>
    replicas.every(({ role, lag, jobId }) => jobId === null && (role === "active" || lag?.snapshots === 0)),
  );

/** Begins a backup, and does the harm in the middle of it. */
async function interrupt({ startHeld }: FailoverOffice, harm: () => void): Promise<RunId> {
  const { runId, goOn } = await startHeld();
  harm();
  goOn();
  return runId;
}

/** The run came to its end by itself on the standby, with one job that was done, and one alert tells of the move. */
async function expectTakenOver(office: FailoverOffice, runId: RunId, filesNew: number): Promise<void> {
  const { host, repositoryId, standbyId } = office;
  expect(await host.ended(runId)).toMatchObject({ state: "done", error: null, filesNew });
  const state = await until(
    host,
    repositoryId,
    ({ move, activeId }) => move === null && activeId === standbyId,
  );
  expect(state.lastMoveMs).toBeLessThan(moveLimitMs());
  const { runs } = await host.call("plans.history", { planId: null, beforeMs: null, limit: 50 });
  const run = runs.find(({ id }) => id === runId);
  const jobs = await Promise.all((run?.jobIds ?? []).map((jobId) => host.call("jobs.get", { jobId })));
  expect(jobs.filter(({ state: end }) => end === "done")).toHaveLength(1);
  await expectOneMoveTold(office);
}

async function expectOneMoveTold({ host }: FailoverOffice): Promise<void> {
  const { alerts } = await host.call("alerts.list", { which: "open", limit: 20 });
  expect(alerts.filter(({ subject: { code } }) => code === "REPLICA_SWITCHED")).toMatchObject([
    { severity: "warning", occurrences: 1 },
  ]);
  expect(alerts.filter(({ subject: { code } }) => code === "FAILOVER_STUCK")).toEqual([]);
}

/** Restic finds nothing, each snapshot is in both once, and the newest gives back what was saved. */
async function judge(
  office: FailoverOffice & { first: string; second: string },
  snapshots: number,
): Promise<void> {
  const { host, path, repositoryId, sourceId, first, second } = office;
  const seriesId = sourceId as string as never;
  const listed = (await host.call("snapshots.list", { repositoryId, seriesId })).snapshots.map(
    ({ id }) => id,
  );
  expect(listed).toHaveLength(snapshots);
  for (const place of [first, second]) {
    const restic = resticOn(place, PASSWORD);
    expect(await restic.run("check", "--read-data", "--no-lock")).toContain("no errors were found");
    const there = JSON.parse(await restic.run("snapshots", "--json", "--no-lock")) as { id: SnapshotId }[];
    expect(there.map(({ id }) => id).toSorted()).toEqual(listed.toSorted());
    const target = await tempFolder();
    await restic.run("restore", "latest", "--target", target, "--no-lock");
    const documents = path("documents");
    expect(
      differencesOf(await readTreeFacts(documents), await readTreeFacts(join(target, documents))),
    ).toEqual([]);
  }
  expect(host.logged.filter(({ level }) => level === "error")).toEqual([]);
}

async function goBack({ host, repositoryId, activeId: usualId }: FailoverOffice): Promise<void> {
  await until(host, repositoryId, ({ phase, isReconciled }) => phase === "recovering" && isReconciled);
  await host.call("failover.failBack", { repositoryId, evenIfBehind: false });
  await until(host, repositoryId, ({ phase, activeId }) => phase === "healthy" && activeId === usualId);
}

/** What is still being written has another name, and is gone in a moment. */
const IS_WHOLE = /^[0-9a-f]{64}$/;

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && IS_WHOLE.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted();
}

/** Of what is older than the backup that runs: so many files get a bit turned, and so many are removed. */
function rot(place: string, each: number): void {
  const files = ["data", "index", "snapshots"].flatMap((folder) => filesIn(join(place, folder)));
  for (let n = 0; n < 2 * each; n += 1) {
    const [file = ""] = files.splice(Math.floor(random() * files.length), 1);
    const bytes = readFileSync(file);
    rmSync(file);
    if (n < each) continue;
    const at = Math.floor(random() * bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    writeFileSync(file, bytes, { mode: 0o600 });
  }
}

describe.skipIf(lacksTool("restic"))(`a failover (seed ${seed})`, () => {
  test(
    "of a replica in which files are damaged and gone: what is restored meanwhile is whole, and so is all in the end",
    async () => {
      const office = await twoFolders({ files: FILES, settings: { silenceMs: 48 * HOUR_MS } });
      const { host, path, repositoryId, sourceId, first, unplug, plugIn, write } = office;
      const { clock, activeId: usualId } = office;
      for (let n = 0; n < 2; n += 1) {
        write();
        await office.backUp();
      }
      await isAlike(office);
      for (let n = 0; n < FILES; n += 1)
        writeFileSync(path("documents", `plan ${n}`), noise(`${seed} plan ${n}`, 8 * 1024 * 1024));
      const runId = await interrupt(office, () => {
        rot(first, 3);
        unplug();
      });
      await expectTakenOver(office, runId, FILES);

      const seriesId = sourceId as string as never;
      const newest = (await host.call("snapshots.list", { repositoryId, seriesId })).snapshots.at(-1);
      const { jobId: restoring } = await host.call("restore.start", {
        ...{ repositoryId, snapshotId: newest?.id ?? ("" as SnapshotId), paths: ["/"] },
        ...{ target: { kind: "folder", folder: path("meanwhile") }, conflict: "overwrite", verify: true },
      });
      expect(await endOf(host, restoring)).toMatchObject({ state: "done" });
      const restored = [path("meanwhile"), path("meanwhile", path("documents"))].find((folder) =>
        existsSync(join(folder, "letter.txt")),
      );
      expect(
        differencesOf(await readTreeFacts(path("documents")), await readTreeFacts(restored ?? "")),
      ).toEqual([]);

      plugIn();
      const healing = async () =>
        (
          await host.call("jobs.list", {
            ...{ kinds: ["heal"], states: ["queued", "running"], beforeMs: null, limit: 50 },
          })
        ).jobs.length;
      await until(host, repositoryId, ({ phase, isReconciled }) => phase === "recovering" && isReconciled);
      // verification refuses it, and it is done by itself once what was refused is mended
      const packs = filesIn(join(first, "data"));
      rmSync(packs[Math.floor(random() * packs.length)] ?? "");
      await host.call("failover.failBack", { repositoryId, evenIfBehind: false });
      await vi.waitFor(async () => {
        const { state } = await host.call("failover.state", { repositoryId });
        if (state?.phase === "healthy" && state.activeId === usualId) return;
        if (state?.move === null && (await healing()) === 0) {
          expect(state).toMatchObject({ putOff: { kind: "failback", toId: usualId } });
          clock.aheadMs += HOUR_MS / 4; // one replica is not mended all the time
          host.noteWakeUp();
        }
        throw new Error(`not yet: ${JSON.stringify(state)}`);
      }, PATIENCE);
      const { transitions } = await host.call("failover.history", { repositoryId, before: null, limit: 50 });
      expect(transitions.map(({ from, cause }) => ({ from, cause }))).toContainEqual({
        from: "failing-back",
        cause: expect.objectContaining({ kind: "failed", command: "verify", replicaId: usualId }),
      });
      const look = async () => {
        const { jobId } = await host.call("repositories.check", { repositoryId, readDataPercent: 100 });
        return await endOf(host, jobId);
      };
      const found = await look();
      await vi.waitFor(async () => {
        clock.aheadMs += HOUR_MS; // one replica is not mended all the time, and each look takes long on a busy machine
        host.noteWakeUp();
        expect(await look()).toMatchObject({ state: "done", problemCount: 0 });
      }, PATIENCE);
      const { jobs: heals } = await host.call("jobs.list", {
        ...{ kinds: ["heal"], states: null, beforeMs: null, limit: 50 },
      });
      expect(found.problemCount + heals.length).toBeGreaterThan(0);
      await isAlike(office);
      await judge(office, 4);
    },
    LIMIT_MS,
  );

  test(
    "because the array fails: it is left at once while a backup runs there, and no earlier than that returned to",
    async () => {
      const places = await tempFolder();
      const [one, other] = [join(places, "one"), join(places, "other")];
      for (const folder of [one, other]) mkdirSync(folder);
      const machine = makeVirtualMachine(await tempFolder());
      const say = (members: string, state: string) =>
        machine.say(
          MDSTAT,
          `Personalities : [raid5]\nmd0 : active raid5 ${members}\n      2097152 blocks super 1.2 level 5, 512k chunk, algorithm 2 ${state}\n\nunused devices: <none>\n`,
        );
      const names = ["sda", "sdb", "sdc", "sdd", "sde"];
      machine.setDisks(names.map((name) => ({ name, smart: labDisk(name.toUpperCase()) })));
      const device = (name: string) => ({
        ...{ name, type: "disk", size: 4e12, serial: name.toUpperCase() },
        ...{ rota: true, rm: false, tran: "sata", hotplug: false },
        ...(["sdb", "sdc", "sdd"].includes(name)
          ? { children: [{ name: "md0", type: "raid5", size: 8e12 }] }
          : {}),
      });
      machine.say(LIST_BLOCK_DEVICES, JSON.stringify({ blockdevices: names.map(device) }));
      machine.say(
        LIST_MOUNTS,
        `/dev/sda / ext4 rw 0 0\n/dev/md0 ${one} ext4 rw 0 0\n/dev/sde ${other} ext4 rw 0 0\n`,
      );
      say("sdb[0] sdc[1] sdd[2]", "[3/3] [UUU]");
      const [first, second] = [join(one, "repo"), join(other, "repo")];
      const office = await failoverOffice(first, second, {
        ...{ files: FILES, parts: { toolFolder: machine.folder, hostname: "office-pc" } },
      });
      const { host, repositoryId, activeId } = office;
      await host.call("health.checkNow", {});
      const runId = await interrupt(office, () => say("sdb[0] sdc[1](F) sdd[2](F)", "[3/1] [U__]"));
      await host.call("health.checkNow", {});
      const knownMs = Date.now();
      await expectTakenOver(office, runId, FILES);
      const { transitions } = await host.call("failover.history", { repositoryId, before: null, limit: 20 });
      const left = transitions.find(({ to }) => to === "failing-over");
      expect(left?.cause).toMatchObject({ kind: "fault", fault: "array-failed", replicaId: activeId });
      expect(left?.atMs).toBeLessThanOrEqual(knownMs);
      await expect(host.call("failover.failBack", { repositoryId })).rejects.toMatchObject({
        ...{ code: "FAILOVER_REFUSED", details: { reason: "not-well" } },
      });
      say("sdb[0] sdc[1] sdd[2]", "[3/3] [UUU]");
      await host.call("health.checkNow", {});
      await goBack(office);
      await isAlike(office);
      await judge({ ...office, first, second }, 2);
    },
    LIMIT_MS,
  );

  test(
    "while the clock is set back by a day, and again before the return: no step is lost, and nothing is doubled",
    async () => {
      const office = await twoFolders({ files: FILES, settings: { failBack: "by-itself", stableMs: 2_000 } });
      const { host, repositoryId, activeId: usualId, clock, unplug, plugIn, write } = office;
      const runId = await interrupt(office, () => {
        clock.aheadMs -= 24 * HOUR_MS;
        unplug();
      });
      await expectTakenOver(office, runId, FILES);
      write();
      clock.aheadMs -= HOUR_MS;
      await office.backUp();
      plugIn();
      await until(host, repositoryId, ({ phase }) => phase === "recovering");
      clock.aheadMs -= HOUR_MS;
      await until(host, repositoryId, ({ phase, activeId }) => phase === "healthy" && activeId === usualId);
      await isAlike(office);
      expect((await host.call("alerts.list", { which: "open", limit: 20 })).alerts).toEqual([]);
      await judge(office, 3);
    },
    LIMIT_MS,
  );

  test(
    "that lasts a day: what the NAS lacks is told while it is away, all of it is there when it is back, and backups return",
    async () => {
      const office = await twoFolders({
        ...{ files: 0, settings: { failBack: "by-itself", stableMs: HOUR_MS / 2, silenceMs: 48 * HOUR_MS } },
      });
      const { host, repositoryId, activeId: usualId, clock, unplug, plugIn, write } = office;
      unplug();
      await until(host, repositoryId, ({ phase }) => phase === "failed-over");
      const usual = async () => {
        const { state } = await host.call("failover.state", { repositoryId });
        return state?.replicas.find(({ id }) => id === usualId);
      };
      const firstMs = clock.nowMs();
      const BACKUPS = 6;
      for (let n = 1; n <= BACKUPS; n += 1) {
        write();
        await office.backUp();
        const lag = (await usual())?.lag;
        expect(lag).toMatchObject({ snapshots: n });
        expect(lag?.bytes).toBeGreaterThanOrEqual(n * 200_000);
        expect(lag?.sinceMs).toBeGreaterThanOrEqual(firstMs);
        expect(lag?.sinceMs).toBeLessThan(firstMs + 2 * HOUR_MS);
        clock.aheadMs += 5 * HOUR_MS;
      }
      expect(clock.nowMs() - firstMs).toBeGreaterThan(24 * HOUR_MS);
      await expectOneMoveTold(office);
      expect((await host.call("failover.state", { repositoryId })).state).toMatchObject({
        phase: "failed-over",
      });

      plugIn();
      await until(host, repositoryId, ({ phase, isReconciled }) => phase === "recovering" && isReconciled);
      expect((await usual())?.lag).toMatchObject({ snapshots: 0, sinceMs: null });
      expect((await host.call("failover.state", { repositoryId })).state).toMatchObject({
        phase: "recovering",
      });
      clock.aheadMs += HOUR_MS / 2;
      await until(host, repositoryId, ({ phase, activeId }) => phase === "healthy" && activeId === usualId);
      await isAlike(office);
      expect((await host.call("alerts.list", { which: "open", limit: 20 })).alerts).toEqual([]);
      const { transitions } = await host.call("failover.history", { repositoryId, before: null, limit: 50 });
      const steps = transitions.toReversed().map(({ to }) => to);
      expect(steps.slice(0, steps.indexOf("healthy") + 1)).toEqual([
        ...["suspect", "failing-over", "failed-over", "recovering", "failing-back", "healthy"],
      ]);
      const away = transitions.find(({ to }) => to === "recovering")?.lastedMs;
      expect(away).toBeGreaterThan(24 * HOUR_MS);
      const { metrics } = await host.call("failover.metrics", { repositoryId, days: 3 });
      const behind = metrics.replicas
        .find(({ replicaId }) => replicaId === usualId)
        ?.lag.map(({ behindMs }) => behindMs ?? 0);
      expect(Math.max(0, ...(behind ?? []))).toBeGreaterThan(20 * HOUR_MS);
      expect(metrics.recovery).toEqual({ begun: 1, succeeded: 1 });
      await judge(office, 1 + BACKUPS);
    },
    LIMIT_MS,
  );
});
