import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tempFolder } from "../test/support/temp-folder.ts";
import { COMMANDS } from "./command-table.ts";
import { runHere } from "./testing/run-here.ts";

const NAMES = COMMANDS.map(({ name }) => name);

test("without a command it explains itself", async () => {
  const { exitCode, stdout, stderr } = await runHere([]);
  expect(exitCode).toBe(0);
  for (const name of NAMES) expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
  expect(stdout).toContain("Examples:\n  # Make a repository");
  expect(stderr).toBe("");
});

test.each(NAMES.filter((name) => name !== "version"))(
  "%s --help explains the command with examples",
  async (name) => {
    const asked = await runHere([name, "--help"]);
    expect(asked.exitCode).toBe(0);
    expect(asked.stdout).toContain(`Usage: backstay ${name}`);
    expect(asked.stdout).toMatch(/^Examples:\n {2}# /m);
    expect(asked.stdout).toContain("--password-command");
    expect(asked.stdout).not.toContain("default: []");
    expect(await runHere(["help", name])).toEqual(asked);
  },
);

test("help alone is what was asked for, and no mistake", async () => {
  const asked = await runHere(["--help"]);
  expect(asked.exitCode).toBe(0);
  expect(await runHere(["help"])).toEqual(asked);
  expect(await runHere(["--lang", "en", "help"])).toEqual(asked);
});

test.each(["exit-codes", "environment"])("help %s is something to read", async (topic) => {
  const { exitCode, stdout } = await runHere(["help", topic]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/locked by someone else|BACKSTAY_PASSWORD_FILE/);
  expect(await runHere([topic])).toEqual({ exitCode, stdout, stderr: "" });
});

test("the version is one line, or one document", async () => {
  expect((await runHere(["version"])).stdout).toMatch(/^backstay \d+\.\d+\.\d+, Node\.js \S+ on \S+\n$/);
  expect(await runHere(["--version"])).toEqual(await runHere(["version"]));
  expect(JSON.parse((await runHere(["version", "--json"])).stdout)).toMatchObject({
    message_type: "version",
  });
});

describe("a command line that makes no sense", () => {
  test.each([
    [["bakup"], "Did you mean backup?"],
    [["help", "bakup"], "Did you mean backup?"],
    [["backup"], "Nothing was named"],
    [["--lang", "fr", "snapshots"], "Possible are en, zh."],
    [["backup", "--bogus", "/"], "--bogus"],
    [["--bogus"], "--bogus"],
    [["restore"], "snapshot"],
    [["snapshots", "--group-by", "colour"], "colour"],
    [["snapshots", "--latest", "0"], '"0" is not a whole number'],
    [["backup", "--mode", "sometimes", "/"], "sometimes"],
    [["backup", "--exclude-larger-than", "much", "/"], "much"],
    [["backup", "--exclude", "[a", "/"], "[a"],
    [["backup", "--time", "yesterday", "/"], "yesterday"],
    [["find", "[a"], "[a"],
    [["check", "--read-data-subset", "3/2"], "3/2"],
    [["prune", "--max-unused", "100%"], "100%"],
    [["forget", "--keep-last", "few"], "few"],
    [["forget", "--keep-within", "long"], "long"],
    [["key", "steal"], "steal"],
    [["key", "remove"], "Which key"],
    [["key", "list", "abc"], "takes no id"],
    [["cat", "config", "abc"], "takes no id"],
    [["cat", "pack"], "needs an id"],
    [["ls", "latest", "relative"], "begin with a slash"],
    [["restore", "latest"], "--target"],
    [
      ["restore", "latest", "--target", "/t", "--conflict", "skip", "--overwrite", "never"],
      "Only one of them",
    ],
    [["init", "--like", "/a", "--copy-chunker-params"], "exclude each other"],
    [["check", "--read-data", "--read-data-subset", "5%"], "Only one of them"],
    [["snapshots"], "--repo"],
    [["snapshots", "--repo", "/a", "--repository-file", "/b"], "at once"],
    [["snapshots", "--repo", "/a", "-p", "/b", "--password-command", "c"], "at once"],
    [["snapshots", "--repo", "nowhere:x"], "nowhere"],
  ])("%j is refused with status 2", async (args, says) => {
    const { exitCode, stdout, stderr } = await runHere(args);
    expect(stderr).toContain(says);
    expect(stdout).toBe("");
    expect(exitCode).toBe(2);
    expect(stderr.trimEnd().split("\n")).toHaveLength(2); // what is wrong, and what to do
  });

  test.each([
    [["bakup"], "没有命令 bakup。您是指 backup 吗？"],
    [["backup", "--bogus", "/"], "没有选项 --bogus。"],
    [["backup", "--mode", "sometimes", "/"], "“sometimes”不能用于 --mode <mode>。可用的值：incremental,"],
    [["cat", "stone"], "“stone”不能用于 what。"],
    [["diff", "one"], "缺少参数"],
    [["restore", "x", "--target"], "需要一个值"],
    [["unlock", "all"], "参数过多：all"],
    [["key", "remove", ""], "要移除哪个密钥"],
  ])("%j is refused in Chinese too", async (args, says) => {
    const { exitCode, stderr } = await runHere([...args.slice(0, 1), "--lang=zh", ...args.slice(1)]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(says) });
  });

  test("with --json it is one line of JSON on standard error", async () => {
    const { exitCode, stdout, stderr } = await runHere(["backup", "--json", "--bogus"]);
    expect(stdout).toBe("");
    expect(JSON.parse(stderr)).toEqual({
      message_type: "exit_error",
      code: exitCode,
      message: expect.stringContaining("--bogus"),
      hint: expect.any(String),
      error_code: "USAGE",
    });
  });
});

