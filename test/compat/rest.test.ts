/** Backstay and restic on one repository behind a real server of restic's REST protocol. */
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectBothGoOn, plantSource } from "../support/both-programs.ts";
import { cheapenKeys } from "../support/cheapen-keys.ts";
import { backstay } from "../support/command-line.ts";
import { serveByRclone } from "../support/rclone.ts";
import { resticOn } from "../support/restic.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

const PASSWORD = "correct horse";
const LOGIN = { user: "anna", password: "open sesame" };

async function office(args: readonly string[] = []) {
  const folder = await tempFolder();
  const served = join(folder, "served");
  await mkdir(served);
  const { url } = await serveByRclone("restic", served, args, LOGIN);
  const source = await plantSource(folder);
  const env = {
    BACKSTAY_HOME: join(folder, "home"),
    BACKSTAY_REPOSITORY: `rest:${url}office/`,
    BACKSTAY_PASSWORD: PASSWORD,
    BACKSTAY_REST_USERNAME: LOGIN.user,
    BACKSTAY_REST_PASSWORD: LOGIN.password,
  };
  const attempt = (...words: string[]) => backstay(words, { env, cwd: folder });
  const ours = async (...words: string[]) => {
    const ended = await attempt(...words);
    expect(ended.stderr).toBe("");
    expect(ended.exitCode).toBe(0);
    return ended.stdout;
  };
  const login = `${LOGIN.user}:${encodeURIComponent(LOGIN.password)}@`;
  const restic = resticOn(`rest:${url.replace("//", `//${login}`)}office/`, PASSWORD);
  return { folder, served, source, url, ours, attempt, restic };
}

describe.skipIf(lacksTool("restic", "rclone"))("one repository on a REST server", () => {
  test("restic checks and restores what we wrote there, and we what it added", async () => {
    const { folder, served, source, ours, restic } = await office();
    await ours("init");
    await cheapenKeys(join(served, "office"), PASSWORD);
    await expectBothGoOn({ folder, source, ours, restic });
    expect(await readdir(join(served, "office/locks"))).toEqual([]);
  });

  test("backups are added where nothing may be removed, and an attempt to remove says so", async () => {
    const { served, source, ours, attempt, restic } = await office(["--append-only"]);
    await ours("init");
    await cheapenKeys(join(served, "office"), PASSWORD);
    await ours("backup", source);
    await writeFile(join(source, "a.txt"), "changed\n");
    await ours("backup", source);
    for (const [language, words] of [
      ["en", "lets no file be removed"],
      ["zh", "不允许删除"],
    ] as const) {
      const ended = await attempt("--lang", language, "forget", "--keep-last", "1", "--prune");
      expect(ended.exitCode).toBe(1);
      expect(ended.stderr).toContain(words);
    }
    expect(JSON.parse(await ours("snapshots", "--json"))).toHaveLength(2);
    expect(await restic.run("check", "--read-data", "--no-lock")).toContain("no errors were found");
  });

  test("a password is refused on the command line, and told nowhere", async () => {
    const { url, attempt } = await office();
    const open = url.replace("//", "//anna:secret%20word@");
    const refused = await attempt("--repo", `rest:${open}`, "snapshots");
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain("holds a password");
    const wrong = await backstay(["snapshots", "-vv"], {
      env: { BACKSTAY_REPOSITORY: `rest:${open}office/`, BACKSTAY_PASSWORD: PASSWORD },
      cwd: "/",
    });
    expect(wrong.exitCode).toBe(1);
    expect(wrong.stderr).toContain("does not let anna in");
    for (const { stdout, stderr } of [refused, wrong]) expect(stdout + stderr).not.toMatch(/secret/);
  });
});
