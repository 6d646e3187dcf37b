/**
 * A cache in which single numbers have changed, as by a bit that flips in a disk or in memory: SQLite cannot notice that. What is in the
 * repository is whole, so everything must go as if there were no cache, and nothing may be removed that is needed. restic is the judge.
 */
import { randomBytes } from "node:crypto";
import { copyFile, cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { beforeAll, describe, expect, test } from "vitest";
import { cheapenKeys } from "../support/cheapen-keys.ts";
import { CLI_PASSWORD, testCommandLine } from "../support/test-command-line.ts";
import { lacksTool } from "../support/tools.ts";

const cli = testCommandLine();
const { good, restic } = cli;

/** Each is what some flipped bits do to rows of the index. */
const WRONG = {
  offsets: "UPDATE blobs SET offset = offset + 1",
  lengths: "UPDATE blobs SET length = length + 8",
  "plain lengths": "UPDATE blobs SET uncompressed_length = uncompressed_length + 64",
  packs: "UPDATE OR IGNORE blobs SET pack = 1 + pack % (SELECT count(*) FROM packs)",
  "packs that are not there": "UPDATE blobs SET pack = pack + 64",
  "names of packs": "UPDATE packs SET id = randomblob(32)",
  "rows that are gone": "DELETE FROM blobs",
} as const;

let cacheFile = "";
const noise = randomBytes(3_000_000);
const words = "what somebody has written, ".repeat(20_000);

async function damageCache(change: string): Promise<void> {
  await copyFile(`${cacheFile}.whole`, cacheFile);
  const database = new Database(cacheFile);
  expect(database.exec(change).prepare("SELECT 1").get()).toBeDefined();
  database.close();
}

function source(name: string): string {
  return join(cli.folder, "wanted", name);
}

describe.skipIf(lacksTool("restic"))("the cache says something that is not so", () => {
  beforeAll(async () => {
    await mkdir(join(cli.folder, "wanted"));
    await writeFile(source("noise"), noise);
    await good(["init"]);
    await cheapenKeys(join(cli.folder, "repository"), CLI_PASSWORD);
    await good(["backup", "wanted"]);
    await writeFile(source("words"), words);
    await good(["backup", "wanted"]);
    await writeFile(source("unwanted"), randomBytes(2_000_000));
    await good(["backup", "wanted", "--tag", "unwanted"]);
    await rm(source("unwanted"));
    await good(["backup", "wanted"]);
    const folder = join(cli.folder, "home", "cache");
    const [name = ""] = (await readdir(folder)).filter((file) => file.endsWith(".sqlite"));
    cacheFile = join(folder, name);
    await copyFile(cacheFile, `${cacheFile}.whole`);
  });

  test.each(Object.entries(WRONG))(
    "%s: files are restored all the same, and the cache is made anew",
    async (_, change) => {
      await damageCache(change);
      expect(await good(["dump", "latest", source("noise")]).then((text) => text.length)).toBeGreaterThan(0);
      await damageCache(change);
      const target = join(cli.folder, "restored");
      await good(["restore", "latest", "--target", target]);
      expect((await readFile(join(target, source("noise")))).equals(noise)).toBe(true);
      expect(await readFile(join(target, source("words")), "utf8")).toBe(words);
      await rm(target, { recursive: true });
      expect(await readdir(join(cli.folder, "home", "cache"))).not.toContain(cacheFile.split("/").at(-1));
    },
  );

  test.each(Object.entries(WRONG))("%s: prune removes nothing that is needed", async (_, change) => {
    const repository = join(cli.folder, "repository");
    await cp(repository, `${repository}.whole`, { recursive: true });
    await damageCache(change);
    const [unwanted] = JSON.parse(await restic(["snapshots", "--tag", "unwanted", "--json"]));
    await good(["forget", unwanted.id]);
    await good(["prune", "--max-unused", "0"]);
    await restic(["check", "--read-data"]);
    await rm(repository, { recursive: true });
    await rename(`${repository}.whole`, repository);
  });
});
