/** A replica on an SFTP server, filled from a disk by processes that are killed and cut off; restic is the witness. */
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { comesSoFar, UNHURRIED } from "../support/comes-so-far.ts";
import { backstay, jsonLines, startBackstay } from "../support/command-line.ts";
import { differencesOf, readTreeFacts } from "../support/compare-trees.ts";
import { noise } from "../support/nasty-tree.ts";
import { sftpOffice } from "../support/sftp-office.ts";
import { lacksTool } from "../support/tools.ts";

const MIB = 1024 * 1024;
const PACK = /\/[0-9a-f]{64}$/;

describe.skipIf(lacksTool("restic", "sshd", "ssh-keygen"))("a replica over SFTP", () => {
  test("is filled although the process was killed and the connection cut, without storing anything twice", async () => {
    const { server, folder, source, env, ours, restic, ssh } = await sftpOffice();
    await writeFile(join(source, "sub/huge"), noise(3, 150 * MIB));
    const first = join(folder, "first");
    await ours("init", "--repo", first);
    await ours("backup", "--repo", first, source);
    await ours("init", "--like", first);
    const packsIn = async (repository: string) =>
      (await readdir(join(repository, "data"), { recursive: true })).filter((name) => PACK.test(name)).sort();
    const target = join(folder, "on-nas/repository");
    const replicate = () =>
      startBackstay([...UNHURRIED, "replicate", "--from-repo", first], { env, cwd: folder });
    const untilPacks = (count: number) => comesSoFar(async () => (await packsIn(target)).length >= count);

    const killed = replicate();
    await untilPacks(3);
    const ended = new Promise((resolve) => killed.once("close", resolve));
    killed.kill("SIGKILL");
    await ended;
    const left = (await packsIn(target)).length;
    expect(await restic.run("check", "--no-lock", ...ssh)).toContain("no errors were found");
    expect(JSON.parse(await ours("snapshots", "--json"))).toEqual([]);

    const cut = replicate();
    await untilPacks(left + 2);
    server.cutConnections();
    expect(cut.exitCode).toBeNull(); // it was at work
    expect(await new Promise((resolve) => cut.once("close", resolve))).toBe(0);
    expect(await packsIn(target)).toEqual(await packsIn(first));
    expect(await restic.run("check", "--read-data", "--no-lock", ...ssh)).toContain("no errors were found");
    await restic.run("restore", "latest", "--no-lock", "--target", join(folder, "out"), ...ssh);
    expect(
      differencesOf(await readTreeFacts(source), await readTreeFacts(join(folder, "out", source))),
    ).toEqual([]);

    // what was done already is not done again
    const { stdout } = await backstay(["replicate", "--from-repo", first, "--json"], { env, cwd: folder });
    expect(jsonLines(stdout).at(-1)).toMatchObject({ snapshots: [], bytes_copied: 0 });
  });
});
