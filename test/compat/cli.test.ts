import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backstay, type Ended, jsonLines, MAIN, startBackstay } from "../support/command-line.ts";
import { lacks, lacksTool } from "../support/tools.ts";

/**
 * The command line as a person or a script uses it: whole processes, one repository, one command after the other. restic works on
 * the same repository, and its JSON must have no member that ours lacks.
 */
const run = promisify(execFile);
const PASSWORD = "correct horse";
/** Write-only for root, too. */
const UNREADABLE = "/sys/bus/cpu/uevent";

let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstay-cli-"));
  env = {
    BACKSTAY_HOME: join(folder, "home"),
    BACKSTAY_REPOSITORY: join(folder, "repository"),
    BACKSTAY_PASSWORD: PASSWORD,
    NODE_COMPILE_CACHE: join(folder, "compiled"), // a third of the time of a short command
  };
  await mkdir(join(folder, "source/sub"), { recursive: true });
  await writeFile(join(folder, "source/a.txt"), "first\n");
  await writeFile(join(folder, "source/sub/b.txt"), "second\n");
  await writeFile(join(folder, "source/sub/\u001b[2Jc.txt"), "third\n");
  await writeFile(join(folder, "source/skipped.tmp"), "none\n");
  await symlink("a.txt", join(folder, "source/link"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function ours(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return await backstay(args, { env: { ...env, ...more }, cwd: folder });
}

/** Runs a command that must succeed without a word on standard error. */
async function good(args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await ours(args);
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
  return stdout;
}

async function restic(args: readonly string[]): Promise<string> {
  const variables = { RESTIC_REPOSITORY: join(folder, "repository"), RESTIC_PASSWORD: PASSWORD, TZ: "UTC" };
  const { stdout } = await run("restic", ["--no-cache", ...args], { env: { ...process.env, ...variables } });
  return stdout;
}

/** Every path to a member, with `[]` for the elements of lists. */
function shapeOf(value: unknown, path = ""): readonly string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => shapeOf(item, `${path}[]`)))];
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, member]) => shapeOf(member, `${path}.${key}`));
}

function expectAllOf(ofRestic: unknown, ofOurs: unknown): void {
  const shape = shapeOf(ofRestic);
  expect(shape.length).toBeGreaterThan(0);
  expect(shapeOf(ofOurs)).toEqual(expect.arrayContaining([...shape]));
}

async function snapshotIds(): Promise<readonly string[]> {
  return JSON.parse(await good(["snapshots", "--json"])).map(({ id }: { id: string }) => id);
}

/** Of the three backups made first. */
let first = "";
let second = "";
let third = "";

