/** What a script learns from how a command ends: its status, what it says, and what it leaves behind. */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { cheapenKeys } from "../support/cheapen-keys.ts";
import { backstay, jsonLines, MAIN, startBackstay } from "../support/command-line.ts";
import { noise } from "../support/nasty-tree.ts";
import { CLI_PASSWORD, testCommandLine } from "../support/test-command-line.ts";
import { lacks } from "../support/tools.ts";

const run = promisify(execFile);
/** Write-only for root, too. */
const UNREADABLE = "/sys/bus/cpu/uevent";

const cli = testCommandLine();
const { ours, good } = cli;
beforeAll(async () => {
  await good(["init", "-q"]);
  await cheapenKeys(join(cli.folder, "repository"), CLI_PASSWORD);
  await good(["backup", "source", "-q"]);
});

describe("how a command ends", () => {
  test.skipIf(lacks("sysfs", existsSync(UNREADABLE)))(
    "3 when a file could not be read, and everything else is saved",
    async () => {
      const { exitCode, stdout, stderr } = await ours(["backup", "source", UNREADABLE]);
      expect(exitCode).toBe(3);
      expect(stderr).toBe(`${UNREADABLE}: access was refused (EACCES)\n`);
      expect(stdout).toMatch(/^Saved snapshot .* 4 files/m);
    },
  );

  test("2 for what would quietly mean something else", async () => {
    for (const args of [
      ["restore", "latest", "--target", ""],
      ["backup", "--mode", "full", "--parent", "latest", "source"],
      ["init", "--repo", join(cli.folder, "no-copy"), "--from-repo", join(cli.folder, "repository")],
    ]) {
      expect((await ours(args)).exitCode, args.join(" ")).toBe(2);
    }
    expect(existsSync(join(cli.folder, "no-copy"))).toBe(false);
  });

  test.skipIf(lacks("names that are bytes, as Linux has them", process.platform === "linux"))(
    "2 for an argument or a current folder that Node.js cannot turn into text",
    async () => {
      const odd = join(cli.folder, "odd");
      await mkdir(odd);
      // only a shell can be told of such names
      const shell = async (script: string) => {
        const command = `main=$1; shift; ${script}`;
        const args = ["-c", command, "bash", `${process.execPath} ${MAIN}`];
        return await run("bash", args, { cwd: odd, env: { ...process.env, ...cli.env } }).then(
          () => ({ code: 0, stderr: "" }),
          (error: { code: number; stderr: string }) => error,
        );
      };
      const argument = await shell(String.raw`$main snapshots --tag $'bad\xff'`);
      expect([argument.code, argument.stderr]).toEqual([2, expect.stringContaining("no text in UTF-8")]);
      const inFolder = await shell(String.raw`mkdir $'bad\xff'; cd $'bad\xff'; $main snapshots`);
      expect([inFolder.code, inFolder.stderr]).toEqual([2, expect.stringContaining("current folder")]);
      // a name that truly holds the character is no mistake
      expect((await shell("touch $'\ufffd'; $main backup --dry-run $'\ufffd'")).code).toBe(0);
    },
  );

  test("3 when something that was named is not there, which the JSON counts too", async () => {
    const { exitCode, stdout } = await ours(["backup", "--json", "--dry-run", "not-there", "source"]);
    expect(exitCode).toBe(3);
    expect(jsonLines(stdout).at(-1)).toMatchObject({ error_count: 1 });
  });

  test("1 when a file of patterns cannot be read, and nothing is saved", async () => {
    const { exitCode, stderr } = await ours(["backup", "source", "--exclude-file", "source"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("EISDIR");
  });

  test("10 without a repository", async () => {
    const { exitCode, stderr } = await ours(["snapshots", "-r", "nowhere", "--json"]);
    expect(exitCode).toBe(10);
    expect(jsonLines(stderr)).toMatchObject([
      { message_type: "exit_error", code: 10, error_code: "REPOSITORY_MISSING" },
    ]);
  });

  test("12 with a wrong password, from whichever place it comes", async () => {
    expect((await ours(["snapshots"], { BACKSTAY_PASSWORD: "wrong" })).exitCode).toBe(12);
    expect((await ours(["snapshots", "--password-command", "echo 'still wrong'"])).exitCode).toBe(12);
    const { BACKSTAY_PASSWORD: _, ...rest } = cli.env;
    const piped = await backstay(["snapshots"], { env: rest, cwd: cli.folder, input: "wrong\n" });
    expect(piped.exitCode).toBe(12);
    expect(
      (await backstay(["snapshots"], { env: rest, cwd: cli.folder, input: `${CLI_PASSWORD}\n` })).exitCode,
    ).toBe(0);
  });

  test("0 for a restore from a repository that nothing can be written to, when no lock is asked for", async () => {
    const locks = join(cli.folder, "repository/locks");
    await rename(locks, `${locks}-away`);
    await writeFile(locks, "no folder, so that no lock can be made, by root neither");
    try {
      const target = join(cli.folder, "restored-without-lock");
      expect((await ours(["restore", "latest", "--target", target])).exitCode).toBe(1);
      expect((await ours(["--no-lock", "restore", "latest", "--target", target])).exitCode).toBe(0);
    } finally {
      await rm(locks);
      await rename(`${locks}-away`, locks);
    }
  });

  test("11 while somebody holds the lock, and unlock takes it only from the dead", async () => {
    const [lockFile = ""] = await lockAsSomebodyElse();
    const refused = await ours(["prune", "--json"]);
    expect(refused.exitCode).toBe(11);
    expect(jsonLines(refused.stderr)).toMatchObject([{ code: 11, error_code: "REPOSITORY_LOCKED" }]);
    expect(await readdir(join(cli.folder, "repository/locks"))).toEqual([lockFile]);
    expect(jsonLines(await good(["unlock", "--json"]))).toEqual([
      { message_type: "summary", removed_locks: [] },
    ]);
    expect(jsonLines(await good(["unlock", "--remove-all", "--json"]))).toMatchObject([
      { removed_locks: [lockFile] },
    ]);
    await good(["prune", "-q"]);
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s gives %d, and leaves no lock behind", async (signal, expected) => {
    await writeFile(join(cli.folder, "source/large"), noise(expected, 64 * 1024 * 1024));
    // so slow that it lasts a minute, whenever the signal comes
    const args = ["--limit-upload", "1024", "backup", "source", "--json", "--force"];
    const child = startBackstay(args, { env: cli.env, cwd: cli.folder });
    await once(child.stdout, "data"); // the first status line: it is at work and holds a lock
    child.kill(signal);
    child.stdout.resume();
    const [exitCode] = await once(child, "close");
    expect(exitCode).toBe(expected);
    expect(await readdir(join(cli.folder, "repository/locks"))).toEqual([]);
  });

  test("1 when what it prints cannot be written", async () => {
    const { exitCode, stderr } = await backstay(["ls", "latest"], {
      env: cli.env,
      cwd: cli.folder,
      stdoutTo: "/dev/full",
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("ENOSPC");
  });

  test("quietly when nobody reads any more", async () => {
    const child = startBackstay(["ls", "latest"], { env: cli.env, cwd: cli.folder });
    child.stdout.destroy();
    const stderr: Buffer[] = [];
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    await once(child, "close");
    expect(Buffer.concat(stderr).toString()).toBe("");
    expect(await readdir(join(cli.folder, "repository/locks"))).toEqual([]);
  });
});

/** Puts a lock of another computer into the repository. */
async function lockAsSomebodyElse(): Promise<readonly string[]> {
  const { openStore } = await import("../../core/storage/open-store.ts");
  const { openRepository } = await import("../../core/repository/open-repository.ts");
  const { encodeLockFile } = await import("../../core/repository/format/lock-file.ts");
  const { writeDocument } = await import("../../core/repository/unpacked-files.ts");
  const store = openStore(join(cli.folder, "repository"));
  const repository = await openRepository(store, CLI_PASSWORD);
  const owner = { hostname: "somewhere-else", username: "ines", pid: 1, uid: 0, gid: 0 };
  const lock = encodeLockFile({ time: new Date().toISOString(), exclusive: true, ...owner });
  const name = await writeDocument(repository, "lock", lock);
  await store.close();
  return [name];
}
