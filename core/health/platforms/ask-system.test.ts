import { describe, expect, test, vi } from "vitest";
import { workerUrl } from "../../threads/worker-url.ts";
import { createSystemInformation } from "./ask-system.ts";
import { parseSystem } from "./parse-system.ts";

const signal = new AbortController().signal;
const limits = { timeMs: 100, outputBytes: 1000 };
const threadOf = (name: "hanging" | "talking") => workerUrl(import.meta.url, `./testing/${name}-thread`);
const timedOut = { kind: "gap", gap: { reason: "timed-out", about: "systeminformation" } };

test("tells what this machine is, and its file systems", async () => {
  const ask = createSystemInformation();
  const reading = parseSystem(await ask(["volumes", "machine", "temperature"], { signal }));
  expect(reading.gap).toBeNull();
  expect(reading.machine?.architecture).toBeTruthy();
  expect(reading.machine?.uptimeSeconds).toBeGreaterThan(0);
  expect(reading.volumes).toBeInstanceOf(Array);
  for (const { sizeBytes, freeBytes } of reading.volumes ?? [])
    expect(freeBytes).toBeLessThanOrEqual(sizeBytes);
  expect(reading.disks).toBeUndefined(); // it was not asked for them: that would wake them
});

describe("a machine that keeps it waiting", () => {
  test("is unknown with the reason when the time is over, and is not asked by more and more threads", async () => {
    const ask = createSystemInformation(threadOf("hanging"));
    expect(await ask(["volumes"], { limits, signal })).toMatchObject(timedOut);
    expect(await ask(["volumes"], { limits, signal })).toMatchObject(timedOut);
    // it comes back by itself
    await vi.waitFor(
      async () => {
        const output = await ask(["volumes"], { limits: { ...limits, timeMs: 10_000 }, signal });
        expect(output).toMatchObject({ kind: "said", stdout: "{}" });
      },
      { timeout: 20_000 },
    );
  });

  test("is let go when the round is over", async () => {
    const stop = new AbortController();
    const asked = createSystemInformation(threadOf("hanging"))(["volumes"], { signal: stop.signal });
    stop.abort(new Error("enough"));
    await expect(asked).rejects.toThrow("enough");
  });
});

test("one that says too much is unknown", async () => {
  const ask = createSystemInformation(threadOf("talking"));
  const output = await ask(["volumes"], { limits: { ...limits, timeMs: 20_000 }, signal });
  expect(output).toMatchObject({ kind: "gap", gap: { reason: "output-too-long" } });
});

test("a thread that cannot start is a reason, too", async () => {
  const ask = createSystemInformation(new URL("data:text/javascript,throw new Error('no')"));
  const output = await ask(["volumes"], { limits: { ...limits, timeMs: 20_000 }, signal });
  expect(output).toMatchObject({ kind: "gap", gap: { reason: "tool-failed", message: "no" } });
});
