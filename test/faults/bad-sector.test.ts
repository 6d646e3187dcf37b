/** A disk that cannot give some bytes of a pack any more. Btrfs knows its data by checksums, so a changed bit reads as EIO. */
import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runHere } from "../../console/testing/run-here.ts";
import { hasInKernel } from "../support/array-site.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { canMount, unmount } from "../support/tmpfs.ts";
import { lacks, lacksInKernel, lacksTool } from "../support/tools.ts";

const isLacking =
  lacks("a right to mount", process.geteuid?.() === 0 && canMount()) ||
  lacksTool("mkfs.btrfs", "losetup") ||
  lacksInKernel("Btrfs and loop devices", await hasInKernel("btrfs"));

const FILE_BYTES = 6_000_000;
const NEEDLE_BYTES = 64;

/** A file system in a file, of which bits can be changed behind its back. */
async function makeDisk(folder: string) {
  const [image, place] = [join(folder, "image"), join(folder, "disk")];
  writeFileSync(image, "");
  truncateSync(image, 256 * 1024 * 1024);
  mkdirSync(place);
  execFileSync("mkfs.btrfs", ["-q", "-d", "single", "-m", "single", image], { stdio: "ignore" });
  const mount = () => execFileSync("mount", ["-o", "loop", image, place]);
  mount();
  onTestFinished(() => {
    if (spawnSync("mountpoint", ["-q", place]).status === 0) unmount(place);
  });

  /** Changes a bit of these bytes, wherever the file system put them. */
  async function spoil(bytes: Buffer): Promise<void> {
    execFileSync("umount", [place]);
    const at = readFileSync(image).indexOf(bytes);
    expect(at).toBeGreaterThan(0);
    const file = await open(image, "r+");
    await file.write(Buffer.of((bytes[0] ?? 0) ^ 1), 0, 1, at);
    await file.close();
    mount();
  }

  return { place, spoil };
}

test.skipIf(isLacking)(
  "what lies on a bad sector is lost, what lies beside it is saved, and a backup heals it",
  async () => {
    const folder = await tempFolder();
    const { place, spoil } = await makeDisk(folder);
    const location = join(place, "repository");
    const env = {
      BACKSTAY_REPOSITORY: location,
      BACKSTAY_PASSWORD: "secret",
      BACKSTAY_CACHE_DIR: join(folder, "cache"),
      BACKSTAY_HOME: join(folder, "home"),
    };
    const run = (...args: readonly string[]) => runHere(args, { env });
    const source = join(folder, "source");
    mkdirSync(source);
    for (const name of ["one", "two", "three"]) writeFileSync(join(source, name), randomBytes(FILE_BYTES));
    expect((await run("init")).exitCode).toBe(0);
    expect((await run("backup", source)).exitCode).toBe(0);

    const packs = readdirSync(join(location, "data"), { recursive: true, encoding: "utf8" })
      .map((name) => join(location, "data", name))
      .filter((path) => statSync(path).isFile())
      .sort((a, b) => statSync(b).size - statSync(a).size);
    const [largest = ""] = packs;
    const within = statSync(largest).size >> 2;
    await spoil(readFileSync(largest).subarray(within, within + NEEDLE_BYTES));
    expect(() => readFileSync(largest)).toThrow("EIO");

    expect(await run("check", "--read-data")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("could not be read"),
    });
    const rebuilt = await run("rebuild-index", "--read-all-packs", "--json");
    expect(rebuilt.exitCode).toBe(3);
    const summary = JSON.parse(rebuilt.stdout.trimEnd().split("\n").at(-1) ?? "");
    expect(summary.packs_broken).toHaveLength(1);
    expect([1, 2]).toContain(summary.blobs_lost); // two when one ends and the next begins in the sector
    expect((await run("backup", source)).exitCode).toBe(0);
    expect((await run("check", "--read-data")).exitCode).toBe(0);
    expect((await run("prune")).exitCode).toBe(0);
    const target = join(folder, "restored");
    expect((await run("restore", "latest", "--target", target)).exitCode).toBe(0);
    for (const name of readdirSync(source))
      expect(readFileSync(join(target, source, name)).equals(readFileSync(join(source, name)))).toBe(true);
  },
);
