/** Backstay and restic on one repository behind a real SFTP server. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { comesSoFar, UNHURRIED } from "../support/comes-so-far.ts";
import { backstay, jsonLines, startBackstay } from "../support/command-line.ts";
import { differencesOf, readTreeFacts } from "../support/compare-trees.ts";
import { noise } from "../support/nasty-tree.ts";
import { sftpOffice } from "../support/sftp-office.ts";
import { lacksTool } from "../support/tools.ts";

const MIB = 1024 * 1024;

describe.skipIf(lacksTool("restic", "sshd", "ssh-keygen"))("one repository over SFTP", () => {
  test("restic checks and restores what we wrote there, and we what it added", async () => {
    const { folder, source, ours, restic, ssh, location } = await sftpOffice();
    expect(await ours("init")).toContain(location);
    await ours("backup", source);
    const first = await readTreeFacts(source);
    expect(await restic.run("check", "--read-data", ...ssh)).toContain("no errors were found");
    await restic.run("restore", "latest", "--target", join(folder, "by-restic"), ...ssh);
    expect(differencesOf(first, await readTreeFacts(join(folder, "by-restic", source)))).toEqual([]);

    await writeFile(join(source, "sub/more"), noise(2, 20 * MIB));
    await restic.backUp(source, ...ssh);
    const second = await readTreeFacts(source);
    await ours("restore", "latest", "--target", join(folder, "by-us"));
    expect(differencesOf(second, await readTreeFacts(join(folder, "by-us", source)))).toEqual([]);
    await ours("check", "--read-data");
    await ours("forget", "--keep-last", "1", "--prune");
    expect(await restic.run("check", "--read-data", ...ssh)).toContain("no errors were found");
    expect(JSON.parse(await ours("snapshots", "--json"))).toHaveLength(1);
    expect(await readdir(join(folder, "on-nas/repository/locks"))).toEqual([]);
  });

  test("a backup that was killed half way is no snapshot, and the next one uses what it stored", async () => {
    const { folder, source, env, ours, restic, ssh } = await sftpOffice();
    await ours("init");
    await writeFile(join(source, "sub/huge"), noise(3, 120 * MIB));
    const killed = startBackstay([...UNHURRIED, "backup", source], { env, cwd: folder });
    const data = join(folder, "on-nas/repository/data");
    const packs = async () =>
      (await readdir(data, { recursive: true })).filter((name) => /\/[0-9a-f]{64}$/.test(name)).length;
    await comesSoFar(async () => (await packs()) >= 3);
    const ended = new Promise((resolve) => killed.once("close", resolve));
    killed.kill("SIGKILL");
    await ended;
    expect(await restic.run("check", "--no-lock", ...ssh)).toContain("no errors were found");
    expect(JSON.parse(await ours("snapshots", "--json"))).toEqual([]);
    const [summary] = jsonLines(await ours("backup", "--json", source)).slice(-1);
    expect(summary).toMatchObject({ message_type: "summary" });
    expect(Number(summary?.data_added_packed ?? summary?.data_added)).toBeLessThan(150 * MIB);
    expect(await restic.run("check", "--read-data", "--no-lock", ...ssh)).toContain("no errors were found");
  });

  test("a backup goes on by itself when its connection is cut", async () => {
    const { server, folder, source, env, restic, ssh, ours } = await sftpOffice();
    await ours("init");
    await writeFile(join(source, "sub/huge"), noise(4, 120 * MIB));
    const running = startBackstay([...UNHURRIED, "backup", source], { env, cwd: folder });
    const data = join(folder, "on-nas/repository/data");
    const names = async () => (await readdir(data, { recursive: true })).filter((name) => name.length > 40);
    await comesSoFar(async () => (await names()).length >= 2);
    server.cutConnections();
    expect(running.exitCode).toBeNull(); // it was at work
    const [status, said] = await Promise.all([
      new Promise((resolve) => running.once("close", resolve)),
      text(running.stderr),
    ]);
    expect(status).toBe(0);
    // between two requests nobody notices but the one who connects anew
    expect(said).toMatch(/^(?:$|Warning: The server of sftp:nas:.* cannot be reached\. Trying again)/);
    expect(await restic.run("check", "--read-data", ...ssh)).toContain("no errors were found");
  });

  test("no secret is told when something goes wrong, in either language", async () => {
    const { folder, env, source, server } = await sftpOffice();
    const secret = { BACKSTAY_SFTP_PASSWORD: "sesame open" };
    for (const lang of ["en", "zh"]) {
      const { exitCode, stdout, stderr } = await backstay(["--lang", lang, "-vv", "backup", source], {
        env: { ...env, ...secret },
        cwd: folder,
      });
      expect(exitCode).toBe(1);
      expect(stdout + stderr).not.toContain("sesame");
      expect(stderr).toContain(lang === "en" ? "does not let" : "拒绝");
    }
    await server.restart({ newHostKey: true });
    const { stderr } = await backstay(["snapshots"], { env, cwd: folder });
    expect(stderr).toContain("Nothing was sent to it");
    expect(await readFile(join(folder, "known"), "utf8")).toContain(String(server.port));
  });
});
