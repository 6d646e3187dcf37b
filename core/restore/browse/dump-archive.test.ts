import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, readlink, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import type { BlobId } from "../../../shared/ids.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { lacksTool } from "../../../test/support/tools.ts";
import type { RawPath } from "../../platform/raw-path.ts";
import type { BrowseProblem } from "./browse-problem.ts";
import { type ArchiveKind, dumpArchive } from "./dump-archive.ts";
import { readAll } from "./read-all.ts";
import {
  DEFAULT_MTIME_NS,
  node,
  type Plan,
  type PlantedRepository,
  plantRepository,
} from "./testing/planted-repository.ts";

const run = promisify(execFile);
const MODE_DIR = 2 ** 31;
const MODE_SETUID = 2 ** 23;
const MODE_CHARDEV = 2 ** 26 + 2 ** 21;
const MODE_FIFO = 2 ** 25;
const MODE_LINK = 2 ** 27;

type Archive = { readonly file: string; readonly problems: readonly BrowseProblem[] };

async function archive(kind: ArchiveKind, plan: Plan, planted = plantRepository()): Promise<Archive> {
  const problems: BrowseProblem[] = [];
  const folder = { path: "/" as RawPath, tree: await planted.tree(plan) };
  const onProblem = (problem: BrowseProblem) => problems.push(problem);
  const pieces = await readAll(dumpArchive(planted.repository, folder, kind, { onProblem }));
  const file = join(await tempFolder(), `archive.${kind}`);
  await writeFile(file, Buffer.concat(pieces));
  return { file, problems };
}

/** With the programs people have. @returns the folder it was extracted to */
async function extract(kind: ArchiveKind, file: string): Promise<string> {
  const folder = join(await tempFolder(), "out");
  await mkdir(folder);
  if (kind === "tar") await run("tar", ["-xpf", file, "-C", folder]);
  else await run("unzip", ["-q", file, "-d", folder]);
  return folder;
}

/** A file of several blobs, longer than what is read before its entry begins. */
async function longFile(planted: PlantedRepository) {
  const pieces = [1, 2, 3].map((byte) => Buffer.alloc(1024 * 1024, byte));
  const content: BlobId[] = [];
  for (const piece of pieces) content.push(await planted.blob("data", piece));
  return { bytes: Buffer.concat(pieces), content, planned: node({ content, sizeBytes: 7 }) };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { encoding: "buffer" });
  return names.map((name) => name.toString("latin1")).sort();
}

