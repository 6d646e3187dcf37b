/** Disks of a test's own, with a file system on each, to mount one where another was. Linux, and root only. */
import { execFileSync, spawnSync } from "node:child_process";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { tempFolder } from "./temp-folder.ts";
import { unmount } from "./tmpfs.ts";

export type LoopDisk = {
  mount(place: string): void;
};

const MAKERS = { ext4: ["mkfs.ext4", "-q", "-F"], btrfs: ["mkfs.btrfs", "-q"] } as const;

/** @returns a disk with nothing on it, which goes with the test */
export async function makeLoopDisk(
  sizeMiB: number,
  fileSystem: keyof typeof MAKERS = "ext4",
): Promise<LoopDisk> {
  const image = join(await tempFolder(), "image");
  writeFileSync(image, "");
  truncateSync(image, sizeMiB * 1024 * 1024);
  const [maker, ...options] = MAKERS[fileSystem];
  execFileSync(maker, [...options, image], { stdio: "pipe" });
  const device = execFileSync("losetup", ["--find", "--show", image], { encoding: "utf8" }).trim();
  onTestFinished(() => void spawnSync("losetup", ["-d", device]));
  return {
    mount: (place) => void execFileSync("mount", [device, place]),
  };
}

/** @returns a folder to mount disks at; whatever is mounted there when the test ends is taken away */
export async function mountPoint(): Promise<string> {
  const place = await tempFolder();
  onTestFinished(() => {
    while (spawnSync("mountpoint", ["-q", place]).status === 0) unmount(place);
  });
  return place;
}
