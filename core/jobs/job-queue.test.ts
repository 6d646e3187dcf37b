import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { JobId } from "../../shared/ids.ts";
import { type Beacons, listenForBeacons } from "./testing/beacons.ts";
import { queueInFolder } from "./testing/queue-in-folder.ts";

let folder: string;
let beacons: Beacons;
const open: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "backstay-queue-"));
  beacons = await listenForBeacons(folder);
});
afterEach(async () => {
  for (const host of open.splice(0)) await host.close();
  await beacons.close();
  rmSync(folder, { recursive: true, force: true });
});

function host(parts: Parameters<typeof queueInFolder>[1] = {}) {
  const opened = queueInFolder(folder, parts);
  open.push(opened);
  return opened;
}

test("a job runs to its end and leaves its history in the catalog", async () => {
  const { queue, until } = host();
  queue.start();
  const { id } = queue.enqueue({ kind: "with-problems", input: { repository: "r" } });
  const job = await until(id, "done-with-problems");
  expect(job).toMatchObject({ repository: "r", attempt: 1, result: { problemCount: 2 }, error: undefined });
  expect(job.startedNs ?? 0n).toBeGreaterThanOrEqual(job.createdNs);
  expect(job.endedNs ?? 0n).toBeGreaterThanOrEqual(job.startedNs ?? 0n);
});

test("the last progress of a job stays with it", async () => {
  const { queue, until } = host();
  queue.start();
  const { id } = queue.enqueue({ kind: "count", input: { reports: 300 } });
  expect((await until(id, "done")).progress).toEqual({ phase: "count", filesDone: 300, bytesDone: 0 });
});

test("a killed job process is a failed job, and the queue goes on", async () => {
  const { queue, until } = host({ maxRunning: 1 });
  queue.start();
  const first = queue.enqueue({ kind: "wait", input: { beacon: beacons.socketPath } });
  const second = queue.enqueue({ kind: "quick", input: {} });
  process.kill((await beacons.next()).pid, "SIGKILL");
  expect((await until(first.id, "failed")).error).toEqual({
    code: "JOB_CRASHED",
    details: { exit: "SIGKILL" },
  });
  await until(second.id, "done");
});

test("a job that rests keeps its repository, and nobody from work elsewhere", async () => {
  const { queue, events, until, begun } = host({ maxRunning: 1 });
  queue.start();
  const first = queue.enqueue({ kind: "wait", input: { repository: "r", beacon: beacons.socketPath } });
  const alone = queue.enqueue({ kind: "wait-alone", input: { repository: "r" } });
  const elsewhere = queue.enqueue({ kind: "quick", input: { repository: "other" } });
  await beacons.next();
  queue.setPaused(first.id, true);
  expect(queue.isPaused(first.id)).toBe(true);
  await until(elsewhere.id, "done");
  expect(begun()).not.toContain(alone.id);

  queue.setPaused(first.id, false);
  expect(queue.isPaused(first.id)).toBe(false);
  const changes = events.filter((event) => event.type === "changed" && event.job.id === first.id);
  expect(changes).toHaveLength(4); // queued, running, paused, resumed

  queue.setPaused(first.id, true);
  await queue.cancel(first.id, "person");
  expect(queue.isPaused(first.id)).toBe(false);
  await until(alone.id, "running");
});

test("what does not run cannot be paused, and what is unknown is said to be", () => {
  const { queue } = host();
  const { id } = queue.enqueue({ kind: "quick", input: {} });
  queue.setPaused(id, true);
  expect(queue.isPaused(id)).toBe(false);
  const unknown = "00000000-0000-0000-0000-000000000000" as JobId;
  expect(() => queue.setPaused(unknown, true)).toThrow(expect.objectContaining({ code: "JOB_NOT_FOUND" }));
});

test("an exclusive job waits for the shared ones of its repository, and later ones for it", async () => {
  const { queue, begun, until } = host({ maxRunning: 9 });
  const wait = (kind: string) => queue.enqueue({ kind, input: { repository: "r" } }).id;
  const [readerOne, readerTwo, writer, readerThree] = [
    wait("wait"),
    wait("wait"),
    wait("wait-alone"),
    wait("wait"),
  ] as const;
  const elsewhere = queue.enqueue({ kind: "wait", input: { repository: "other" } }).id;
  queue.start();
  expect(begun()).toEqual([readerOne, readerTwo, elsewhere]);
  await queue.cancel(readerOne, "person");
  expect(begun()).toHaveLength(3);
  await queue.cancel(readerTwo, "person");
  expect(begun().slice(3)).toEqual([writer]);
  await queue.cancel(writer, "person");
  expect(begun().slice(4)).toEqual([readerThree]);
  expect(await until(writer, "cancelled")).toMatchObject({
    error: { code: "CANCELLED", details: { reason: "person" } },
  });
});