describe.skipIf(lacksTool("restic"))("one repository, from init to prune", () => {
  test("init makes a repository that restic opens, and a second one is refused", async () => {
    const [line] = jsonLines(await good(["init", "--json"]));
    expect(line).toMatchObject({ message_type: "initialized", repository: join(folder, "repository") });
    expect(JSON.parse(await restic(["cat", "config"]))).toEqual(JSON.parse(await good(["cat", "config"])));
    const again = await ours(["init"]);
    expect(again.exitCode).toBe(1);
    expect(again.stderr).toContain("already");
  });

  test("init --like makes a replica: the same configuration, keys and passwords", async () => {
    const replica = join(folder, "replica");
    await good(["init", "--repo", replica, "--like", join(folder, "repository")]);
    for (const thing of ["config", "masterkey"]) {
      expect(await good(["cat", thing, "--repo", replica])).toBe(await good(["cat", thing]));
    }
    expect(await readdir(join(replica, "keys"))).toEqual(await readdir(join(folder, "repository/keys")));
  });

  test("init --copy-chunker-params cuts alike but is a repository of its own", async () => {
    const other = join(folder, "other");
    await good([
      "init",
      "--repo",
      other,
      "--copy-chunker-params",
      "--from-repo",
      join(folder, "repository"),
      "--from-password-file",
      await passwordFile(),
    ]);
    const [mine, its] = [
      JSON.parse(await good(["cat", "config"])),
      JSON.parse(await good(["cat", "config", "-r", other])),
    ];
    expect(its.chunker_polynomial).toBe(mine.chunker_polynomial);
    expect(its.id).not.toBe(mine.id);
  });

  test("backup saves, in steps, and tells in JSON what restic tells", async () => {
    const lines = jsonLines(
      await good(["backup", "source", "--exclude", "*.tmp", "--tag", "one,two", "--json"]),
    );
    const summary = lines.at(-1);
    expect(summary).toMatchObject({ message_type: "summary", files_new: 3, total_files_processed: 3 });
    await writeFile(join(folder, "source/a.txt"), "changed\n");
    const differential = await good(["backup", "source", "--exclude", "*.tmp", "--mode", "differential"]);
    expect(differential).toMatch(/Saved snapshot [0-9a-f]{8} \(full, everything is read\)/); // there was no full one yet
    await rm(join(folder, "source/sub/b.txt"));
    await writeFile(join(folder, "source/new.txt"), "new\n");
    expect(await good(["backup", "source", "-e", "*.tmp", "-q"])).toBe("");

    const theirs = jsonLines(await restic(["backup", join(folder, "source"), "--json", "--tag", "restic"]));
    const theirSummary = theirs.find(({ message_type: type }) => type === "summary");
    expectAllOf(theirSummary, summary);
    const theirStatus = theirs.find(({ message_type: type }) => type === "status");
    expectAllOf(theirStatus, {
      message_type: "",
      percent_done: 0,
      total_files: 0,
      files_done: 0,
      total_bytes: 0,
      bytes_done: 0,
      ...lines[0],
    });
  });

  test("a dry run saves nothing", async () => {
    expect(await good(["backup", "source", "--dry-run"])).toContain("nothing was saved");
    const ids = await snapshotIds();
    expect(ids).toHaveLength(4);
    [first = "", second = "", third = ""] = ids;
  });

  test("backup takes lists of files, and says what is not there with status 3", async () => {
    await writeFile(join(folder, "list"), `# a comment\n${folder}/source/*.txt\n\n`);
    await writeFile(join(folder, "raw"), `${folder}/source/sub\0`);
    const { exitCode, stdout, stderr } = await ours([
      "backup",
      "--files-from",
      "list",
      "--files-from-raw",
      "raw",
      "missing",
      "--tag",
      "lists",
      "--json",
    ]);
    expect(exitCode).toBe(3);
    expect(jsonLines(stderr)).toMatchObject([{ message_type: "error", during: "scan", item: "missing" }]);
    expect(jsonLines(stdout).at(-1)).toMatchObject({ files_new: 3 });
    const [snapshot] = JSON.parse(await good(["snapshots", "--tag", "lists", "--json"]));
    expect(snapshot.paths).toEqual(["a.txt", "new.txt", "sub"].map((name) => join(folder, "source", name)));
  });

  test("snapshots are listed as restic lists them", async () => {
    const theirs = JSON.parse(await restic(["snapshots", "--json"]));
    const mine = JSON.parse(await good(["snapshots", "--json"]));
    expectAllOf(theirs, mine);
    expect(mine.map(({ id }: { id: string }) => id).sort()).toEqual(
      theirs.map(({ id }: { id: string }) => id).sort(),
    );
    expectAllOf(
      JSON.parse(await restic(["snapshots", "--json", "--group-by", "host"])),
      JSON.parse(await good(["snapshots", "--json", "-g", "host"])),
    );
    expect(JSON.parse(await good(["snapshots", "--json", "--tag", "one,two"]))).toHaveLength(1);
    const listing = await good(["snapshots", "--latest", "1", "-v"]);
    expect(listing).toMatch(/^Opened repository [0-9a-f]{8}, format 2, cache in /);
    expect(listing).toMatch(/^\d snapshots?$/m);
  });

  test("ls, find and diff say in JSON what restic says", async () => {
    expectAllOf(
      jsonLines(await restic(["ls", first, "--json"])),
      jsonLines(await good(["ls", first, "--json"])),
    );
    const names = (lines: readonly Readonly<Record<string, unknown>>[]) => lines.map(({ path }) => path);
    expect(names(jsonLines(await good(["ls", first, "--json"])))).toEqual(
      names(jsonLines(await restic(["ls", first, "--json"]))),
    );

    const theirHits = JSON.parse(await restic(["find", "--json", "--snapshot", first, "a.*"]));
    const ourHits = JSON.parse(await good(["find", "--json", "--snapshot", first, "a.*"]));
    expectAllOf(theirHits.map(withoutInodes), ourHits);
    expect(ourHits).toMatchObject([{ hits: 1, snapshot: first }]);
    expect(await good(["find", "--json", "no such file"])).toBe("[]\n");

    expect(jsonLines(await good(["diff", second, third, "--json"]))).toEqual(
      jsonLines(await restic(["diff", second, third, "--json"])),
    );
  });

  test("names are exact in a pipe", async () => {
    expect(await good(["ls", first, "-q"])).toContain("/sub/\u001b[2Jc.txt\n");
    expect(await good(["ls", "-l", `${first}:${folder}/source`, "-q"])).toMatch(
      /^-rw\S+ +\d+ +\d+ +6 \S+ \S+ \/a\.txt$/m,
    );
  });

  test("dump gives a file's bytes, and a folder as an archive", async () => {
    expect(await good(["dump", first, `${folder}/source/a.txt`])).toBe("first\n");
    const archive = join(folder, "dump.tar");
    await good(["dump", first, `${folder}/source`, "--target", archive]);
    const { stdout } = await run("tar", ["-tf", archive]);
    expect(stdout).toContain("/source/sub/b.txt");
    const missing = await ours(["dump", first, "/nowhere"]);
    expect(missing.exitCode).toBe(1);
    expect(missing.stderr).toContain("/nowhere");
  });

  test("restore brings everything back, and tells in JSON what restic tells", async () => {
    const target = join(folder, "restored");
    const summary = jsonLines(await good(["restore", first, "--target", target, "--verify", "--json"])).at(
      -1,
    );
    expect(summary).toMatchObject({
      message_type: "summary",
      total_files: 3,
      files_restored: 3,
      bytes_restored: 19,
    });
    expect(await readFile(join(target, folder, "source/a.txt"), "utf8")).toBe("first\n");
    await writeFile(join(target, folder, "source/a.txt"), "mine\n");
    expect(await good(["restore", first, "-t", target, "--overwrite", "never", "-i", "*.txt"])).toContain(
      "left as found",
    );
    expect(await readFile(join(target, folder, "source/a.txt"), "utf8")).toBe("mine\n");
    await good(["restore", first, "-t", target, "--conflict", "keep-both"]);
    expect(await readdir(join(target, folder, "source"))).toHaveLength(4);
    expect(await good(["restore", "latest", "-t", join(folder, "dry"), "--dry-run"])).toContain(
      "would restore",
    );
    expect(await readdir(folder)).not.toContain("dry");
  });

  test("cat shows what restic shows", async () => {
    const [index = ""] = await readdir(join(folder, "repository/index"));
    for (const args of [
      ["snapshot", second],
      ["index", index],
    ]) {
      expect(JSON.parse(await good(["cat", ...args]))).toMatchObject(
        JSON.parse(await restic(["cat", ...args])),
      );
    }
    const [theirKey, ourKey] = [await restic(["cat", "masterkey"]), await good(["cat", "masterkey"])].map(
      (key) => JSON.parse(key),
    );
    expect(ourKey).toMatchObject({ encrypt: theirKey.encrypt, mac: { k: theirKey.mac.k } }); // restic shows `r` clamped
    const { blobs, id } = JSON.parse(await good(["cat", "index", index])).packs[0];
    expect(await good(["cat", "blob", blobs[0].id])).toBe(await restic(["cat", "blob", blobs[0].id]));
    expect((await good(["cat", "pack", id.slice(0, 10)])).length).toBeGreaterThan(0);
  });

  test("stats count as restic counts", async () => {
    for (const mode of ["restore-size", "raw-data", "files-by-contents", "blobs-per-file"]) {
      const theirs = JSON.parse(await restic(["stats", "--json", "--mode", mode]));
      expect(JSON.parse(await good(["stats", "--json", "--mode", mode]))).toMatchObject(withoutZeros(theirs));
    }
  });

  test("keys come and go, and each opens the repository", async () => {
    await writeFile(join(folder, "second-password"), "second\n");
    await good(["key", "add", "--new-password-file", "second-password", "--user", "ines"]);
    const keys = JSON.parse(await good(["key", "list", "--json"]));
    expectAllOf(JSON.parse(await restic(["key", "list", "--json"])), keys);
    expect(keys).toHaveLength(2);
    const other = keys.find(({ userName }: { userName: string }) => userName === "ines").id;
    const current = keys.find((key: { current: boolean }) => key.current).id;
    expect((await ours(["key", "remove", current])).stderr).toContain("the one that opened");
    expect((await ours(["snapshots", "-p", "second-password"])).exitCode).toBe(0);
    await good(["key", "remove", other]);
    expect((await ours(["snapshots", "-p", "second-password"])).exitCode).toBe(12);
    expect((await ours(["key", "remove", other])).stderr).toContain(other);
  });

  test("check finds nothing wrong, and then what is", async () => {
    expect(JSON.parse(await good(["check", "--read-data", "--json"]))).toMatchObject({
      message_type: "summary",
      num_errors: 0,
      broken_packs: [],
      suggest_repair_index: false,
    });
    await run("cp", ["-r", join(folder, "repository"), join(folder, "damaged")]);
    await rm(join(folder, "damaged/index"), { recursive: true });
    await mkdir(join(folder, "damaged/index"));
    const damaged = await ours(["check", "-r", join(folder, "damaged")]);
    expect(damaged.exitCode).toBe(1);
    expect(damaged.stdout).toContain("rebuild-index");
    expect(damaged.stderr).toMatch(/tree [0-9a-f]{8}/);
    await good(["rebuild-index", "-r", join(folder, "damaged")]);
    await good(["check", "-r", join(folder, "damaged")]);
  });

  test("forget chooses what restic would choose, and prune frees it", async () => {
    const policy = ["--keep-last", "1", "--group-by", "host"];
    const theirs = JSON.parse(await restic(["forget", "--dry-run", "--json", ...policy]));
    const mine = JSON.parse(await good(["forget", "--dry-run", "--json", ...policy]));
    expectAllOf(theirs, mine);
    const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
    expect(ids(mine[0].remove)).toEqual(ids(theirs[0].remove));
    expect(await snapshotIds()).toHaveLength(5);

    const lines = jsonLines(await good(["forget", "--prune", "--max-unused", "0", "--json", ...policy]));
    expect(lines.at(-1)).toMatchObject({ message_type: "summary", blobs: { used: expect.any(Number) } });
    expect(await snapshotIds()).toHaveLength(1);
    expect(jsonLines(await good(["prune", "--dry-run", "--json"]))).toMatchObject([
      { bytes: { unused: 0, remove_total: 0 } },
    ]);
    expect(await restic(["check", "--read-data"])).toContain("no errors were found");
    expect(await good(["forget"])).toContain("No rule");
  });
});

