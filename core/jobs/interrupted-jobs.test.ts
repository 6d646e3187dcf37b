import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Beacons, listenForBeacons } from "./testing/beacons.ts";
import { queueInFolder } from "./testing/queue-in-folder.ts";

let folder: string;
let beacons: Beacons;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "backstay-host-"));
  beacons = await listenForBeacons(folder);
});
afterEach(async () => {
  await beacons.close();
  rmSync(folder, { recursive: true, force: true });
});

const waiting = (restartWhenInterrupted: boolean) => ({
  kind: "wait",
  input: { beacon: beacons.socketPath },
  restartWhenInterrupted,
});

function startHost(...requests: readonly object[]): ChildProcess {
  const script = path.join(import.meta.dirname, "testing/test-host.ts");
  return spawn(process.execPath, [script, folder, ...requests.map((request) => JSON.stringify(request))], {
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** Kills a host with all its jobs running, and waits for the end of all processes. */
async function killWithJobs(host: ChildProcess, jobs: number): Promise<void> {
  const begun = [];
  for (let n = 0; n < jobs; n++) begun.push(await beacons.next());
  const exit = once(host, "exit");
  host.kill("SIGKILL");
  await exit;
  for (const job of begun) await job.gone; // nobody told them to stop but the closed channel
}

test("jobs of a killed host end by themselves, are interrupted, and are restarted if they say so", async () => {
  await killWithJobs(startHost(waiting(true), waiting(false)), 2);

  const { queue, store, close } = queueInFolder(folder);
  const before = store.inState("running");
  expect(before).toHaveLength(2);
  queue.start();
  try {
    expect(before.map((job) => store.get(job.id)?.state)).toEqual(["interrupted", "interrupted"]);
    const restarted = store.inState("running");
    const original = before.find((job) => job.restartWhenInterrupted);
    expect(restarted).toMatchObject([{ attempt: 2, restartOf: original?.id, input: original?.input }]);
    await beacons.next(); // it really runs again
  } finally {
    await close();
  }
});

test("a job that is interrupted again and again is not restarted for ever", async () => {
  await killWithJobs(startHost(waiting(true)), 1);
  await killWithJobs(startHost(), 1);
  await killWithJobs(startHost(), 1);
  const { queue, store, close } = queueInFolder(folder);
  queue.start();
  const jobs = store.list(9);
  await close();
  expect(jobs.map((job) => [job.state, job.attempt])).toEqual([
    ["interrupted", 3],
    ["interrupted", 2],
    ["interrupted", 1],
  ]);
});

test("a host that stops in order lets jobs restart with the next one, without counting it as an attempt", async () => {
  const first = queueInFolder(folder);
  first.queue.start();
  const restarting = first.queue.enqueue(waiting(true));
  const other = first.queue.enqueue(waiting(false));
  await beacons.next();
  await beacons.next();
  await first.close();

  const second = queueInFolder(folder);
  expect(second.store.get(restarting.id)?.state).toBe("interrupted");
  expect(second.store.get(other.id)?.state).toBe("cancelled");
  second.queue.start();
  expect(second.store.inState("running")).toMatchObject([{ attempt: 1, restartOf: restarting.id }]);
  await second.close();
});
