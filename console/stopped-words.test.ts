/** What a person reads when a command was stopped: what that means for the data depends on what it did. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../test/support/temp-folder.ts";
import { runHere } from "./testing/run-here.ts";

test("being stopped is said in words of the command", async () => {
  const folder = await tempFolder();
  const env = {
    BACKSTAY_REPOSITORY: join(folder, "repository"),
    BACKSTAY_PASSWORD: "secret",
    BACKSTAY_CACHE_DIR: join(folder, "cache"),
    BACKSTAY_HOME: join(folder, "home"),
  };
  expect((await runHere(["init"], { env })).exitCode).toBe(0);
  const source = join(folder, "source");
  mkdirSync(source);
  writeFileSync(join(source, "letter.txt"), "dear");
  expect((await runHere(["backup", source], { env })).exitCode).toBe(0);

  /** Runs a command to which SIGTERM comes at once; only its own listener hears of it. */
  async function stopped(...args: readonly string[]) {
    const others = new Set(process.listeners("SIGTERM"));
    const ended = runHere(args, { env });
    for (const listener of process.listeners("SIGTERM")) if (!others.has(listener)) listener("SIGTERM");
    const { exitCode, stderr } = await ended;
    expect(exitCode).toBe(143);
    return stderr;
  }

  const forBackup = "the next run uses what was stored already";
  expect(await stopped("backup", source)).toContain(forBackup);
  for (const [says, ...args] of [
    ["What was shown is not complete", "ls", "latest"],
    ["What was shown is not complete", "find", "letter.txt"],
    ["What the check had not reached is unknown", "check"],
    ["goes on where it stopped", "restore", "latest", "--target", join(folder, "target")],
    ["Run it again to finish", "prune"],
    ["尚未检查的部分状态未知", "check", "--lang", "zh"],
  ]) {
    const stderr = await stopped(...args);
    expect(stderr).toContain(says);
    expect(stderr).not.toContain(forBackup);
  }
});
