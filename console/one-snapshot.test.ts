import { randomBytes } from "node:crypto";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
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

test("a password opens its key whatever bytes it has, as with restic", async () => {
  const { folder, run } = await repositoryWithSnapshot();
  const [latin1, utf16] = [join(folder, "latin-1"), join(folder, "utf-16")];
  writeFileSync(latin1, Buffer.from("p\u00e4ss\n", "latin1"));
  writeFileSync(utf16, Buffer.from("\ufeffp\u00e4ss2\n", "utf16le"));
  for (const file of [latin1, utf16]) {
    expect((await run(["key", "add", "--new-password-file", file])).exitCode).toBe(0);
    expect((await run(["snapshots", "--password-file", file])).exitCode).toBe(0);
  }
  expect((await run(["snapshots", "--password-command", `cat ${latin1}`])).exitCode).toBe(0);
  expect((await run(["snapshots"], { BACKSTAY_PASSWORD: "p\u{fffd}ss" })).stderr).toContain(
    "--password-file",
  );
});

test("an empty argument is said to be one", async () => {
  const { run } = await repositoryWithSnapshot();
  const backup = await run(["backup", ""]);
  expect(backup).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("An empty argument names") });
  expect(backup.stderr).toContain("Nothing was named to back up.");
  const listed = await run(["snapshots", ""]);
  expect(listed).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("An empty argument names") });
});

test("what changes something, and check, say nothing when they are told to be quiet and all is well", async () => {
  const { folder, source, run } = await repositoryWithSnapshot();
  writeFileSync(join(source, "letter"), "changed");
  expect((await run(["backup", source])).exitCode).toBe(0);
  for (const args of [
    ["forget", "-q", "--keep-last", "1", "--prune"],
    ["prune", "-q"],
    ["prune", "--dry-run", "-q"],
    ["check", "-q", "--read-data"],
    ["restore", "-q", "latest", "--target", join(folder, "quietly")],
    ["rebuild-index", "-q"],
  ])
    expect(await run(args)).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  expect((await run(["prune"])).stdout).toContain("Done.");
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
  writeFileSync(join(source, "twin"), readFileSync(join(source, "letter")));
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
    { action: "new", item: join(source, "twin"), data_size: 0 }, // what is in it is there already
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

  // by whatever links either is named
  const [link, other] = [join(folder, "link"), join(folder, "other")];
  symlinkSync(repository, link);
  symlinkSync(folder, other);
  const holds = expect.stringContaining("is inside of what is backed up");
  const throughLink = (...args: readonly string[]) => run(["backup", "--dry-run", "-r", link, ...args]);
  expect((await throughLink(folder)).stderr).toEqual(holds);
  expect((await throughLink(join(other, "repository"))).stderr).toEqual(holds);
  const named = join(other, "repository/data");
  expect((await throughLink(named)).stderr).toBe("");
  expect(
    (await throughLink(join(other, "repository"), "--exclude", join(other, "repository"))).exitCode,
  ).toBe(1);
  expect((await throughLink(other)).stderr).toBe(""); // the link alone is saved
});

test("a restore counts further names of files and links too, so that no file seems to lack", async () => {
  const { folder, source, run } = await repositoryWithSnapshot();
  linkSync(join(source, "letter"), join(source, "letter too"));
  symlinkSync("letter", join(source, "link"));
  expect((await run(["backup", source])).stdout).toContain(": 2 files,");
  const restore = ["restore", "latest", "--target", join(folder, "target")];
  const others = "2 links, special files and further names of files";
  const dry = await run([...restore, "--dry-run"]);
  expect(dry.stdout).toContain(`Dry run: would restore 1 file, 7 B\n${others} would be restored too\n`);
  expect((await run(restore)).stdout).toContain(`Restored 1 file, 7 B\n${others} restored too\n`);
  expect((await run(restore)).stdout).toContain("Restored 0 files, 0 B\n2 files already there\n");
});

test("a restore of what no snapshot has says so", async () => {
  const { folder, run } = await repositoryWithSnapshot();
  const target = join(folder, "restored");
  const { exitCode, stderr } = await run(["restore", "latest", "--include", "lettre", "--target", target]);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: "Warning: nothing in the snapshot fits what was asked for.\n",
  });
  expect((await run(["restore", "latest", "--include", "letter", "--target", target])).stderr).toBe("");
});

test("a dry run of forget and prune tells how much the removed snapshots would free", async () => {
  const { source, run } = await repositoryWithSnapshot();
  writeFileSync(join(source, "letter"), randomBytes(100_000));
  await run(["backup", source]);
  writeFileSync(join(source, "letter"), "short");
  await run(["backup", source]);
  const forget = ["forget", "--keep-last", "1", "--prune", "--max-unused", "0", "--json"];
  const freed = ({ stdout }: { readonly stdout: string }) =>
    JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "").bytes.remove_total;
  const dry = freed(await run([...forget, "--dry-run"]));
  expect(dry).toBeGreaterThan(100_000);
  expect(freed(await run(forget))).toBe(dry);
  expect((await run(["check", "--read-data"])).exitCode).toBe(0);
});

test("without any place for a cache there is one in memory", async () => {
  const { run, folder } = await repositoryWithSnapshot();
  vi.stubEnv("TMPDIR", "/nowhere");
  onTestFinished(() => void vi.unstubAllEnvs());
  const target = join(folder, "restored");
  const { exitCode, stderr } = await run(["restore", "latest", "--no-cache", "--target", target]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect((await run(["check", "--read-data"])).exitCode).toBe(0);
});

test("a part of the data can be read in either way of saying it", async () => {
  const { run } = await repositoryWithSnapshot();
  for (const part of ["--read-data=100%", "--read-data-subset=1/1", "--read-data"]) {
    expect(await run(["check", part])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("Read every byte of 2 packs"),
    });
  }
  expect((await run(["check", "--read-data=150%"])).exitCode).toBe(2);
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

  test("a damaged snapshot can be given up, so that space can be freed again", async () => {
    const { source, repository, run } = await repositoryWithSnapshot();
    const [damaged = ""] = readdirSync(join(repository, "snapshots"));
    truncateSync(join(repository, "snapshots", damaged), 20);
    expect((await run(["backup", source])).exitCode).toBe(0);
    const refused = await run(["prune"]);
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("backstay forget") });
    expect((await run(["forget", damaged.slice(0, 8)])).exitCode).toBe(0);
    expect((await run(["prune"])).exitCode).toBe(0);
    expect((await run(["snapshots"])).exitCode).toBe(0);
  });

  test("a damaged key does not hide the others", async () => {
    const { repository, run } = await repositoryWithSnapshot();
    writeFileSync(join(repository, "keys", "a".repeat(64)), "junk");
    const { exitCode, stdout, stderr } = await run(["key", "list", "--json"]);
    expect({ exitCode, count: JSON.parse(stdout).length }).toEqual({ exitCode: 0, count: 1 });
    expect(stderr).toContain("aaaaaaaa");
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
