/** Restore drills through the contract: real folders, real jobs, and damage done by hand. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { acquireLock } from "../../core/repository/lock/lock.ts";
import { isBackstayError } from "../../shared/errors.ts";
import type { DrillId, JobId, RepositoryId } from "../../shared/ids.ts";
import { DEFAULT_DRILL_SETTINGS, type Drill } from "../../shared/model/drill.ts";
import { openEngine } from "../support/engine.ts";
import { placeOn } from "../support/failover-office.ts";
import type { TestHost } from "../support/host.ts";
import { officeHost, PASSWORD } from "../support/office-host.ts";
import { startSshServer } from "../support/ssh-server.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

const LIMIT_MS = 600_000;

const jobEnd = async (host: TestHost, jobId: JobId) =>
  (await host.event("job", ({ job }) => job.id === jobId && job.endedMs !== null)).job;

async function office() {
  const made = await officeHost();
  const { host, path, plan, repository, source } = made;
  mkdirSync(path("documents", "photos"));
  for (let n = 0; n < 30; n += 1)
    writeFileSync(path("documents", "photos", `photo ${n}.jpg`), bytesOf(n, 300_000));
  writeFileSync(path("documents", "accounts.db"), bytesOf(99, 3_000_000));
  const run = async () => await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  await run();
  const addStandby = async () => {
    const { repositoryId } = { repositoryId: repository.id };
    const { replica, jobId } = await host.call("replicas.add", {
      ...{ repositoryId, name: "NAS 2", location: path("nas 2") },
    });
    expect(await jobEnd(host, jobId)).toMatchObject({ state: "done" });
    return replica;
  };
  const vital = async (...names: string[]) =>
    await host.call("drills.addVital", { sourceId: source.id, path: path("documents", ...names) });
  return { ...made, run, addStandby, vital };
}

/** Random to whoever compresses, and always the same. */
function bytesOf(seed: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed + 1;
  for (let n = 0; n < length; n += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[n] = state >>> 24;
  }
  return bytes;
}

async function drilled(host: TestHost, repositoryId: RepositoryId): Promise<Drill> {
  const { drillId } = await host.call("drills.startRestore", { repositoryId });
  return await ended(host, drillId);
}

async function ended(host: TestHost, drillId: DrillId): Promise<Drill> {
  for (let seen = 0; ; ) {
    const drill = await host.call("drills.get", { drillId });
    if (drill.state !== "running") return drill;
    const before = seen;
    await host.event("drills", () => host.told.length > before);
    seen = host.told.length;
  }
}

/** Changes bytes all over the largest pack. @returns what puts it right again */
function spoilPack(location: string): () => void {
  const folders = readdirSync(join(location, "data"));
  const packs = folders.flatMap((name) =>
    readdirSync(join(location, "data", name)).map((file) => join(location, "data", name, file)),
  );
  const [largest] = packs.toSorted((a, b) => statSync(b).size - statSync(a).size);
  if (largest === undefined) throw new Error("there is no pack");
  const whole = readFileSync(largest);
  const bytes = Buffer.from(whole);
  for (let at = 1000; at < bytes.length / 2; at += 50_000) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(largest, bytes);
  return () => writeFileSync(largest, whole);
}

const HOST = new URL("../support/office-host-process.ts", import.meta.url);

/** Runs a host process that is killed by nothing but SIGKILL at the very moment of an event that holds this text. */
async function runKilledHost(folder: string, calls: readonly string[], killAt: string): Promise<void> {
  const host = spawn(process.execPath, [HOST.pathname, folder, ...calls], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, KILL_AT: killAt },
  });
  onTestFinished(() => void host.kill("SIGKILL"));
  expect(await once(host, "exit")).toEqual([null, "SIGKILL"]);
}

const scratchOf = (home: string) =>
  existsSync(join(home, "drills")) ? readdirSync(join(home, "drills")) : [];

