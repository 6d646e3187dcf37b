/** What a person reads when a file of the repository is damaged: the truth about the data, and advice that helps. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runInRepository } from "./testing/run-in-repository.ts";

/** A repository with one backup. */
async function repositoryWithBackup() {
  const { folder, location, run } = await runInRepository();
  const source = join(folder, "letter.txt");
  writeFileSync(source, "dear");
  expect((await run("backup", source)).exitCode).toBe(0);
  return { folder, location, source, run };
}

/** @returns the name of the only file there */
function damageOnlyFile(folder: string): string {
  const [name = "", ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  flipByte(join(folder, name));
  return name;
}

function flipByte(path: string): void {
  const bytes = readFileSync(path);
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  rmSync(path);
  writeFileSync(path, bytes);
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

test("a key that asks for absurd work and is the only one: nobody is sent to another password", async () => {
  const { location, run } = await repositoryWithBackup();
  const folder = join(location, "keys");
  const [name = ""] = readdirSync(folder);
  const file = readFileSync(join(folder, name), "utf8");
  const forge = () => {
    rmSync(join(folder, name));
    writeFileSync(join(folder, name), file.replace(/"N":\d+/, `"N":${2 ** 40}`));
  };
  forge();
  const only = await run("snapshots");
  expect(only.exitCode).not.toBe(0);
  expect(only.stderr).toContain("nobody can read its backups without the true file");
  expect(only.stderr).toContain("delete nothing");
  expect(only.stderr).not.toMatch(/another password/i);
  expect((await run("snapshots", "--lang", "zh")).stderr).toContain("不要删除任何内容");
  rmSync(join(folder, name));
  writeFileSync(join(folder, name), file);
  expect((await run("key", "add", "--new-password-file", passwordFile(location, "second"))).exitCode).toBe(0);
  forge();
  expect((await run("snapshots")).stderr).toContain("Use another password of the repository");
});

function passwordFile(location: string, password: string): string {
  const path = `${location}.${password}`;
  writeFileSync(path, password);
  return path;
}

test("a damaged config sends nobody in a circle", async () => {
  const { location, run } = await repositoryWithBackup();
  flipByte(join(location, "config"));
  const { exitCode, stderr } = await run("check", "--read-data");
  expect(exitCode).toBe(1);
  expect(stderr).toContain("Do not make a new repository in its place");
  expect(stderr).not.toContain("check --read-data");
  expect((await run("check", "--lang", "zh")).stderr).toContain("不要在原处新建仓库");
});

test("a damaged snapshot that is named is damaged, not missing", async () => {
  const { folder, location, source, run } = await repositoryWithBackup();
  const id = damageOnlyFile(join(location, "snapshots")).slice(0, 8);
  writeFileSync(source, "dearest");
  expect((await run("backup", source)).exitCode).toBe(0);
  for (const args of [
    ["restore", id, "--target", join(folder, "target")],
    ["ls", `${id}:/`],
  ]) {
    const { exitCode, stderr } = await run(...args, "--no-cache");
    expect(exitCode).toBe(1);
    expect(stderr.match(/is damaged/g)).toHaveLength(1);
    expect(stderr).toContain(`${id} is damaged`);
    expect(stderr).not.toContain("There is no snapshot");
    expect(stderr).not.toContain("left out");
  }
  for (const args of [
    ["diff", id, "latest"],
    ["diff", "latest", `${id}:/`],
  ]) {
    const { exitCode, stderr } = await run(...args, "--no-cache");
    expect(exitCode).toBe(1);
    expect(stderr.match(/is damaged/g)).toHaveLength(1);
    expect(stderr).not.toMatch(/There is no snapshot|left out/);
  }
  const latest = await run("ls", "latest", "--no-cache");
  expect(latest.stderr).toContain(`Snapshot ${id} is damaged and left out here.`);
  expect(latest.stdout).toContain("letter.txt");
});

test("something in the way is said without the system's code", async () => {
  const { folder, source, run } = await repositoryWithBackup();
  const target = join(folder, "target");
  mkdirSync(join(target, source), { recursive: true });
  const { exitCode, stderr } = await run("restore", "latest", "--target", target);
  expect(exitCode).toBe(3);
  expect(stderr).toContain("something of another type stands in its place and was left there");
  expect(stderr).not.toContain("EISDIR");
});

test("one pack is one pack", async () => {
  const { enWords } = await import("./words/en.ts");
  expect(enWords.rebuild.forgotten(1)).toBe("1 pack that the old index named is not there any more.");
  expect(enWords.rebuild.forgotten(2)).toBe("2 packs that the old index named are not there any more.");
});
