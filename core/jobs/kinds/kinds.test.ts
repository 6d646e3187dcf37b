import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Engine, openEngine } from "../../../test/support/engine.ts";
import { spawnJobProcess as spawn } from "../../../test/support/spawn-job-process.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { loadSnapshots } from "../../repository/snapshots/load-snapshots.ts";
import type { JobEnd, JobProgress } from "../job.ts";
import { type RunningJob, startJob } from "../start-job.ts";

const password = "a password that no job may let out";

async function setUp() {
  const folder = await tempFolder();
  const path = (name: string) => join(folder, name);
  mkdirSync(path("source"));
  writeFileSync(path("source/letter"), "Dear customer");
  const engine = await openEngine({ location: path("repository"), password, init: 2 });
  onTestFinished(() => engine.close());
  const repository = { location: path("repository"), cacheFolder: path("cache") };
  return { path, engine, repository };
}

function start(
  kind: string,
  input: object,
  onProgress: (job: RunningJob, progress: JobProgress) => void = () => {},
) {
  const job = startJob(
    spawn,
    { kind, input, secrets: { password } },
    { onProgress: (progress) => onProgress(job, progress), onLog: () => {} },
  );
  return job;
}

function backupInput(repository: object, source: string): object {
  return {
    repository,
    sources: [source],
    mode: "incremental",
    hostname: "office",
    tags: [],
    excludes: ["*.tmp"],
    excludeCaches: true,
    oneFileSystem: false,
    compression: "auto",
  };
}

function summaryOf(end: JobEnd): Record<string, unknown> {
  expect(end).toMatchObject({ state: "done" });
  return "result" in end ? end.result.summary : {};
}

async function snapshotIds({ repository, cache }: Engine): Promise<string[]> {
  return (await loadSnapshots(repository, cache)).snapshots.map((snapshot) => snapshot.id);
}

test("backup, check, restore, forget and prune run in processes of their own, one after the other", async () => {
  const { path, engine, repository } = await setUp();
  const saved = summaryOf(await start("backup", backupInput(repository, path("source"))).ended);
  const [snapshot] = await snapshotIds(engine);
  expect(saved.snapshotId).toBe(snapshot);

  const checked = summaryOf(await start("check", { repository, readDataPercent: 100 }).ended);
  expect(checked).toMatchObject({ problems: [], counts: { snapshots: 1, packs: 2, packsRead: 2 } });

  const restored = summaryOf(
    await start("restore", {
      repository,
      snapshot: `latest:${path("source")}`,
      targetFolder: path("restored"),
      includes: [],
      excludes: [],
      conflict: "skip",
      verify: true,
    }).ended,
  );
  expect(restored).toMatchObject({ counts: { filesRestored: 1, filesVerified: 1 } });
  expect(readFileSync(path("restored/letter"), "utf8")).toBe("Dear customer");

  summaryOf(await start("forget", { repository, snapshots: [snapshot] }).ended);
  expect(await snapshotIds(engine)).toEqual([]);
  summaryOf(await start("prune", { repository, maxUnusedPercent: 5 }).ended);
  const packs = readdirSync(path("repository/data"), { recursive: true, withFileTypes: true });
  expect(packs.filter((entry) => entry.isFile())).toEqual([]);
});

test("a damaged repository makes a check done with problems", async () => {
  const { path, engine, repository } = await setUp();
  await engine.backUp(path("source"));
  writeFileSync(join(path("repository"), "snapshots", "0".repeat(64)), "not a snapshot");
  const end = await start("check", { repository, readDataPercent: 0 }).ended;
  expect(end).toMatchObject({
    state: "done-with-problems",
    result: { summary: { problems: [{ code: "snapshot-broken" }] } },
  });
});

test("a wrong password and a missing repository are told apart, and no end names the password", async () => {
  const { path, repository } = await setUp();
  const wrong = await startJob(
    spawn,
    { kind: "check", input: { repository, readDataPercent: 0 }, secrets: { password: "wrong" } },
    { onProgress: () => {}, onLog: () => {} },
  ).ended;
  expect(wrong).toMatchObject({ state: "failed", error: { code: "WRONG_PASSWORD" } });
  const missing = await start("check", { repository: { location: path("nowhere") }, readDataPercent: 0 })
    .ended;
  expect(missing).toMatchObject({ state: "failed", error: { code: "REPOSITORY_MISSING" } });
  expect(JSON.stringify([wrong, missing])).not.toContain(password);
});

/** Others may take the processors from one try, and hardly from each of them; a stop that is slow by itself is slow every time. */
const TRIES = 4;

test("a backup that is cancelled stops within a second, and leaves neither a snapshot nor a lock", async () => {
  const { path, engine, repository } = await setUp();
  for (let n = 0; n < 60; n += 1) writeFileSync(path(`source/${n}`), Buffer.alloc(4 << 20, n));
  const locks = () => readdirSync(path("repository/locks"));
  const tries: { readonly tookMs: number; readonly locksLeft: number }[] = [];
  for (let n = 0; n < TRIES && !tries.some(isClean); n += 1) {
    const before = locks(); // of a try that was killed, because it had too little of the processors
    let cancelledMs = 0;
    const job = start("backup", backupInput(repository, path("source")), (running) => {
      cancelledMs ||= performance.now();
      running.cancel("person");
    });
    const end = await job.ended;
    tries.push({
      tookMs: performance.now() - cancelledMs,
      locksLeft: locks().filter((name) => !before.includes(name)).length,
    });
    expect(end).toMatchObject({ state: "cancelled" });
    expect(await snapshotIds(engine)).toEqual([]); // however little time it had
  }
  expect(tries.some(isClean), JSON.stringify(tries)).toBe(true);

  function isClean({ tookMs, locksLeft }: (typeof tries)[number]): boolean {
    return tookMs < 1000 && locksLeft === 0;
  }
});

test("a paused backup rests while others work on the same repository, and goes on where it was", async () => {
  const { path, engine, repository } = await setUp();
  mkdirSync(path("other"));
  writeFileSync(path("other/offer"), "Dear supplier");
  const paused = start("backup", backupInput(repository, path("source")));
  paused.setPaused(true);
  await start("backup", backupInput(repository, path("other"))).ended;
  const [other, ...more] = (await loadSnapshots(engine.repository, engine.cache)).snapshots;
  expect(other?.paths).toEqual([path("other")]);
  expect(more).toEqual([]);

  paused.setPaused(false);
  expect(summaryOf(await paused.ended).snapshotId).toBeDefined();
  expect(await snapshotIds(engine)).toHaveLength(2);
});

test("a paused backup is cancelled like one at work", async () => {
  const { path, engine, repository } = await setUp();
  const job = start("backup", backupInput(repository, path("source")));
  job.setPaused(true);
  job.cancel("person");
  expect(await job.ended).toMatchObject({ state: "cancelled" });
  expect(await snapshotIds(engine)).toEqual([]);
});
