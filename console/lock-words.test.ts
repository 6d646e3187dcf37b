/** What a person reads when a lock in the repository cannot be read, and what helps. */
import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runInRepository } from "./testing/run-in-repository.ts";

const NAME = "0123456789abcdef".repeat(4);

/** A repository whose only lock is an empty file, written so many minutes ago. */
async function repositoryWithEmptyLock(minutes: number) {
  const { folder, location, run } = await runInRepository();
  const path = join(location, "locks", NAME);
  writeFileSync(path, "");
  const seconds = Date.now() / 1000 - minutes * 60;
  utimesSync(path, seconds, seconds);
  const source = join(folder, "letter.txt");
  writeFileSync(source, "dear");
  return { source, run };
}

test("a fresh one stops a backup, and the advice it gives works", async () => {
  const { source, run } = await repositoryWithEmptyLock(1);
  const refused = await run("backup", source);
  expect(refused.exitCode).toBe(11);
  expect(refused.stderr).toContain("has a lock that cannot be read (01234567)");
  expect(refused.stderr).toContain("backstay unlock --remove-all`");
  expect(refused.stderr).not.toContain("process 0");
  const inChinese = await run("backup", source, "--lang", "zh");
  expect(inChinese.stderr).toContain("有一个无法读取的锁（01234567）");

  const careful = await run("unlock");
  expect(careful.stdout + careful.stderr).toContain("1 damaged lock was left");
  const all = await run("unlock", "--remove-all");
  expect(all.stdout + all.stderr).toContain("Removed 1 lock.");
  expect((await run("backup", source)).exitCode).toBe(0);
});

test("an old one counts for nothing", async () => {
  const { source, run } = await repositoryWithEmptyLock(31);
  expect((await run("backup", source)).exitCode).toBe(0);
  const none = await run("unlock");
  expect(none.stdout + none.stderr).toContain("There were no locks to remove.");
});

test("an old one is removed by unlocking, which says so", async () => {
  const { run } = await repositoryWithEmptyLock(31);
  const { stdout, stderr } = await run("unlock");
  expect(stdout + stderr).toContain("Removed 1 lock.");
});
