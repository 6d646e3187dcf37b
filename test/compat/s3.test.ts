/** Backstay and restic on one repository in a bucket. */
import { readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectBothGoOn, plantSource } from "../support/both-programs.ts";
import { comesSoFar, UNHURRIED } from "../support/comes-so-far.ts";
import { backstay, startBackstay } from "../support/command-line.ts";
import { noise } from "../support/nasty-tree.ts";
import { resticOn } from "../support/restic.ts";
import { startS3Server } from "../support/s3-server.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { writeTestCertificate } from "../support/test-certificate.ts";
import { lacksTool } from "../support/tools.ts";

const PASSWORD = "correct horse";
const MIB = 1024 * 1024;

async function office() {
  const tls = await writeTestCertificate(); // without it restic sends what this server does not understand
  const server = await startS3Server(tls);
  const folder = await tempFolder();
  const source = await plantSource(folder);
  const location = `s3:${server.url}/${server.bucket}/our/office`;
  const env = {
    BACKSTAY_HOME: join(folder, "home"),
    BACKSTAY_REPOSITORY: location,
    BACKSTAY_PASSWORD: PASSWORD,
    BACKSTAY_CACERT: tls.cert,
    ...server.variables,
  };
  const attempt = (...words: string[]) => backstay(words, { env, cwd: folder });
  const ours = async (...words: string[]) => {
    const ended = await attempt(...words);
    expect(ended.stderr).toBe("");
    expect(ended.exitCode).toBe(0);
    return ended.stdout;
  };
  Object.assign(process.env, server.variables, { SSL_CERT_FILE: tls.cert }); // where restic finds them
  const restic = resticOn(location, PASSWORD);
  const packs = () =>
    readdirSync(server.folder, { recursive: true, encoding: "utf8" }).filter((name) =>
      /data\/..\/[0-9a-f]{64}\._S3rver_object$/.test(name),
    );
  return { server, folder, source, env, ours, attempt, restic, packs };
}

describe.skipIf(lacksTool("restic"))("one repository in a bucket", () => {
  test("restic checks and restores what we wrote there, and we what it added", async () => {
    const { folder, source, ours, restic } = await office();
    await ours("init");
    await expectBothGoOn({ folder, source, ours, restic });
  });

  test("a backup that was killed half way is no snapshot, and the next one goes on", async () => {
    const { folder, source, env, ours, restic, packs } = await office();
    await ours("init");
    await writeFile(join(source, "sub/huge"), noise(3, 120 * MIB));
    const killed = startBackstay([...UNHURRIED, "backup", source], { env, cwd: folder });
    await comesSoFar(() => packs().length >= 3);
    const ended = new Promise((resolve) => killed.once("close", resolve));
    killed.kill("SIGKILL");
    await ended;
    expect(JSON.parse(await ours("snapshots", "--json"))).toEqual([]);
    await ours("backup", source);
    expect(await restic.run("check", "--read-data", "--no-lock")).toContain("no errors were found");
  });

  test("wrong keys and a wrong bucket are told in either language, and no secret", async () => {
    const { folder, env, server } = await office();
    const location = `s3:${server.url}/elsewhere`;
    for (const [lang, wrongKey, noBucket] of [
      ["en", "does not let OFFI… in", "no bucket named elsewhere"],
      ["zh", "拒绝 OFFI… 登录", "存储桶 elsewhere"],
    ] as const) {
      const refused = await backstay(["--lang", lang, "-vv", "snapshots"], {
        env: { ...env, AWS_SECRET_ACCESS_KEY: "sesame wide open" },
        cwd: folder,
      });
      expect(refused.exitCode).toBe(1);
      expect(refused.stderr).toContain(wrongKey);
      expect(refused.stderr).toContain("AWS_SECRET_ACCESS_KEY");
      const lost = await backstay(["--lang", lang, "--repo", location, "snapshots"], { env, cwd: folder });
      expect(lost.exitCode).toBe(1);
      expect(lost.stderr).toContain(noBucket);
      for (const { stdout, stderr } of [refused, lost]) expect(stdout + stderr).not.toContain("sesame");
    }
  });
});
