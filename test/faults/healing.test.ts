/** A person whose disk turned a bit follows what Backstay prints, step by step, and the real restic judges what comes of it. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runHere } from "../../console/testing/run-here.ts";
import { openLocalStore } from "../../core/storage/local.ts";
import { CRASH_PASSWORD, initCrashRepository } from "../support/crash-repository.ts";
import { noise } from "../support/crash-sources.ts";
import { resticOn } from "../support/restic.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

const PASSWORD = CRASH_PASSWORD;

/** Two snapshots, of which the second adds a folder. */
async function office() {
  const folder = await tempFolder();
  const repository = join(folder, "repository");
  const source = join(folder, "source");
  const cacheOf = (name: string) => join(folder, name);
  const run = async (args: readonly string[], cache = cacheOf("cache")) =>
    await runHere(args, {
      env: {
        BACKSTAY_REPOSITORY: repository,
        BACKSTAY_PASSWORD: PASSWORD,
        BACKSTAY_CACHE_DIR: cache,
        BACKSTAY_HOME: join(folder, "home"),
        PATH: "/nowhere",
      },
    });
  await mkdir(join(source, "letters"), { recursive: true });
  for (const name of ["a", "b", "c"]) await writeFile(join(source, "letters", name), noise(name, 20_000));
  await initCrashRepository(openLocalStore(repository));
  await expectDone(run(["backup", source]));
  await mkdir(join(source, "bills"));
  for (const name of ["d", "e"]) await writeFile(join(source, "bills", name), noise(name, 20_000));
  await expectDone(run(["backup", source]));
  return { folder, repository, source, run, cacheOf, restic: resticOn(repository, PASSWORD) };
}

type Office = Awaited<ReturnType<typeof office>>;

async function expectDone(ended: ReturnType<typeof runHere>): Promise<string> {
  const { exitCode, stdout, stderr } = await ended;
  expect(exitCode, stdout + stderr).toBe(0);
  return stdout;
}

/** A pack that holds this type of blob, by restic's word. */
async function packOf({ restic }: Office, type: "data" | "tree"): Promise<string> {
  const blobs = (await restic.run("list", "blobs")).trim().split("\n");
  const blob = blobs.find((line) => line.startsWith(type))?.split(" ")[1] ?? "";
  const where = await restic.run("find", "--show-pack-id", type === "data" ? "--blob" : "--tree", blob);
  const pack = /pack(?:file)?\s+([0-9a-f]{64})/.exec(where)?.[1];
  if (pack === undefined) throw new Error(where);
  return pack;
}

/** Turns a bit near the pack's start, in its first blob. */
function flip({ repository }: Office, pack: string): void {
  const path = join(repository, "data", pack.slice(0, 2), pack);
  const bytes = readFileSync(path);
  bytes[60] = (bytes[60] ?? 0) ^ 0x20;
  writeFileSync(path, bytes, { mode: 0o600 });
}

/** The command that a text quotes, as arguments. */
function quoted(text: string, command: string): readonly string[] {
  const found = new RegExp(`\`(?:npx )?backstay (${command}[^\`]*)\``).exec(text)?.[1];
  if (found === undefined) throw new Error(`no ${command} in: ${text}`);
  return found.split(" ");
}

async function expectAllWell({ restic, folder, run }: Office): Promise<void> {
  await expectDone(run(["check", "--read-data", "--no-cache"]));
  expect(await restic.run("check", "--read-data")).toContain("no errors were found");
  const snapshots = JSON.parse(await restic.run("snapshots", "--json")) as { id: string }[];
  for (const { id } of snapshots) {
    await restic.run("restore", id, "--target", join(folder, "by-restic", id));
    await expectDone(run(["restore", id, "--target", join(folder, "by-us", id), "--verify"]));
  }
}

