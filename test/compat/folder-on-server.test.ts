/** What we write over WebDAV and FTP is, on the disk of the server, a repository as restic makes it in a folder. */
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { comesSoFar, UNHURRIED } from "../support/comes-so-far.ts";
import { backstay, startBackstay } from "../support/command-line.ts";
import { differencesOf, readTreeFacts } from "../support/compare-trees.ts";
import { startFtpServer } from "../support/ftp-server.ts";
import { noise } from "../support/nasty-tree.ts";
import { serveByRclone } from "../support/rclone.ts";
import { resticOn } from "../support/restic.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacks, lacksTool } from "../support/tools.ts";

const PASSWORD = "correct horse";
const MIB = 1024 * 1024;

type Server = {
  readonly location: string;
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
};

async function serveWebdav(): Promise<Server> {
  const login = { user: "anna", password: "open sesame" };
  const folder = await tempFolder();
  const { url } = await serveByRclone("webdav", folder, ["--dir-cache-time", "0s"], login);
  const variables = { BACKSTAY_WEBDAV_USERNAME: login.user, BACKSTAY_WEBDAV_PASSWORD: login.password };
  return { location: `webdav:${url}our/office`, folder: join(folder, "our/office"), variables };
}

async function serveFtp(): Promise<Server> {
  const { port, user, password, folder } = await startFtpServer();
  const location = `ftp://${user}@127.0.0.1:${port}/our/office`;
  return { location, folder: join(folder, "our/office"), variables: { BACKSTAY_FTP_PASSWORD: password } };
}

async function office(server: Server) {
  const folder = await tempFolder();
  const source = join(folder, "source");
  await mkdir(join(source, "sub"), { recursive: true });
  await writeFile(join(source, "a.txt"), "first\n");
  await writeFile(join(source, "sub/large"), noise(1, 40 * MIB));
  const env = {
    BACKSTAY_HOME: join(folder, "home"),
    BACKSTAY_REPOSITORY: server.location,
    BACKSTAY_PASSWORD: PASSWORD,
    ...server.variables,
  };
  const ours = async (...words: string[]) => {
    const ended = await backstay(words, { env, cwd: folder });
    expect(ended.stderr).toBe("");
    expect(ended.exitCode).toBe(0);
    return ended.stdout;
  };
  return { folder, source, env, ours, restic: resticOn(server.folder, PASSWORD) };
}

const isRoot = process.getuid?.() === 0;

describe.skipIf(lacks("root", isRoot) || lacksTool("restic", "rclone", "pure-ftpd"))(
  "on the disk of a server",
  () => {
    test.each([
      ["WebDAV", serveWebdav],
      ["FTP", serveFtp],
    ])("restic checks and restores what came over %s, whatever happened on the way", async (_, serve) => {
      const server = await serve();
      const { folder, source, env, ours, restic } = await office(server);
      await ours("init");
      await writeFile(join(source, "sub/huge"), noise(3, 100 * MIB));
      const killed = startBackstay([...UNHURRIED, "backup", source], { env, cwd: folder });
      const packs = async () =>
        (await readdir(join(server.folder, "data"), { recursive: true })).filter((name) =>
          /\/[0-9a-f]{64}$/.test(name),
        );
      await comesSoFar(async () => (await packs()).length >= 2);
      const ended = new Promise((resolve) => killed.once("close", resolve));
      killed.kill("SIGKILL");
      await ended;
      expect(JSON.parse(await ours("snapshots", "--json"))).toEqual([]);
      await ours("backup", source);
      expect(await restic.run("check", "--read-data", "--no-lock")).toContain("no errors were found");
      await restic.run("restore", "latest", "--no-lock", "--target", join(folder, "by-restic"));
      const facts = await readTreeFacts(source);
      expect(differencesOf(facts, await readTreeFacts(join(folder, "by-restic", source)))).toEqual([]);
      await writeFile(join(source, "a.txt"), "second\n");
      await ours("backup", source);
      await ours("restore", "latest", "--target", join(folder, "by-us"));
      const newer = await readTreeFacts(source);
      expect(differencesOf(newer, await readTreeFacts(join(folder, "by-us", source)))).toEqual([]);
      await ours("unlock", "--remove-all");
      await ours("forget", "--keep-last", "1", "--prune");
      expect(await restic.run("check", "--read-data", "--no-lock")).toContain("no errors were found");
      expect(JSON.parse(await ours("snapshots", "--json"))).toHaveLength(1);
    });
  },
);
