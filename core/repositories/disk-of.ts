import { access, readdir, realpath, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { hasSystemCode } from "../../shared/errors.ts";
import { requireAnswer } from "../platform/ask-place.ts";

/** Where Linux shows block devices by their numbers. @source sysfs-dev-block in the kernel's ABI documentation */
const DEVICES = "/sys/dev/block";
/** A share that takes longer is no disk of this machine anyway. */
const ANSWER_LIMIT_MS = 2_000;

/**
 * Finds what would be lost along with a place. Two partitions of one disk are one; so are volumes of LVM or RAID that share one.
 * What cannot be told, like what a server keeps on its disks, is left out.
 *
 * @param location of a folder, which need not be there yet
 * @returns those of `paths` that are on a disk that `location` is on, too. Never throws.
 */
export async function onDiskOf(location: string, paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) return [];
  const own = await disksUnder(location);
  const shares = await Promise.all(
    paths.map(
      async (path) => (await answers(path)) && [...(await disksUnder(path))].some((disk) => own.has(disk)),
    ),
  );
  return paths.filter((_, n) => shares[n]);
}

async function answers(path: string): Promise<boolean> {
  return await requireAnswer(path, ANSWER_LIMIT_MS, () => new Error("it does not answer")).then(
    () => true,
    () => false,
  );
}

async function disksUnder(path: string, devices = DEVICES): Promise<ReadonlySet<string>> {
  const number = await deviceOf(path);
  if (number === undefined) return new Set();
  try {
    // glibc's makedev: twelve bits of the major number in the middle, the minor number around them
    const [major, minor] = [(number >> 8n) & 0xfffn, (number & 0xffn) | ((number >> 12n) & 0xfff00n)];
    return await wholeDisks(await realpath(join(devices, `${major}:${minor}`)));
  } catch {
    return new Set([String(number)]); // no block device, or not Linux: the same number is the same file system
  }
}

/** The file system a path is on, or would be on if it were made. */
async function deviceOf(path: string): Promise<bigint | undefined> {
  try {
    return (await stat(path, { bigint: true })).dev;
  } catch (error) {
    const parent = dirname(path);
    if (!hasSystemCode(error, "ENOENT", "ENOTDIR") || parent === path) return undefined;
    return await deviceOf(parent);
  }
}

/** @param device its folder in sysfs. @returns those of the disks it is a part of, or is made from */
async function wholeDisks(device: string): Promise<ReadonlySet<string>> {
  if (await exists(join(device, "partition"))) return await wholeDisks(dirname(device));
  const parts = await readdir(join(device, "slaves")).catch(() => []);
  if (parts.length === 0) return new Set([device]);
  const disks = new Set<string>();
  for (const part of parts) {
    for (const disk of await wholeDisks(await realpath(join(device, "slaves", part)))) disks.add(disk);
  }
  return disks;
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
