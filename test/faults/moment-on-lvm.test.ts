/** Backups of real LVM volumes as of one moment. */
import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openEngine } from "../support/engine.ts";
import { hasFileSystem, hasVolumeSnapshots } from "../support/kernel-here.ts";
import { mountPoint } from "../support/loop-disk.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { canMount } from "../support/tmpfs.ts";
import { lacks, lacksInKernel, lacksTool } from "../support/tools.ts";

const isLacking =
  lacks("a right to mount", process.geteuid?.() === 0 && canMount()) ||
  lacksTool("lvs", "mkfs.ext4", "losetup") ||
  lacksInKernel(
    "snapshots of the device mapper, and loop devices",
    hasFileSystem("ext4") && hasVolumeSnapshots(),
  );

/** A volume with ext4, mounted. @returns its place and its group */
async function makeVolume(groupMiB: number, volumeMiB: number) {
  const image = join(await tempFolder(), "image");
  writeFileSync(image, "");
  truncateSync(image, groupMiB * 1024 * 1024);
  const device = execFileSync("losetup", ["--find", "--show", image], { encoding: "utf8" }).trim();
  onTestFinished(() => void spawnSync("losetup", ["-d", device]));
  const group = `backstaytest${process.pid}${randomBytes(2).toString("hex")}`;
  execFileSync("vgcreate", ["--quiet", group, device]);
  onTestFinished(() => void spawnSync("vgremove", ["--force", "--yes", group]));
  execFileSync("lvcreate", ["--quiet", "--yes", "--name", "data", "--size", `${volumeMiB}m`, group]);
  const place = await mountPoint();
  execFileSync("mkfs.ext4", ["-q", "-F", `/dev/${group}/data`]);
  execFileSync("mount", [`/dev/${group}/data`, place]);
  const volumes = () =>
    execFileSync("lvs", ["--noheadings", "-o", "lv_name", group], { encoding: "utf8" }).trim().split(/\s+/);
  return { place, volumes };
}

async function openRepository() {
  const folder = await tempFolder();
  const [location, cacheFolder] = [join(folder, "repository"), join(folder, "cache")];
  const engine = await openEngine({ location, cacheFolder, password: "secret", init: 2 });
  onTestFinished(() => engine.close());
  return engine;
}

test.skipIf(isLacking)(
  "a volume is read from a snapshot, which is gone afterwards, and nothing twice",
  async () => {
    const { place, volumes } = await makeVolume(512, 200);
    const engine = await openRepository();
    writeFileSync(join(place, "file"), randomBytes(100_000));
    expect((await engine.backUp(place)).tally).toMatchObject({ filesNew: 1 });
    const { moment, tally, problems } = await engine.backUp(place, { asOfOneMoment: true });
    expect(problems).toEqual([]);
    expect(moment).toMatchObject({ taken: [{ path: place, kind: "lvm" }], live: [] });
    expect(tally).toMatchObject({ filesUnmodified: 1, filesChanged: 0 });
    expect(volumes()).toEqual(["data"]);
  },
);

test.skipIf(isLacking)("a snapshot that is full makes no backup", async () => {
  const { place, volumes } = await makeVolume(512, 200);
  const engine = await openRepository();
  for (let n = 0; n < 40; n += 1) writeFileSync(join(place, `file-${n}`), randomBytes(1_000_000));
  let isFilled = false;
  const backingUp = engine.backUp(
    place,
    { asOfOneMoment: true, threads: 1 },
    {
      reportProgress() {
        if (isFilled) return;
        isFilled = true;
        for (let n = 0; n < 20; n += 1) {
          writeFileSync(join(place, `more-${n}`), randomBytes(5_000_000));
          spawnSync("sync", ["-f", place]);
        }
      },
    },
  );
  await expect(backingUp).rejects.toMatchObject({ code: "FS_SNAPSHOT_LOST" });
  expect(volumes()).toEqual(["data"]);
});

test.skipIf(isLacking)("where the group has no room left, the volume is read live", async () => {
  const { place, volumes } = await makeVolume(256, 248);
  const engine = await openRepository();
  writeFileSync(join(place, "file"), "content");
  const { moment } = await engine.backUp(place, { asOfOneMoment: true });
  expect(moment).toMatchObject({ taken: [], live: [{ path: place, type: "ext4", reason: "no-room" }] });
  expect(volumes()).toEqual(["data"]);
});
