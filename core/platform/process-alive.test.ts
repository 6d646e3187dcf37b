import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { Readable } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";
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

  test.runIf(process.platform === "linux")(
    "takes one that nobody asked how it ended for no process",
    async () => {
      // the shell becomes a program that asks for no child; until then it might ask itself
      const parent = spawn("sh", ["-c", "cat <&3 & echo $!; exec sleep 60"], {
        stdio: ["ignore", "pipe", "inherit", "pipe"],
      });
      onTestFinished(() => void parent.kill("SIGKILL"));
      const [line] = await once(parent.stdout as Readable, "data");
      const pid = Number(String(line));
      await expect.poll(() => readFileSync(`/proc/${parent.pid}/comm`, "utf8")).toBe("sleep\n");
      expect(isProcessAlive(pid)).toBe(true);
      parent.stdio[3]?.destroy(); // the end of what the child reads
      await expect.poll(() => readFileSync(`/proc/${pid}/status`, "utf8")).toContain("Z (zombie)");
      expect(isProcessAlive(pid)).toBe(false);
    },
  );

  test.each([0, -1, -process.pid, 1.5, Number.NaN, 2 ** 31, 2 ** 40])("takes %d for no process", (pid) => {
    expect(isProcessAlive(pid)).toBe(false);
  });
});
