/** A disk that changes a file by itself: nothing but a full backup reads it again, and no date tells of it. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { hasInKernel } from "../support/array-site.ts";
import { folderSource, MANUAL_PLAN } from "../support/host.ts";
import { officeHost, PASSWORD } from "../support/office-host.ts";
import { resticOn } from "../support/restic.ts";
import { canMount, unmount } from "../support/tmpfs.ts";
import { lacks, lacksInKernel, lacksTool } from "../support/tools.ts";

const isLacking =
  lacks("a right to mount", process.geteuid?.() === 0 && canMount()) ||
  lacksTool("mkfs.ext4", "losetup", "restic") ||
  lacksInKernel("ext4 and loop devices", await hasInKernel("ext4"));

const LONG_AGO = new Date("2020-02-02T02:02:02Z");
const NEEDLE = "these very bytes lie on a bad spot";

/** A file system in a file, of which bytes can be changed behind its back. */
function makeDisk(image: string, place: string) {
  writeFileSync(image, "");
  truncateSync(image, 32 * 1024 * 1024);
  mkdirSync(place);
  execFileSync("mkfs.ext4", ["-q", "-F", image]);
  const mount = () => execFileSync("mount", ["-o", "loop", image, place]);
  mount();
  onTestFinished(() => {
    if (spawnSync("mountpoint", ["-q", place]).status === 0) unmount(place);
  });
  return {
    /** Turns one bit, wherever the file system put these bytes. */
    async turnBit(bytes: string): Promise<void> {
      execFileSync("umount", [place]);
      const at = readFileSync(image).indexOf(bytes);
      expect(at).toBeGreaterThan(0);
      const file = await open(image, "r+");
      await file.write(Buffer.of(bytes.charCodeAt(0) ^ 1), 0, 1, at);
      await file.sync();
      await file.close();
      mount();
    },
  };
}

test.skipIf(isLacking)(
  "a full backup finds what the disk changed, keeps the older version, and knows when it is good again",
  async () => {
    const { host, path, repository } = await officeHost();
    const disk = makeDisk(path("image"), path("disk"));
    const photo = join(path("disk"), "photo.jpg");
    writeFileSync(photo, NEEDLE.padEnd(9_000, "."));
    writeFileSync(join(path("disk"), "other.jpg"), "not touched");
    utimesSync(photo, LONG_AGO, LONG_AGO);
    const source = await host.call("sources.save", {
      sourceId: null,
      draft: folderSource("Photos", path("disk")),
    });
    const planOf = async (mode: "full" | "incremental") =>
      await host.call("plans.save", {
        planId: null,
        draft: {
          ...MANUAL_PLAN,
          ...{ name: mode, mode, repositoryId: repository.id, sourceIds: [source.id] },
        },
      });
    const plans = { full: await planOf("full"), incremental: await planOf("incremental") };
    const run = async (mode: keyof typeof plans) =>
      await host.ended((await host.call("plans.run", { planId: plans[mode].id })).runId);
    const alerts = async () => (await host.call("alerts.list", { which: "open", limit: 5 })).alerts;

    expect(await run("full")).toMatchObject({ state: "done" });
    const before = statSync(photo, { bigint: true });
    await disk.turnBit(NEEDLE);
    const after = statSync(photo, { bigint: true });
    expect([after.ctimeNs, after.mtimeNs, after.ino], "no date tells of it").toEqual([
      before.ctimeNs,
      before.mtimeNs,
      before.ino,
    ]);
    expect(await run("incremental")).toMatchObject({ state: "done" });
    expect(await alerts(), "nothing has read it again").toEqual([]);

    expect(await run("full")).toMatchObject({ state: "done", problemCount: 0 });
    const [alert] = await alerts();
    expect(alert).toMatchObject({
      severity: "failing",
      subject: { code: "SOURCE_ROTTED", about: "Photos", silent: 1, undated: 0, examples: [photo] },
    });
    const { pins } = await host.call("snapshots.pins", { repositoryId: repository.id });
    expect(pins).toHaveLength(1);
    await run("full");
    await run("incremental");
    expect(await alerts(), "once is enough").toMatchObject([{ occurrences: 1 }]);

    const restic = resticOn(path("nas"), PASSWORD);
    const good = await restic.run("dump", pins[0]?.snapshotId ?? "", photo);
    expect(good.startsWith(NEEDLE)).toBe(true);
    expect(await restic.run("check", "--read-data")).toContain("no errors");

    writeFileSync(photo, good);
    utimesSync(photo, LONG_AGO, LONG_AGO);
    await run("incremental");
    expect(await alerts(), "the older version is back in its place").toEqual([]);
    expect((await host.call("snapshots.pins", { repositoryId: repository.id })).pins).toEqual([]);
  },
);
