import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { isProcessAlive } from "../../core/platform/process-alive.ts";
import { killWithChildren, startedBy } from "./process-tree.ts";

/** Starts a child in a group of its own, which starts another one. */
const FAMILY = `
  const { spawn } = require("node:child_process");
  spawn("sh", ["-c", "sleep 600 & echo ready; wait"], { detached: true, stdio: ["ignore", 1, "ignore"] });`;

test.skipIf(process.platform !== "linux")("what a killed process leaves behind is ended, too", async () => {
  const parent = spawn(process.execPath, ["-e", FAMILY], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void parent.kill("SIGKILL"));
  await once(parent.stdout, "data");
  const family = startedBy(parent.pid ?? 0);
  onTestFinished(() => killWithChildren(family));
  expect(family).toHaveLength(2);

  parent.kill("SIGKILL");
  await once(parent, "exit");
  const alive = () => family.filter(({ pid }) => isProcessAlive(pid));
  expect(alive()).toEqual(family);
  await killWithChildren(family.slice(0, 1)); // with the one that it has started
  expect(alive()).toEqual([]);
});

test("a process that has the number of one that has ended is left alone", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  onTestFinished(() => void child.kill("SIGKILL"));
  await killWithChildren([{ pid: child.pid ?? 0, startedAt: "before" }]);
  expect(isProcessAlive(child.pid ?? 0)).toBe(true);
});