describe("a repository that is not there", () => {
  test("is said with status 10, before anybody is asked for a password", async () => {
    const { exitCode, stderr } = await runHere(["-r", "/nowhere/at/all", "snapshots"], { input: "secret\n" });
    expect(exitCode).toBe(10);
    expect(stderr).toContain("/nowhere/at/all");
    expect(stderr).not.toMatch(/password/i);
  });

  test.each([
    ["a flag before the command", ["-r", "/nowhere", "snapshots"], {}],
    ["a flag behind it", ["snapshots", "-r", "/nowhere"], {}],
    ["BACKSTAY_REPOSITORY", ["snapshots"], { BACKSTAY_REPOSITORY: "/nowhere", BACKSTAY_PASSWORD: "x" }],
    ["RESTIC_REPOSITORY", ["snapshots"], { RESTIC_REPOSITORY: "/nowhere", RESTIC_PASSWORD: "x" }],
  ])("may be named by %s", async (_, args, env) => {
    const { stderr } = await runHere(args, { env });
    expect(stderr).toContain("There is no repository at /nowhere.");
  });

  test.each([
    ["--lang zh", ["--lang", "zh"], {}],
    ["the locale", [], { LANG: "zh_CN.UTF-8" }],
    ["LC_ALL before LANG", [], { LC_ALL: "zh_TW", LANG: "de_DE" }],
  ])("is said in Chinese after %s", async (_, flags, env) => {
    expect((await runHere([...flags, "-r", "/nowhere", "snapshots"], { env })).stderr).toMatch(
      /\p{Script=Han}/u,
    );
  });
});

test("an empty password is no password", async () => {
  const { exitCode, stderr } = await runHere(["-r", "/nowhere", "-p", "/dev/null", "snapshots"]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("is empty");
});

test("a password file that cannot be read is named", async () => {
  const { exitCode, stderr } = await runHere(["-r", "/nowhere", "-p", "/nowhere/password", "snapshots"]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("/nowhere/password");
  expect(stderr).toContain("ENOENT");
});

test("a password that was decoded as the text it is not is refused, for different ones would become the same", async () => {
  const lost = { env: { BACKSTAY_PASSWORD: "pass\u{fffd}word" } };
  const { exitCode, stderr } = await runHere(["-r", "/nowhere", "snapshots"], lost);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("no text in UTF-8");
  // a file's bytes are taken as they are, so that nothing but the repository is lacking
  const path = join(await tempFolder(), "password");
  writeFileSync(path, Buffer.from("pass\xe9word\n", "latin1"));
  expect((await runHere(["-r", "/nowhere", "-p", path, "snapshots"])).exitCode).toBe(10);
});

test("a repository that cannot be made is not called gone", async () => {
  const location = join(await tempFolder(), "file");
  writeFileSync(location, "");
  const args = ["-r", join(location, "repository"), "init"];
  const { exitCode, stderr } = await runHere(args, { env: { BACKSTAY_PASSWORD: "secret" } });
  expect(exitCode).toBe(1);
  expect(stderr).toContain("ENOTDIR");
  expect(stderr).not.toContain("has gone");
});

test.each([
  ["cannot be started", "/nowhere/program --quick"],
  ["fails", "false"],
])("a password command that %s is named", async (_, command) => {
  const { exitCode, stderr } = await runHere(["-r", "/nowhere", "--password-command", command, "snapshots"]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(command.split(" ")[0]);
});
