/** Backstay and restic on one repository, each through an rclone of its own, on a server that speaks WebDAV. */
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectBothGoOn, plantSource } from "../support/both-programs.ts";
import { comesSoFar, UNHURRIED } from "../support/comes-so-far.ts";
import { backstay, startBackstay } from "../support/command-line.ts";
import { noise } from "../support/nasty-tree.ts";
import { serveByRclone } from "../support/rclone.ts";
import { resticOn } from "../support/restic.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

const PASSWORD = "correct horse";
const MIB = 1024 * 1024;

async function office() {
  const folder = await tempFolder();
  const served = join(folder, "served");
  await mkdir(served);
  const { url } = await serveByRclone("webdav", served);
  const config = join(folder, "rclone.conf");
  await writeFile(config, `[dav]\ntype = webdav\nurl = ${url}\nvendor = other\n`);
  const source = await plantSource(folder);
  const env = {
    BACKSTAY_HOME: join(folder, "home"),
    BACKSTAY_REPOSITORY: "rclone:dav:office",
    BACKSTAY_PASSWORD: PASSWORD,
    RCLONE_CONFIG: config,
  };
  const ours = async (...words: string[]) => {
    const ended = await backstay(words, { env, cwd: folder });
    expect(ended.stderr).toBe("");
    expect(ended.exitCode).toBe(0);
    return ended.stdout;
  };
  process.env.RCLONE_CONFIG = config; // where restic's rclone finds it
  const restic = resticOn("rclone:dav:office", PASSWORD);
  return { folder, served, source, env, config, ours, restic };
}

/** Whether an rclone runs with these settings. */
function runsRclone(config: string): boolean {
  return readdirSync("/proc").some((pid) => {
    try {
      const isRclone = /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/comm`, "utf8") === "rclone\n";
      return isRclone && readFileSync(`/proc/${pid}/environ`, "latin1").includes(`RCLONE_CONFIG=${config}`);
    } catch {
      return false; // ended meanwhile
    }
  });
}

describe.skipIf(lacksTool("restic", "rclone"))("one repository behind rclone", () => {
  test("restic checks and restores what we wrote there, and we what it added", async () => {
    const { folder, served, source, config, ours, restic } = await office();
    await ours("init");
    await expectBothGoOn({ folder, source, ours, restic });
    expect(await readdir(join(served, "office/locks"))).toEqual([]);
    expect(runsRclone(config)).toBe(false);
  });

  test("rclone ends with a backup that was killed, and the next backup goes on", async () => {
    const { folder, served, source, env, config, ours, restic } = await office();
    await ours("init");
    await writeFile(join(source, "sub/huge"), noise(3, 120 * MIB));
    const killed = startBackstay([...UNHURRIED, "backup", source], { env, cwd: folder });
    const packs = async () =>
      (await readdir(join(served, "office/data"), { recursive: true })).filter((name) => name.length > 60);
    await comesSoFar(async () => (await packs()).length >= 3);
    expect(runsRclone(config)).toBe(true);
    const ended = new Promise((resolve) => killed.once("close", resolve));
    killed.kill("SIGKILL");
    await ended;
    await comesSoFar(() => !runsRclone(config));
    expect(JSON.parse(await ours("snapshots", "--json"))).toEqual([]);
    await ours("backup", source);
    expect(await restic.run("check", "--read-data", "--no-lock")).toContain("no errors were found");
  });
});