test(
  "brings a sample and what is vital back from each replica, and compares it with the files themselves",
  async () => {
    const { host, path, repository, addStandby, vital } = await office();
    await addStandby();
    await vital("deeds");
    await vital("accounts.db");
    // not what the backup holds any more, so it says nothing
    writeFileSync(path("documents", "letter.txt"), "Dear customer, once more");
    const drill = await drilled(host, repository.id);
    expect(drill).toMatchObject({ kind: "restore", trigger: "person", state: "passed", problems: [] });
    const [source] = drill.restore?.sources ?? [];
    expect(source).toMatchObject({ name: "Documents", files: 33, vitalFiles: 2, isNewest: true });
    const strata = source?.strata ?? [];
    expect(strata.reduce((sum, { files }) => sum + files, 0)).toBe(31);
    expect(strata.every(({ triedFiles }) => triedFiles > 0)).toBe(true);
    const tried = 2 + strata.reduce((sum, { triedFiles }) => sum + triedFiles, 0);
    for (const replica of drill.restore?.replicas ?? []) {
      expect(replica).toMatchObject({
        outcome: "passed",
        files: tried,
        same: tried,
        error: null,
        faults: [],
      });
      expect(replica.liveSame).toBe(tried - 1);
      expect(replica.fullRestore?.highSeconds).toBeGreaterThanOrEqual(
        replica.fullRestore?.seconds ?? Infinity,
      );
    }
    expect(drill.restore?.replicas.map(({ name }) => name)).toEqual(["NAS", "NAS 2"]);
    expect(scratchOf(path("home"))).toEqual([]);
    const { repositories } = await host.call("drills.standing", {});
    expect(repositories).toMatchObject([
      { settings: DEFAULT_DRILL_SETTINGS, running: null, lastRestore: { id: drill.id }, hasStandby: true },
    ]);
    expect((await host.call("alerts.list", { which: "open", limit: 9 })).alerts).toEqual([]);
    expect(host.logged).toEqual([]);
  },
  LIMIT_MS,
);

test(
  "names the file that a damaged pack costs, fails on that replica, and passes on the other",
  async () => {
    const { host, path, repository, addStandby, vital } = await office();
    await addStandby();
    await vital("accounts.db");
    await vital("photos");
    const mend = spoilPack(path("nas 2"));
    const drill = await drilled(host, repository.id);
    expect(drill.state).toBe("failed");
    const [nas, other] = drill.restore?.replicas ?? [];
    expect(nas).toMatchObject({ name: "NAS", outcome: "passed", unreadable: 0 });
    expect(other).toMatchObject({ name: "NAS 2", outcome: "failed", different: 0 });
    expect(other?.unreadable).toBeGreaterThan(0);
    expect((other?.same ?? 0) + (other?.unreadable ?? 0)).toBe(nas?.files);
    const faults = other?.faults ?? [];
    expect(faults).toHaveLength(other?.unreadable ?? -1);
    for (const fault of faults)
      expect(fault).toMatchObject({
        sourceName: "Documents",
        fault: "unreadable",
        reason: "damaged",
        isVital: true,
      });
    expect(faults.every(({ path: name }) => name.startsWith(path("documents")))).toBe(true);
    const { alerts } = await host.call("alerts.list", { which: "open", limit: 9 });
    expect(alerts).toMatchObject([
      { severity: "failing", subject: { code: "DRILL_FAILED", kind: "restore", replicaNames: ["NAS 2"] } },
    ]);
    mend();
    expect(await drilled(host, repository.id)).toMatchObject({ state: "passed" });
    expect((await host.call("alerts.list", { which: "open", limit: 9 })).alerts).toEqual([]);
    expect(scratchOf(path("home"))).toEqual([]);
  },
  LIMIT_MS,
);

test(
  "what is vital and not in the backup fails the drill, and what lies in no source cannot be vital",
  async () => {
    const { host, path, repository, source, vital } = await office();
    await vital("deeds", "lost.txt");
    const drill = await drilled(host, repository.id);
    expect(drill).toMatchObject({
      state: "failed",
      problems: [{ code: "vital-missing", detail: path("documents", "deeds", "lost.txt") }],
    });
    const outside = host.call("drills.addVital", {
      sourceId: source.id,
      path: path("documents", "..", "home"),
    });
    await expect(outside).rejects.toSatisfy((error) => isBackstayError(error, "VITAL_PATH_OUTSIDE"));
    const { paths } = await host.call("drills.removeVital", {
      ...{ sourceId: source.id, path: path("documents", "deeds", "lost.txt") },
    });
    expect(paths).toEqual([]);
  },
  LIMIT_MS,
);

test(
  "a file that was written to though its time of change is as it was is no proof against the backup",
  async () => {
    const { host, path, repository, vital } = await office();
    await vital("letter.txt");
    const name = path("documents", "letter.txt");
    const { atime, mtime } = statSync(name);
    // the system's own time of change shows that somebody wrote to it
    writeFileSync(name, "Dear customar");
    utimesSync(name, atime, mtime);
    const drill = await drilled(host, repository.id);
    const [replica] = drill.restore?.replicas ?? [];
    expect(replica).toMatchObject({ outcome: "passed", liveDifferent: 0 });
    expect(replica?.liveSame).toBe((replica?.files ?? 0) - 1);
  },
  LIMIT_MS,
);