describe.skipIf(lacksTool("restic"))("how a command ends", () => {
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
      ["init", "--repo", join(folder, "no-copy"), "--from-repo", join(folder, "repository")],
    ]) {
      expect((await ours(args)).exitCode, args.join(" ")).toBe(2);
    }
    expect(existsSync(join(folder, "no-copy"))).toBe(false);
  });

  test.skipIf(lacks("names that are bytes, as Linux has them", process.platform === "linux"))(
    "2 for an argument or a current folder that Node.js cannot turn into text",
    async () => {
      const odd = join(folder, "odd");
      await mkdir(odd);
      // only a shell can be told of such names
      const shell = async (script: string) => {
        const command = `main=$1; shift; ${script}`;
        const args = ["-c", command, "bash", `${process.execPath} ${MAIN}`];
        return await run("bash", args, { cwd: odd, env: { ...process.env, ...env } }).then(
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
    const { BACKSTAY_PASSWORD: _, ...rest } = env;
    const piped = await backstay(["snapshots"], { env: rest, cwd: folder, input: "wrong\n" });
    expect(piped.exitCode).toBe(12);
    expect((await backstay(["snapshots"], { env: rest, cwd: folder, input: `${PASSWORD}\n` })).exitCode).toBe(
      0,
    );
  });

  test("0 for a restore from a repository that nothing can be written to, when no lock is asked for", async () => {
    const locks = join(folder, "repository/locks");
    await rename(locks, `${locks}-away`);
    await writeFile(locks, "no folder, so that no lock can be made, by root neither");
    try {
      const target = join(folder, "restored-without-lock");
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
    expect(await readdir(join(folder, "repository/locks"))).toEqual([lockFile]);
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
    await writeFile(join(folder, "source/large"), Buffer.alloc(64 * 1024 * 1024, signal));
    const child = startBackstay(["backup", "source", "--json", "--force"], { env, cwd: folder });
    await once(child.stdout, "data"); // the first status line: it is at work and holds a lock
    child.kill(signal);
    child.stdout.resume();
    const [exitCode] = await once(child, "close");
    expect(exitCode).toBe(expected);
    expect(await readdir(join(folder, "repository/locks"))).toEqual([]);
  });

  test("1 when what it prints cannot be written", async () => {
    const { exitCode, stderr } = await backstay(["ls", "latest"], {
      env,
      cwd: folder,
      stdoutTo: "/dev/full",
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("ENOSPC");
  });

  test("quietly when nobody reads any more", async () => {
    const child = startBackstay(["ls", "latest"], { env, cwd: folder });
    child.stdout.destroy();
    const stderr: Buffer[] = [];
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    await once(child, "close");
    expect(Buffer.concat(stderr).toString()).toBe("");
    expect(await readdir(join(folder, "repository/locks"))).toEqual([]);
  });
});

async function passwordFile(): Promise<string> {
  const file = join(folder, "password");
  await writeFile(file, `${PASSWORD}\n`);
  return file;
}

/** Puts a lock of another computer into the repository. */
async function lockAsSomebodyElse(): Promise<readonly string[]> {
  const { openStore } = await import("../../core/storage/open-store.ts");
  const { openRepository } = await import("../../core/repository/open-repository.ts");
  const { encodeLockFile } = await import("../../core/repository/format/lock-file.ts");
  const { writeDocument } = await import("../../core/repository/unpacked-files.ts");
  const store = openStore(join(folder, "repository"));
  const repository = await openRepository(store, PASSWORD);
  const owner = { hostname: "somewhere-else", username: "ines", pid: 1, uid: 0, gid: 0 };
  const lock = encodeLockFile({ time: new Date().toISOString(), exclusive: true, ...owner });
  const name = await writeDocument(repository, "lock", lock);
  await store.close();
  return [name];
}

/** restic 0.14 notes `device_id` for every file, newer ones and we only for hard links. */
function withoutInodes(group: { readonly matches: readonly Record<string, unknown>[] }): unknown {
  return { ...group, matches: group.matches.map(({ device_id: _, ...match }) => match) };
}

function withoutZeros(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}