describe.each(["tar", "zip"] as const)("a %s archive", (kind) => {
  const lacksExtractor = lacksTool(kind === "tar" ? "tar" : "unzip");

  test.skipIf(lacksExtractor)("is extracted to the same files, folders and links", async () => {
    const planted = plantRepository();
    const long = await longFile(planted);
    const { file, problems } = await archive(
      kind,
      {
        "a.txt": "hello",
        block: Buffer.alloc(512, 7),
        deep: { deeper: { [`${"n".repeat(200)}.txt`]: "long name" }, empty: {} },
        empty: "",
        link: node({ type: "symlink", mode: MODE_LINK + 0o777, linkTarget: Buffer.from("deep/../a.txt") }),
        long: long.planned,
        private: node({ mode: 0o600, content: [] }),
      },
      planted,
    );
    expect(problems).toEqual([]);
    const out = await extract(kind, file);
    expect(await namesIn(out)).toEqual(["a.txt", "block", "deep", "empty", "link", "long", "private"]);
    expect(await readFile(join(out, "a.txt"), "utf8")).toBe("hello");
    expect(await readFile(join(out, "block"))).toEqual(Buffer.alloc(512, 7));
    expect((await readFile(join(out, "long"))).equals(long.bytes)).toBe(true);
    expect(await readFile(join(out, "deep", "deeper", `${"n".repeat(200)}.txt`), "utf8")).toBe("long name");
    expect(await namesIn(join(out, "deep"))).toEqual(["deeper", "empty"]);
    expect(await readlink(join(out, "link"))).toBe("deep/../a.txt");
    expect((await stat(join(out, "private"))).mode & 0o777).toBe(0o600);
    expect((await stat(join(out, "a.txt"))).mtimeMs).toBe(Number(DEFAULT_MTIME_NS / 1_000_000n));
  });

  test.skipIf(lacksExtractor)("leaves out and reports names that would be extracted elsewhere", async () => {
    const { file, problems } = await archive(kind, {
      "..": { evil: "evil" },
      "../evil": "evil",
      "/evil": "evil",
      "C:evil": "evil",
      good: { "..\\evil": "evil", "a\\b": "kept", "C:fine": "kept" },
      "\\evil": "evil",
    });
    expect(problems.map(({ path, error }) => [path, error.code])).toEqual(
      ["/..", "/../evil", "//evil", "/C:evil", "/\\evil", "/good/..\\evil"].map((path) => [
        path,
        "NAME_UNSAFE",
      ]),
    );
    const out = await extract(kind, file);
    expect(await namesIn(out)).toEqual(["good"]);
    expect(await namesIn(join(out, "good"))).toEqual(["C:fine", "a\\b"]);
    expect(await namesIn(join(out, ".."))).toEqual(["out"]);
  });

  test.skipIf(lacksExtractor)("leaves out and reports damaged files that are not long", async () => {
    const planted = plantRepository();
    const damaged = await planted.blob("data", Buffer.from("damaged"));
    const missing = node({ content: ["ab".repeat(32) as BlobId] });
    await planted.damage("data", damaged);
    const plan = { a: "a", damaged: "damaged", missing, z: "z" };
    const { file, problems } = await archive(kind, plan, planted);
    expect(problems.map(({ path, error }) => `${path} ${error.code}`).sort()).toEqual([
      "/damaged BLOB_CORRUPT",
      "/missing BLOB_MISSING",
    ]);
    expect(await namesIn(await extract(kind, file))).toEqual(["a", "z"]);
  });

  test("ends with an error when a long file turns out damaged in its middle", async () => {
    const planted = plantRepository();
    const long = await longFile(planted);
    await planted.damage("data", long.content[2] as BlobId);
    await expect(archive(kind, { long: long.planned }, planted)).rejects.toMatchObject({
      code: "BLOB_CORRUPT",
    });
  });

  test("of a folder without anything is valid", async () => {
    const { file } = await archive(kind, {});
    const { size } = await stat(file);
    expect(size).toBe(kind === "tar" ? 1024 : 22);
  });
});

test.skipIf(lacksTool("tar"))(
  "tar keeps owners, special files, exact times and names of any bytes",
  async () => {
    const { file, problems } = await archive("tar", {
      fifo: node({ type: "fifo", mode: MODE_FIFO + 0o640 }),
      owner: node({ uid: 3_000_000, gid: 4_000_000_000, mode: MODE_SETUID + 0o755, content: [] }),
      time: node({ mtimeNs: -1_500_000_000n, content: [] }),
      tty: node({ type: "chardev", mode: MODE_CHARDEV + 0o600, device: 0x1234_5678n }),
      "x\xff": "short",
      ["y\xff".repeat(70)]: "long",
    });
    expect(problems).toEqual([]);
    const options = ["--list", "--verbose", "--numeric-owner", "--full-time", "--utc", "--file", file];
    const { stdout } = await run("tar", options, { env: { ...process.env, LC_ALL: "C" } });
    const lines = stdout.split("\n").map((line) => line.replaceAll(/ +/g, " "));
    expect(lines.slice(0, 5)).toEqual([
      "prw-r----- 0/0 0 2023-11-14 22:13:20 fifo",
      "-rwsr-xr-x 3000000/4000000000 0 2023-11-14 22:13:20 owner",
      expect.stringMatching(/ time$/), // tar shows times before 1970 a second off, and extracts them right
      "crw------- 0/0 1110,74616 2023-11-14 22:13:20 tty",
      "-rw-r--r-- 0/0 5 2023-11-14 22:13:20 x\\377",
    ]);
    const out = await extract("tar", file).catch(() => undefined); // only root may make the device
    if (process.geteuid?.() === 0 && out !== undefined) {
      expect(await namesIn(out)).toEqual(["fifo", "owner", "time", "tty", "x\xff", "y\xff".repeat(70)]);
    }
  },
);

test("zip reports what it cannot hold", async () => {
  const { problems } = await archive("zip", {
    dir: node({ type: "dir", mode: MODE_DIR + 0o755, subtree: await plantRepository().tree({}) }),
    fifo: node({ type: "fifo", mode: MODE_FIFO + 0o640 }),
  });
  expect(problems.map(({ path, error }) => [path, error.code])).toEqual([
    ["/dir", "BLOB_MISSING"],
    ["/fifo", "ENTRY_TYPE_WRONG"],
  ]);
});
