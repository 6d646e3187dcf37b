import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { openEngine } from "../../test/support/engine.ts";
import { folderSource } from "../../test/support/host.ts";
import { officeHost, PASSWORD } from "../../test/support/office-host.ts";
import { loadSnapshots } from "../repository/snapshots/load-snapshots.ts";

const HOST = new URL("../../test/support/office-host-process.ts", import.meta.url);

/** Starts a host process, and kills it with nothing but SIGKILL as soon as it says something that fits. */
async function killHost(folder: string, calls: readonly string[], fits: (line: string) => boolean) {
  const host = spawn(process.execPath, [HOST.pathname, folder, ...calls], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void host.kill("SIGKILL"));
  const exit = once(host, "exit");
  for await (const line of createInterface({ input: host.stdout })) {
    if (!fits(line)) continue;
    host.kill("SIGKILL");
    break;
  }
  await exit;
}

test("a backup that ran when its host was killed is interrupted, and ends with the next host", async () => {
  const { host, open, path, plan } = await officeHost();
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  await host.stop();
  for (let n = 0; n < 30; n += 1) writeFileSync(path("documents", `${n}`), randomBytes(6 << 20));
  const run = ["plans.run", JSON.stringify({ planId: plan.id })];
  await killHost(path("home"), run, (line) => line.includes('"type":"progress"'));

  const again = await open();
  const { runs } = await again.call("plans.history", { planId: plan.id, beforeMs: null, limit: 9 });
  expect(runs).toHaveLength(2);
  const [newest] = runs;
  if (newest === undefined) throw new Error("no run");
  expect(newest.state).toBe("running");
  const ended = await again.ended(newest.id);
  expect(ended).toMatchObject({ state: "done", filesNew: 30 });
  const jobs = await Promise.all(ended.jobIds.map((jobId) => again.call("jobs.get", { jobId })));
  expect(jobs.map(({ state, attempt }) => [state, attempt])).toEqual([
    ["interrupted", 1],
    ["done", 2],
  ]);
  expect((await again.call("overview.get", {})).sources).toMatchObject([{ protection: "protected" }]);
  const engine = await openEngine({ location: path("nas"), password: PASSWORD });
  const { snapshots, broken } = await loadSnapshots(engine.repository, engine.cache);
  await engine.close();
  expect([snapshots.length, broken.length]).toEqual([2, 0]);
});

test("a host that is killed again and again loses no plan, no run and no alert", async () => {
  const { host, open, path, plan } = await officeHost();
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  const missing = await host.call("sources.save", {
    sourceId: null,
    draft: folderSource("Missing", path("missing")),
  });
  const { id: _, isPaused: __, ...draft } = plan;
  const failing = await host.call("plans.save", {
    planId: null,
    draft: { ...draft, name: "Fails", sourceIds: [missing.id] },
  });
  await host.ended((await host.call("plans.run", { planId: failing.id })).runId);
  await host.stop();

  const moments = [
    (line: string) => line.includes('"queued"'),
    (line: string) => line.includes('"answer"'),
    (line: string) => line.includes('"running"'),
    (line: string) => line.includes('"type":"progress"'),
    (line: string) => line.includes('"done"') || line.includes('"ready"'),
  ];
  for (const [n, fits] of moments.entries()) {
    writeFileSync(path("documents", `new ${n}`), Buffer.alloc(1 << 20, `${n}`));
    await killHost(path("home"), ["plans.run", JSON.stringify({ planId: plan.id })], fits);
  }

  const again = await open();
  expect((await again.call("plans.list", {})).plans.map((one) => one.plan)).toEqual([plan, failing]);
  const unfinished = (await again.call("plans.list", {})).plans[0]?.currentRun;
  if (unfinished !== null && unfinished !== undefined) await again.ended(unfinished.id);
  const { runs } = await again.call("plans.history", { planId: null, beforeMs: null, limit: 99 });
  expect(runs.length).toBeGreaterThanOrEqual(3);
  expect(runs.every(({ state }) => state !== "queued" && state !== "running")).toBe(true);
  expect((await again.call("alerts.list", { which: "open", limit: 9 })).alerts).toMatchObject([
    { subject: { code: "JOB_FAILED", about: "Missing" } },
  ]);
  // whatever happened, the next run has everything
  const last = await again.ended((await again.call("plans.run", { planId: plan.id })).runId);
  expect(last).toMatchObject({ state: "done" });
  const files = readdirSync(path("documents"), { recursive: true, withFileTypes: true });
  expect(last.filesNew + last.filesUnmodified).toBe(files.filter((file) => file.isFile()).length);
}, 240_000);
