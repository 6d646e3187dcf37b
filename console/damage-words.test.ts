/** What a person reads when a file of the repository is damaged: the truth about the data, and advice that helps. */
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../test/support/temp-folder.ts";
import { runHere } from "./testing/run-here.ts";

/** A repository with one backup. */
async function repositoryWithBackup() {
  const folder = await tempFolder();
  const location = join(folder, "repository");
  const env = {
    BACKSTAY_REPOSITORY: location,
    BACKSTAY_PASSWORD: "secret",
    BACKSTAY_CACHE_DIR: join(folder, "cache"),
    BACKSTAY_HOME: join(folder, "home"),
  };
  const run = (...args: readonly string[]) => runHere(args, { env });
  expect((await run("init")).exitCode).toBe(0);
  const source = join(folder, "letter.txt");
  writeFileSync(source, "dear");
  expect((await run("backup", source)).exitCode).toBe(0);
  return { folder, location, source, run };
}

test("a damaged key that is the only one: nobody can read the backups without it, and nothing is advised that makes it worse", async () => {
  const { location, run } = await repositoryWithBackup();
  const path = join(location, "keys", readdirSync(join(location, "keys"))[0] ?? "");
  rmSync(path);
  writeFileSync(path, "{");
  const only = await run("snapshots");
  expect(only.exitCode).not.toBe(0);
  expect(only.stderr).toContain("nobody can read its backups without that file");
  expect(only.stderr).toContain("delete nothing");
  expect(only.stderr).not.toContain("other passwords");
  expect(only.stderr).not.toContain("key remove");
  expect((await run("snapshots", "--lang", "zh")).stderr).toContain("不要删除任何内容");
});