describe.skipIf(lacksTool("restic"))("after a bit was turned", () => {
  test.each(["data", "tree"] as const)(
    "in a pack of %s, the advice that is printed leads back to a whole repository",
    async (type) => {
      const one = await office();
      const pack = await packOf(one, type);
      flip(one, pack);

      const found = await one.run(["check", "--read-data"]);
      expect(found.exitCode).toBe(1);
      expect(found.stdout).toContain("cannot give back everything");
      expect(found.stdout).toMatch(type === "data" ? /source\/(letters|bills)\/[a-e] \(/ : / {2}\/.* \(/);
      expect(found.stdout).toContain("`npx backstay backup`");

      const rebuilt = await one.run(quoted(found.stdout, "rebuild-index"));
      // listings come back from what this computer remembers, content only from its source
      expect(rebuilt.exitCode, rebuilt.stdout + rebuilt.stderr).toBe(type === "data" ? 3 : 0);
      if (type === "data") expect(rebuilt.stdout).toContain("`npx backstay backup`");
      await expectDone(one.run(["backup", one.source]));
      await expectDone(one.run(["check", "--read-data"]));
      await expectDone(one.run(["prune"]));
      expect(readdirSync(join(one.repository, "data", pack.slice(0, 2)))).not.toContain(pack);
      await expectAllWell(one);
    },
  );

  test("in a listing that nobody remembers, what is lost for good is named and can be given up", async () => {
    const one = await office();
    const pack = await packOf(one, "tree");
    flip(one, pack);
    const fresh = one.cacheOf("fresh");
    const found = await one.run(["check"], fresh);
    expect((await one.run(quoted(found.stdout, "rebuild-index"), fresh)).exitCode).toBe(3);
    // whichever listing it was, it does not come back
    for (const name of ["letters/a", "bills/d"]) await appendFile(join(one.source, name), "changed since");
    await expectDone(one.run(["backup", one.source], fresh));

    const left = await one.run(["check", "--read-data"], fresh);
    expect(left.exitCode).toBe(1);
    expect(left.stdout).not.toContain("rebuild-index"); // it would help nobody
    expect((await one.run(["prune"], fresh)).exitCode).toBe(1);
    await expectDone(one.run(quoted(left.stdout, "forget"), fresh));
    await expectDone(one.run(["prune"], fresh));
    await expectAllWell(one);
  });

  test("in content that no source has any more, the snapshots and paths are named, and the rest restores", async () => {
    const one = await office();
    const pack = await packOf(one, "data");
    flip(one, pack);
    const found = await one.run(["check", "--read-data"]);
    const [, lost = ""] = /(\S+source\/(?:letters|bills)\/[a-e]) \(/.exec(found.stdout) ?? [];
    await writeFile(lost, "another letter of the same name");
    await one.run(quoted(found.stdout, "rebuild-index"));
    await expectDone(one.run(["backup", one.source]));

    const left = await one.run(["check", "--read-data"]);
    expect(left.stdout).toContain(lost);
    expect(left.stdout).not.toContain("rebuild-index");
    const ids = quoted(left.stdout, "forget").slice(1);
    expect(ids.length).toBeGreaterThan(0);
    const refused = await one.run(["prune"]);
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("--accept-loss") });
    await expectDone(one.run(["prune", "--accept-loss"]));
    await expectDone(one.run(["restore", "latest", "--target", join(one.folder, "out"), "--verify"]));
    await expectDone(one.run(["forget", ...ids]));
    await expectDone(one.run(["prune"]));
    await expectAllWell(one);
  });

  test("in a snapshot, the check sees it though the cache remembers it, and says what helps", async () => {
    const one = await office();
    const [name = ""] = readdirSync(join(one.repository, "snapshots"));
    const path = join(one.repository, "snapshots", name);
    const bytes = readFileSync(path);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    writeFileSync(path, bytes, { mode: 0o600 });
    const { exitCode, stdout, stderr } = await one.run(["check"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Snapshot ${name.slice(0, 8)} is damaged`);
    expect(stdout).not.toContain("rebuild-index");
    await expectDone(one.run(quoted(stdout, "forget")));
    await expectDone(one.run(["prune"]));
    await expectAllWell(one);
  });

  test("in a key that nobody used just now, the check names it and how to mend it", async () => {
    const one = await office();
    const passwordFile = join(one.folder, "new-password");
    await writeFile(passwordFile, "other");
    await expectDone(one.run(["key", "add", "--new-password-file", passwordFile]));
    const listed = JSON.parse(await expectDone(one.run(["key", "list", "--json"]))) as {
      id: string;
      current: boolean;
    }[];
    const other = listed.find(({ current }) => !current)?.id ?? "";
    const whole = await one.run(["check"]);
    expect(whole).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("2 keys are whole") });
    const [file = ""] = readdirSync(join(one.repository, "keys")).filter((name) => name.startsWith(other));
    const path = join(one.repository, "keys", file);
    const bytes = readFileSync(path);
    bytes[bytes.length - 30] = (bytes.at(-30) ?? 0) ^ 1;
    writeFileSync(path, bytes, { mode: 0o600 });
    const { exitCode, stdout, stderr } = await one.run(["check"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Key ${file.slice(0, 8)} is damaged`);
    await expectDone(one.run(quoted(stdout, "key remove")));
    await expectDone(one.run(["check"]));
  });
});
