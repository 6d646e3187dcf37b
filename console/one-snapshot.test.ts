import { existsSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tempFolder } from "../test/support/temp-folder.ts";
import { runHere } from "./testing/run-here.ts";

async function repositoryWithSnapshot() {
  const folder = await tempFolder();
  const repository = join(folder, "repository");
  const cache = join(folder, "cache");
  const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    runHere(args, {
      env: {
        BACKSTAY_REPOSITORY: repository,
        BACKSTAY_PASSWORD: "secret",
        BACKSTAY_CACHE_DIR: cache,
        BACKSTAY_HOME: join(folder, "home"),
        ...more,
      },
    });
  const source = join(folder, "source");
  mkdirSync(source);
  writeFileSync(join(source, "letter"), "content");
  expect((await run(["init"])).exitCode).toBe(0);
  expect((await run(["backup", source])).exitCode).toBe(0);
  return { folder, repository, source, run };
}

test("a cache folder that cannot be made costs a warning, and time", async () => {
  const { source, run } = await repositoryWithSnapshot();
  const unusable = { BACKSTAY_CACHE_DIR: join(source, "letter", "below-a-file") };
  const listed = await run(["snapshots", "--json"], unusable);
  expect(listed).toMatchObject({ exitCode: 0, stdout: (await run(["snapshots", "--json"])).stdout });
  expect(JSON.parse(listed.stderr)).toMatchObject({
    message_type: "warning",
    message: expect.stringContaining(join(source, "letter", "below-a-file")),
  });
  expect(await run(["backup", source], unusable)).toMatchObject({
    exitCode: 0,
    stderr: expect.stringMatching(/^Warning: The cache \S+ cannot be used: ENOTDIR\. .*\n$/),
  });
});

test("a snapshot file that was cut off is said, though the cache remembers it", async () => {
  const { repository, run } = await repositoryWithSnapshot();
  const [snapshot] = readdirSync(join(repository, "snapshots"));
  truncateSync(join(repository, "snapshots", String(snapshot)), 20);
  const { exitCode, stdout, stderr } = await run(["snapshots", "--json"]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "[]\n" });
  expect(JSON.parse(stderr)).toMatchObject({ message_type: "error", during: "load", item: snapshot });
});

test("-vv names every entry with what was done, so that excludes can be tried out", async () => {
  const { source, run } = await repositoryWithSnapshot();
  writeFileSync(join(source, "other"), "1234");
  const dry = ["backup", "--dry-run", "-vv", source];
  const { exitCode, stdout } = await run(dry);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^unchanged {10}7 B {2}\S+\/source\/letter$/m);
  expect(stdout).toMatch(/^new {16}4 B {2}\S+\/source\/other$/m);
  expect(stdout).toMatch(/^changed {17}\S+\/source\/$/m);
  expect((await run([...dry, "--exclude", "other"])).stdout).not.toContain("/source/other");
  const lines = (await run([...dry, "--json"])).stdout.trimEnd().split("\n");
  const entries = lines
    .map((line) => JSON.parse(line))
    .filter((line) => line.message_type === "verbose_status");
  expect(entries.filter(({ item }) => item.startsWith(source)).sort(byItem)).toMatchObject([
    { action: "modified", item: `${source}/`, data_size: 0 },
    { action: "unchanged", item: join(source, "letter"), data_size: 0 },
    { action: "new", item: join(source, "other"), data_size: 4 },
  ]);
});

function byItem(a: { readonly item: string }, b: { readonly item: string }): number {
  return a.item < b.item ? -1 : 1;
}

test("a backup that would take the repository along says so, unless it is excluded", async () => {
  const { folder, repository, run } = await repositoryWithSnapshot();
  const { exitCode, stderr } = await run(["backup", "--dry-run", folder]);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(repository) });
  expect((await run(["backup", "--dry-run", folder, "--exclude", repository])).stderr).toBe("");
  expect((await run(["backup", "--dry-run", join(folder, "source")])).stderr).toBe("");
});

describe("a repository that lost something", () => {
  test("without its config is not called missing, and init leaves it alone", async () => {
    const { repository, run } = await repositoryWithSnapshot();
    rmSync(join(repository, "config"));
    for (const command of ["snapshots", "init"]) {
      const { exitCode, stderr } = await run([command]);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/has lost its config file.*\n.*Get the file `config` back/);
    }
    expect(existsSync(join(repository, "config"))).toBe(false);
  });

  test("without keys does not blame the password", async () => {
    const { repository, run } = await repositoryWithSnapshot();
    rmSync(join(repository, "keys"), { recursive: true });
    const { exitCode, stderr } = await run(["snapshots"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("has no keys, so no password can open it");
  });

  test("with a broken index is told what mends it", async () => {
    const { repository, run } = await repositoryWithSnapshot();
    const [index] = readdirSync(join(repository, "index"));
    truncateSync(join(repository, "index", String(index)), 50);
    const { exitCode, stderr } = await run(["ls", "latest", "--no-cache"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("backstay rebuild-index");
    expect((await run(["rebuild-index"])).exitCode).toBe(0);
    expect((await run(["ls", "latest"])).exitCode).toBe(0);
  });
});