test("the most urgent job runs first, and of equals the oldest", async () => {
  const { queue, begun, until } = host({ maxRunning: 1 });
  const add = (priority: "background" | "normal" | "urgent") =>
    queue.enqueue({ kind: "quick", input: {}, priority }).id;
  const [late, early, next, soon] = [add("background"), add("normal"), add("normal"), add("urgent")] as const;
  queue.start();
  await until(late, "done");
  expect(begun()).toEqual([soon, early, next, late]);
});

test("what was queued survives the host", async () => {
  const before = queueInFolder(folder);
  const { id } = before.queue.enqueue({ kind: "quick", input: {} });
  await before.close();
  const { queue, until } = host();
  queue.start();
  await until(id, "done");
});

describe("cancelling", () => {
  test("a job that waits never begins", async () => {
    const { queue, begun, until } = host();
    const { id } = queue.enqueue({ kind: "quick", input: {} });
    await queue.cancel(id, "person");
    queue.start();
    await until(id, "cancelled");
    expect(begun()).toEqual([]);
  });

  test("a job that has ended stays as it is", async () => {
    const { queue, until } = host();
    queue.start();
    const { id } = queue.enqueue({ kind: "quick", input: {} });
    await until(id, "done");
    await queue.cancel(id, "person");
    await until(id, "done");
  });

  test("a job that does not exist is an error", async () => {
    await expect(host().queue.cancel("nobody" as string as JobId, "person")).rejects.toMatchObject({
      code: "JOB_NOT_FOUND",
    });
  });

  test("a job whose secrets are still being fetched ends at once", async () => {
    const { queue, until } = host({ secretsFor: () => new Promise(() => {}) });
    queue.start();
    const { id } = queue.enqueue({ kind: "quick", input: {} });
    await queue.cancel(id, "person");
    await until(id, "cancelled");
  });
});

describe("secrets", () => {
  test("are fetched for the job that starts, and are not in the catalog", async () => {
    const { queue, until } = host({ secretsFor: async (job) => ({ password: `sesame of ${job.kind}` }) });
    queue.start();
    const { id } = queue.enqueue({ kind: "quick", input: {} });
    await until(id, "done");
    const files = readdirSync(folder).filter((name) => name.startsWith("catalog.db"));
    for (const name of files) expect(readFileSync(path.join(folder, name), "latin1")).not.toContain("sesame");
  });

  test("that cannot be fetched fail the job, and the reason is in the log only", async () => {
    const { queue, until, events } = host({
      secretsFor: async () => {
        throw new Error("the key store is closed");
      },
    });
    queue.start();
    const { id } = queue.enqueue({ kind: "quick", input: {} });
    expect((await until(id, "failed")).error).toEqual({ code: "INTERNAL", details: { logReference: id } });
    expect(events).toContainEqual(
      expect.objectContaining({
        type: "log",
        entry: expect.objectContaining({ text: expect.stringContaining("the key store is closed") }),
      }),
    );
  });
});

test("the end of a job that the catalog has no room for is recorded when it has", async () => {
  const { queue, store, events, until } = host({ maxRunning: 1, recordAgainMs: 20 });
  const { markEnded } = store;
  let failures = 3;
  store.markEnded = (...end) => {
    failures -= 1;
    if (failures >= 0) throw new Error("database or disk is full");
    markEnded(...end);
  };
  queue.start();
  const first = queue.enqueue({ kind: "quick", input: {} });
  expect((await until(first.id, "done")).endedNs).toBeDefined();
  expect(failures).toBe(-1);
  const texts = events.flatMap((event) => (event.type === "log" ? [event.entry.text] : []));
  expect(texts).toEqual([expect.stringContaining("not recorded yet: Error: database or disk is full")]);
  const second = queue.enqueue({ kind: "quick", input: {} });
  await until(second.id, "done");
});

test("refuses an input that the kind of job does not take", () => {
  expect(() => host().queue.enqueue({ kind: "quick", input: { password: "sesame" } })).toThrow(/password/);
});
