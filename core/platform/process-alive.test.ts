import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { asOrdinaryUser } from "../../test/support/ordinary-user.ts";
import { isProcessAlive } from "./process-alive.ts";

describe("isProcessAlive", () => {
  test("knows this process and one of somebody else's", async () => {
    expect(isProcessAlive(process.pid)).toBe(true);
    expect(await asOrdinaryUser(async () => isProcessAlive(1))).toBe(true);
  });

  test("knows that a process has ended", () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    expect(isProcessAlive(pid)).toBe(false);
  });

  test.each([0, -1, -process.pid, 1.5, Number.NaN, 2 ** 31, 2 ** 40])("takes %d for no process", (pid) => {
    expect(isProcessAlive(pid)).toBe(false);
  });
});
