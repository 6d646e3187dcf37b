/** Small file systems of their own, to fill up, to make read-only and to take away. Linux, and root only. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { tempFolder } from "./temp-folder.ts";

/** Whether this process may mount; being root is not enough in a container. */
export function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "backstay-mount-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "tmpfs", folder]).status === 0;
  if (mounted) unmount(folder);
  rmdirSync(folder);
  return mounted;
}

/**
 * Mounts an empty file system in memory until the test ends.
 *
 * @param size as `mount` takes it, like `4m`
 * @returns its folder
 */
export async function mountTmpfs(size: string): Promise<string> {
  const folder = await tempFolder();
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder]);
  onTestFinished(() => {
    // The test may have unmounted it already.
    if (spawnSync("mountpoint", ["-q", folder]).status === 0) unmount(folder);
  });
  return folder;
}

/** Makes it larger or smaller; it keeps its files. */
export function resizeTmpfs(folder: string, size: string): void {
  execFileSync("mount", ["-o", `remount,size=${size}`, folder]);
}

/** Shows one folder in a second place, from where it can be taken away without losing what is in it. */
export async function mountAgain(folder: string): Promise<string> {
  const second = await tempFolder();
  bind(folder, second);
  onTestFinished(() => {
    if (spawnSync("mountpoint", ["-q", second]).status === 0) unmount(second);
  });
  return second;
}

/** Puts a folder (back) in another's place. */
export function bind(folder: string, place: string): void {
  execFileSync("mount", ["--bind", folder, place]);
}

export function makeWritable(folder: string): void {
  execFileSync("mount", ["-o", "remount,rw", folder]);
}

export function makeReadOnly(folder: string): void {
  execFileSync("mount", ["-o", "remount,ro", folder]);
}

/** Takes it away even while files in it are open. */
export function unmount(folder: string): void {
  execFileSync("umount", ["-l", folder]);
}

/** Makes a folder read-only as long as the test runs, or until `undo`; what holds it stays as it is. */
export function makeFolderReadOnly(folder: string): { undo(): void } {
  bind(folder, folder);
  execFileSync("mount", ["-o", "remount,ro,bind", folder]);
  const undo = () => {
    if (spawnSync("mountpoint", ["-q", folder]).status === 0) unmount(folder);
  };
  onTestFinished(undo);
  return { undo };
}
