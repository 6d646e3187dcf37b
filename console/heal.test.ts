import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { resticOn } from "../test/support/restic.ts";
import { tempFolder } from "../test/support/temp-folder.ts";
import { lacksTool } from "../test/support/tools.ts";
import { runHere } from "./testing/run-here.ts";

const PASSWORD = "secret";

/** Two replicas with the same snapshot. */
async function setUp() {
  const folder = await tempFolder();
  const path = (...names: string[]) => join(folder, ...names);
  const env = { BACKSTAY_PASSWORD: PASSWORD, BACKSTAY_CACHE_DIR: path("cache"), BACKSTAY_HOME: path("home") };
  const run = (...args: readonly string[]) => runHere(args, { env });
  mkdirSync(path("source"));
  for (const name of ["letter", "offer"]) writeFileSync(path("source", name), randomBytes(300_000));
  for (const args of [
    ["init", "--repo", path("first")],
    ["backup", "--repo", path("first"), path("source")],
    ["init", "--repo", path("second"), "--like", path("first")],
    ["replicate", "--repo", path("second"), "--from-repo", path("first")],
  ])
    expect(await run(...args)).toMatchObject({ exitCode: 0 });
  const heal = (...args: readonly string[]) =>
    run("heal", "--repo", path("second"), "--from-repo", path("first"), ...args);
  const packs = (repository: string) =>
    readdirSync(path(repository, "data"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort((a, b) => readFileSync(b).length - readFileSync(a).length);
  return { path, run, heal, packs };
}

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  rmSync(file);
  writeFileSync(file, bytes, { mode: 0o400 });
}

const lastOf = (text: string) =>
  JSON.parse(text.trimEnd().split("\n").at(-1) ?? "") as Record<string, unknown>;

test.skipIf(lacksTool("restic"))(
  "damage of every kind is found, mended and told, and restic finds nothing any more",
  async () => {
    const { path, heal, packs } = await setUp();
    expect((await heal("--read-data")).stdout).toContain("nothing to mend");
    const [large = "", small = ""] = packs("second");
    const [snapshot = ""] = readdirSync(path("second", "snapshots"));
    const [index = ""] = readdirSync(path("second", "index"));
    flip(large, 1000);
    rmSync(small);
    flip(path("second", "snapshots", snapshot), 40);
    flip(path("second", "index", index), 40);
    flip(path("second", "config"), 40);
    const ended = await heal("--read-data", "--keep-damaged", path("kept"));
    expect(ended, ended.stderr).toMatchObject({ exitCode: 0 });
    expect(ended.stdout).toContain("All damage that was found is mended.");
    expect(readdirSync(path("kept")).some((name) => name === `snapshot-${snapshot}`)).toBe(true);
    const restic = resticOn(path("second"), PASSWORD);
    expect(await restic.run("check", "--read-data")).toContain("no errors were found");
    await restic.run("restore", "latest", "--target", path("out"));
    for (const name of ["letter", "offer"])
      expect(readFileSync(path("out", path("source"), name))).toEqual(readFileSync(path("source", name)));
  },
);

test("what no replica has whole is told, with status 3, in both languages", async () => {
  const { heal, packs } = await setUp();
  for (const repository of ["first", "second"]) flip(packs(repository)[0] ?? "", 1000);
  const ended = await heal("--read-data", "--lang", "zh");
  expect(ended.exitCode).toBe(3);
  expect(ended.stdout).toContain("个快照无法完整恢复");
  const json = await heal("--read-data", "--json");
  expect(json.exitCode).toBe(3);
  expect(lastOf(json.stdout)).toMatchObject({ message_type: "summary", replaced: 0, left: 1 });
});
