/**
 * The command line as a person or a script uses it: whole processes, one repository, one command after the other. restic works on
 * the same repository, and its JSON must have no member that ours lacks.
 */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { cheapenKeys } from "../support/cheapen-keys.ts";
import { jsonLines } from "../support/command-line.ts";
import { CLI_PASSWORD, testCommandLine } from "../support/test-command-line.ts";
import { lacksTool } from "../support/tools.ts";

const run = promisify(execFile);
const cli = testCommandLine();
const { ours, good, restic } = cli;

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

function sumOf(lines: readonly Record<string, unknown>[], member: string): number {
  return lines.reduce((sum, line) => sum + Number(line[member]), 0);
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
    expect(line).toMatchObject({ message_type: "initialized", repository: join(cli.folder, "repository") });
    expect(JSON.parse(await restic(["cat", "config"]))).toEqual(JSON.parse(await good(["cat", "config"])));
    const again = await ours(["init"]);
    expect(again.exitCode).toBe(1);
    expect(again.stderr).toContain("already");
    await cheapenKeys(join(cli.folder, "repository"), CLI_PASSWORD); // from here on it is opened all the time
  });

  test("init --like makes a replica: the same configuration, keys and passwords", async () => {
    const replica = join(cli.folder, "replica");
    await good(["init", "--repo", replica, "--like", join(cli.folder, "repository")]);
    for (const thing of ["config", "masterkey"]) {
      expect(await good(["cat", thing, "--repo", replica])).toBe(await good(["cat", thing]));
    }
    expect(await readdir(join(replica, "keys"))).toEqual(await readdir(join(cli.folder, "repository/keys")));
  });

  test("-vv tells of each entry what restic tells: what was done, and how much of it is new", async () => {
    const told = join(cli.folder, "told");
    await mkdir(join(told, "sub"), { recursive: true });
    await writeFile(join(told, "large"), randomBytes(5_000_000));
    await writeFile(join(told, "sub/small"), "some words");
    const entriesOf = (text: string) =>
      jsonLines(text)
        .filter(({ message_type: type, item }) => type === "verbose_status" && String(item).startsWith(told))
        // its trees are longer, see withoutInodes, and it wraps what cannot be compressed
        .map((entry) => ({
          ...{ action: entry.action, item: entry.item, data_size: entry.data_size },
          duration: typeof entry.duration,
          megabytesInRepo: (Number(entry.data_size_in_repo) / 1_000_000).toFixed(2),
          hasData: Number(entry.data_size_in_repo) > 0,
          hasNewTree: Number(entry.metadata_size) > 0 && Number(entry.metadata_size_in_repo) > 0,
        }))
        .toSorted((a, b) => (String(a.item) < String(b.item) ? -1 : 1));
    const dry = ["backup", "--dry-run", "-vv", "--json", told];
    const [ofRestic, ofOurs] = [entriesOf(await restic(dry)), entriesOf(await good(dry))];
    expect(ofRestic).toHaveLength(4);
    expect(ofOurs).toEqual(ofRestic);
    await rm(told, { recursive: true });
  });

  test("-vv says of each entry what it takes in the repository: in sum, what the packs take", async () => {
    const [told, packs] = [join(cli.folder, "told"), join(cli.folder, "told-repository")];
    await mkdir(join(told, "sub"), { recursive: true });
    await writeFile(join(told, "larger than a pack"), randomBytes(20_000_000));
    await writeFile(join(told, "sub/words"), "the same words again and again\n".repeat(10_000));
    await writeFile(join(told, "sub/more words"), "the same words again and again\n".repeat(10_000));
    await good(["init", "-r", packs]);
    const entries = jsonLines(await good(["backup", "-r", packs, "-vv", "--json", told])).filter(
      ({ message_type: type }) => type === "verbose_status",
    );
    const inRepository = sumOf(entries, "data_size_in_repo") + sumOf(entries, "metadata_size_in_repo");
    const files = await readdir(join(packs, "data"), { recursive: true, withFileTypes: true });
    const sizes = await Promise.all(
      files
        .filter((file) => file.isFile())
        .map(async (file) => (await stat(join(file.parentPath, file.name))).size),
    );
    const onDisk = sizes.reduce((sum, size) => sum + size, 0);
    // the tree of the root is nobody's, and each pack has a frame
    expect(onDisk - inRepository).toBeGreaterThan(36 * sizes.length);
    expect(onDisk - inRepository).toBeLessThan(36 * sizes.length + 400);
    expect(sumOf(entries, "data_size")).toBe(20_000_000 + 310_000);
    await rm(told, { recursive: true });
    await rm(packs, { recursive: true });
  });

  test("init --copy-chunker-params cuts alike but is a repository of its own", async () => {
    const other = join(cli.folder, "other");
    await good([
      "init",
      "--repo",
      other,
      "--copy-chunker-params",
      "--from-repo",
      join(cli.folder, "repository"),
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
    await writeFile(join(cli.folder, "source/a.txt"), "changed\n");
    const differential = await good(["backup", "source", "--exclude", "*.tmp", "--mode", "differential"]);
    expect(differential).toMatch(/Saved snapshot [0-9a-f]{8} \(full, everything is read\)/); // there was no full one yet
    await rm(join(cli.folder, "source/sub/b.txt"));
    await writeFile(join(cli.folder, "source/new.txt"), "new\n");
    expect(await good(["backup", "source", "-e", "*.tmp", "-q"])).toBe("");

    const theirs = jsonLines(
      await restic(["backup", join(cli.folder, "source"), "--json", "--tag", "restic"]),
    );
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
    await writeFile(join(cli.folder, "list"), `# a comment\n${cli.folder}/source/*.txt\n\n`);
    await writeFile(join(cli.folder, "raw"), `${cli.folder}/source/sub\0`);
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
    expect(snapshot.paths).toEqual(
      ["a.txt", "new.txt", "sub"].map((name) => join(cli.folder, "source", name)),
    );
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
    expect(await good(["ls", "-l", `${first}:${cli.folder}/source`, "-q"])).toMatch(
      /^-rw\S+ +\d+ +\d+ +6 \S+ \S+ \/a\.txt$/m,
    );
  });

  test("dump gives a file's bytes, and a folder as an archive", async () => {
    expect(await good(["dump", first, `${cli.folder}/source/a.txt`])).toBe("first\n");
    const archive = join(cli.folder, "dump.tar");
    await good(["dump", first, `${cli.folder}/source`, "--target", archive]);
    const { stdout } = await run("tar", ["-tf", archive]);
    expect(stdout).toContain("/source/sub/b.txt");
    const missing = await ours(["dump", first, "/nowhere"]);
    expect(missing.exitCode).toBe(1);
    expect(missing.stderr).toContain("/nowhere");
  });

  test("restore brings everything back, and tells in JSON what restic tells", async () => {
    const target = join(cli.folder, "restored");
    const summary = jsonLines(await good(["restore", first, "--target", target, "--verify", "--json"])).at(
      -1,
    );
    const restored = await readdir(target, { recursive: true });
    expect(summary).toMatchObject({
      message_type: "summary",
      total_files: restored.length, // folders too, as restic counts
      files_restored: restored.length,
      bytes_restored: 19,
    });
    expect(await readFile(join(target, cli.folder, "source/a.txt"), "utf8")).toBe("first\n");
    await writeFile(join(target, cli.folder, "source/a.txt"), "mine\n");
    expect(await good(["restore", first, "-t", target, "--overwrite", "never", "-i", "*.txt"])).toContain(
      "left as found",
    );
    expect(await readFile(join(target, cli.folder, "source/a.txt"), "utf8")).toBe("mine\n");
    const keptBoth = ["restore", first, "-t", target, "--conflict", "keep-both"];
    const beside = /a \(restored [-\d ]+\)\.txt/u;
    expect(await good(keptBoth)).toMatch(beside);
    expect(await readdir(join(target, cli.folder, "source"))).toHaveLength(4);
    const told = jsonLines(await good([...keptBoth, "--json"]));
    expect(told).toContainEqual({
      message_type: "renamed",
      item: join(cli.folder, "source/a.txt"),
      restored_as: expect.stringMatching(beside),
    });
    expect(told.at(-1)).toMatchObject({ message_type: "summary", entries_renamed: 1 });
    expect(await good(["restore", "latest", "-t", join(cli.folder, "dry"), "--dry-run"])).toContain(
      "would restore",
    );
    expect(await readdir(cli.folder)).not.toContain("dry");
  });

  test("cat shows what restic shows", async () => {
    const [index = ""] = await readdir(join(cli.folder, "repository/index"));
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
    await writeFile(join(cli.folder, "second-password"), "second\n");
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
    await run("cp", ["-r", join(cli.folder, "repository"), join(cli.folder, "damaged")]);
    await rm(join(cli.folder, "damaged/index"), { recursive: true });
    await mkdir(join(cli.folder, "damaged/index"));
    const damaged = await ours(["check", "-r", join(cli.folder, "damaged")]);
    expect(damaged.exitCode).toBe(1);
    expect(damaged.stdout).toContain("rebuild-index");
    expect(damaged.stderr).toMatch(/tree [0-9a-f]{8}/);
    await good(["rebuild-index", "-r", join(cli.folder, "damaged")]);
    await good(["check", "-r", join(cli.folder, "damaged")]);
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

async function passwordFile(): Promise<string> {
  const file = join(cli.folder, "password");
  await writeFile(file, `${CLI_PASSWORD}\n`);
  return file;
}

/** restic 0.14 notes `device_id` for every file, newer ones and we only for hard links. */
function withoutInodes(group: { readonly matches: readonly Record<string, unknown>[] }): unknown {
  return { ...group, matches: group.matches.map(({ device_id: _, ...match }) => match) };
}

function withoutZeros(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}
