import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { resticOn } from "../test/support/restic.ts";
import { tempFolder } from "../test/support/temp-folder.ts";
import { lacksTool } from "../test/support/tools.ts";
import { runHere } from "./testing/run-here.ts";

const PASSWORD = "secret";

/** A repository with a snapshot, and a replica that is still empty. */
async function setUp() {
  const folder = await tempFolder();
  const path = (name: string) => join(folder, name);
  const env = {
    BACKSTAY_PASSWORD: PASSWORD,
    BACKSTAY_CACHE_DIR: path("cache"),
    BACKSTAY_HOME: path("home"),
  };
  const run = (...args: readonly string[]) => runHere(args, { env });
  const done = async (...args: readonly string[]) => {
    const ended = await run(...args);
    expect(ended, ended.stderr).toMatchObject({ exitCode: 0 });
    return ended.stdout;
  };
  mkdirSync(path("source"));
  const change = (name: string) => writeFileSync(join(path("source"), name), randomBytes(300_000));
  const backUp = async (repository: string) => {
    const lines = (await done("backup", "--repo", path(repository), "--json", path("source"))).trimEnd();
    return (JSON.parse(lines.split("\n").at(-1) ?? "") as { snapshot_id: string }).snapshot_id;
  };
  const replicate = (...args: readonly string[]) =>
    run("replicate", "--repo", path("second"), "--from-repo", path("first"), ...args);
  change("letter");
  await done("init", "--repo", path("first"));
  await done("init", "--repo", path("second"), "--like", path("first"));
  const first = await backUp("first");
  return { path, run, done, change, backUp, replicate, first };
}

const lastOf = (text: string) =>
  JSON.parse(text.trimEnd().split("\n").at(-1) ?? "") as Record<string, unknown>;

function packsIn(repository: string): readonly string[] {
  return readdirSync(join(repository, "data"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

test.skipIf(lacksTool("restic"))(
  "a replica is filled, restic finds it whole, and both restore the same with any password of either",
  async () => {
    const { path, done, change, backUp, replicate, first } = await setUp();
    const told = await replicate("--dry-run", "--json");
    expect(lastOf(told.stdout)).toMatchObject({ dry_run: true, snapshots: [first] });
    expect(packsIn(path("second"))).toEqual([]);

    const filled = await replicate();
    expect(filled).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("Copied 1 snapshot") });
    change("offer");
    const second = await backUp("first");
    writeFileSync(path("new-password"), "another");
    await done("key", "add", "--repo", path("first"), "--new-password-file", path("new-password"));
    const again = lastOf((await replicate("--json")).stdout);
    expect(again).toMatchObject({ snapshots: [second], keys_copied: 1, num_errors: 0, blobs_repacked: 0 });
    expect((await replicate()).stdout).toContain("has every snapshot already");

    for (const [name, password] of [
      ["first", PASSWORD],
      ["second", "another"],
    ] as const) {
      const restic = resticOn(path(name), password);
      expect(await restic.run("check", "--read-data")).toContain("no errors were found");
      await restic.run("restore", second, "--target", path(`out-${name}`));
      for (const file of ["letter", "offer"])
        expect(readFileSync(join(path(`out-${name}`), path("source"), file))).toEqual(
          readFileSync(join(path("source"), file)),
        );
    }
  },
);

test.skipIf(lacksTool("restic"))("what was written to each of the two is in both afterwards", async () => {
  const { path, change, backUp, replicate, first, done } = await setUp();
  await replicate();
  change("offer");
  const ids = [first, await backUp("first")];
  change("bill");
  ids.push(await backUp("second"));
  const removed = await backUp("second");
  await done("forget", "--repo", path("second"), removed);
  const ended = await replicate("--both-ways", "--leave-out", removed);
  expect(ended, ended.stderr).toMatchObject({ exitCode: 0 });
  for (const name of ["first", "second"]) {
    expect(readdirSync(join(path(name), "snapshots")).sort()).toEqual(ids.toSorted());
    expect(await resticOn(path(name), PASSWORD).run("check", "--read-data")).toContain(
      "no errors were found",
    );
  }
});

test("damage at the source is told, and what is whole is copied", async () => {
  const { path, replicate, change, backUp } = await setUp();
  const before = new Set(packsIn(path("first")));
  change("letter");
  const hurt = await backUp("first");
  const [pack = ""] = packsIn(path("first"))
    .filter((name) => !before.has(name))
    .sort((a, b) => readFileSync(b).length - readFileSync(a).length);
  const bytes = readFileSync(pack);
  bytes[1000] = (bytes[1000] ?? 0) ^ 1;
  writeFileSync(pack, bytes, { mode: 0o600 });
  const ended = await replicate("--lang", "zh");
  expect(ended.exitCode).toBe(3);
  expect(ended.stderr).toContain("已被改动");
  const again = await replicate();
  expect(again).toMatchObject({
    exitCode: 3,
    stdout: expect.stringContaining("cannot be restored completely"),
  });
  expect(again.stdout).not.toContain("has every snapshot");
  const json = await replicate("--json");
  expect(json.exitCode).toBe(3);
  expect(lastOf(json.stdout)).toMatchObject({ snapshots: [], held_back: [hurt], num_errors: 2 });
  expect(lastOf(json.stderr)).toMatchObject({ code: "snapshot-held-back", snapshotId: hurt });
});

test("what is no replica is refused with what to do, and so is a command without a source", async () => {
  const { path, run, replicate, done } = await setUp();
  await done("init", "--repo", path("third"));
  const other = await run("replicate", "--repo", path("third"), "--from-repo", path("first"));
  expect(other).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("is no replica of") });
  const none = await run("replicate", "--repo", path("second"));
  expect(none).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("--from-repo") });
  const empty = await run("replicate", "--repo", path("nowhere"), "--from-repo", path("first"));
  expect(empty.exitCode).toBe(10);
  const short = await replicate("--leave-out", "1234");
  expect(short).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("1234") });
  const same = await run("replicate", "--repo", path("first"), "--from-repo", path("first"));
  expect(same).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("same place") });
});
