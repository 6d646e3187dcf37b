import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PROJECT_FOLDER } from "../run-command.ts";
import { bundle } from "./bundle.ts";

let root: string;
let dist: string;

beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), "backstay-bundle-"));
  dist = path.join(root, "dist");
  await bundle(dist);
  symlinkSync(path.join(PROJECT_FOLDER, "core/kernel/build"), path.join(dist, "build"));
  symlinkSync(path.join(PROJECT_FOLDER, "node_modules"), path.join(root, "node_modules"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Runs the built command line in a folder that has nothing to do with it. */
function run(...args: readonly string[]) {
  const env = {
    PATH: process.env.PATH,
    BACKSTAY_HOME: path.join(root, "home"),
    BACKSTAY_REPOSITORY: path.join(root, "repository"),
    BACKSTAY_PASSWORD: "bundle",
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(dist, "main.cjs"), ...args], {
    cwd: "/",
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("what is built backs up, checks and restores, with all of its threads", () => {
  const source = path.join(root, "source");
  mkdirSync(source);
  const contents: Readonly<Record<string, Buffer>> = {
    large: randomBytes(5_000_000),
    small: Buffer.from("small"),
  };
  for (const [name, content] of Object.entries(contents)) writeFileSync(path.join(source, name), content);

  for (const args of [
    ["init"],
    ["backup", source],
    ["check", "--read-data"],
    ["restore", `latest:${source}`, "--target", path.join(root, "restored")],
  ]) {
    expect(run(...args)).toMatchObject({ status: 0, stderr: "" });
  }

  for (const [name, content] of Object.entries(contents)) {
    expect(readFileSync(path.join(root, "restored", name)).equals(content)).toBe(true);
  }
});

test("a failed command says why, in words that are loaded only then", () => {
  const { status, stderr } = run("cat", "config", "--repo", path.join(root, "nowhere"));
  expect(status).toBe(10);
  expect(stderr).toContain("no repository");
});

test("each thread and each process is one of the files", () => {
  expect(readdirSync(dist)).toEqual(
    expect.arrayContaining([
      "main.cjs",
      "job-process.cjs",
      "backup-thread.cjs",
      "check-thread.cjs",
      "restore-thread.cjs",
      "scrypt-worker.cjs",
    ]),
  );
});