test(
  "a replica that is not there is out of reach, and the drill incomplete",
  async () => {
    const { host, path, repository, addStandby } = await office();
    await addStandby();
    const { renameSync } = await import("node:fs");
    renameSync(path("nas 2"), path("nas 2 away"));
    const drill = await drilled(host, repository.id);
    expect(drill).toMatchObject({
      state: "incomplete",
      restore: { replicas: [{ outcome: "passed" }, { outcome: "unreachable", error: {} }] },
    });
  },
  LIMIT_MS,
);

test(
  "one that is cancelled leaves nothing behind, and a second one is refused while it runs",
  async () => {
    const { host, path, repository } = await office();
    const { drillId } = await host.call("drills.startRestore", { repositoryId: repository.id });
    const second = host.call("drills.startRestore", { repositoryId: repository.id });
    await expect(second).rejects.toSatisfy((error) => isBackstayError(error, "DRILL_REFUSED"));
    await host.call("drills.cancel", { drillId });
    expect(await ended(host, drillId)).toMatchObject({ state: "cancelled" });
    expect(scratchOf(path("home"))).toEqual([]);
  },
  LIMIT_MS,
);

test(
  "a host that is killed in the middle of one leaves nothing of what was restored, and the next one says so",
  async () => {
    const { host, open, path, repository } = await office();
    chmodSync(path("documents", "deeds"), 0o500);
    writeFileSync(path("documents", "large.bin"), bytesOf(7, 40_000_000));
    const { plans } = await host.call("plans.list", {});
    for (const { plan } of plans) await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
    await host.stop();
    await runKilledHost(
      path("home"),
      ["drills.startRestore", JSON.stringify({ repositoryId: repository.id })],
      '"phase":"restore"',
    );
    const again = await open();
    // the job may outlive its host for a moment, and make its folder again when that is gone; that is looked after each minute
    await expect.poll(() => scratchOf(path("home")), { timeout: 120_000 }).toEqual([]);
    const { drills } = await again.call("drills.list", {
      repositoryId: null,
      kind: null,
      before: null,
      limit: 9,
    });
    expect(drills).toMatchObject([{ state: "incomplete", problems: [{ code: "host-ended" }] }]);
    expect(await drilled(again, repository.id)).toMatchObject({ state: "passed" });
    expect(scratchOf(path("home"))).toEqual([]);
  },
  LIMIT_MS,
);

test.skipIf(lacksTool("sshd"))(
  "a replica on another machine is tried like any other, and one of which the machine is off is out of reach",
  async () => {
    const { host, repository } = await office();
    const { id: repositoryId } = repository;
    const server = await startSshServer();
    const { jobId } = await host.call("replicas.add", {
      ...{ repositoryId, name: "NAS 2", location: placeOn(server, join(await tempFolder(), "nas 2")) },
    });
    expect(await jobEnd(host, jobId)).toMatchObject({ state: "done" });
    expect(await drilled(host, repositoryId)).toMatchObject({
      ...{ state: "passed", problems: [] },
      restore: { replicas: [{ outcome: "passed" }, { name: "NAS 2", outcome: "passed", faults: [] }] },
    });
    await server.stop();
    expect(await drilled(host, repositoryId)).toMatchObject({
      state: "incomplete",
      restore: {
        replicas: [{ outcome: "passed" }, { outcome: "unreachable", error: { code: "STORE_UNREACHABLE" } }],
      },
    });
  },
  LIMIT_MS,
);

test(
  "a replica that somebody else cleans up at the moment is neither passed nor failed",
  async () => {
    const { host, path, repository, addStandby } = await office();
    await addStandby();
    const engine = await openEngine({ location: path("nas 2"), password: PASSWORD });
    onTestFinished(() => engine.close());
    const lock = await acquireLock(engine.repository, { exclusive: true }, new AbortController().signal);
    onTestFinished(() => lock.release());
    expect(await drilled(host, repository.id)).toMatchObject({
      state: "incomplete",
      restore: {
        replicas: [{ outcome: "passed" }, { outcome: "unreachable", error: { code: "REPOSITORY_LOCKED" } }],
      },
    });
  },
  LIMIT_MS,
);
