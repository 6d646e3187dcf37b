/** Shares whose server does not answer, as the system sees them. Linux, and root only. */
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

export type HungShare = {
  readonly folder: string;
  /** Takes the server away for good: whoever waits gets an error. May be called twice. */
  letGo(): void;
};

/** Whether such shares can be mounted here. */
export function canHangShares(): boolean {
  if (process.platform !== "linux") return false;
  const folder = mkdtempSync(join(tmpdir(), "backstay-mount-"));
  try {
    mount(folder).letGo();
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}

/** Mounts a share that answers to nothing until the test ends. It is one of FUSE with nobody at the other end. */
export function mountHungShare(folder: string): HungShare {
  const share = mount(folder);
  onTestFinished(share.letGo);
  return share;
}

/** @throws where it cannot be done */
function mount(folder: string): HungShare {
  const device = openSync("/dev/fuse", "r+");
  const options = "fd=3,rootmode=40000,user_id=0,group_id=0";
  const { status } = spawnSync("mount", ["-i", "-t", "fuse.hung", "-o", options, "hung", folder], {
    stdio: ["ignore", "ignore", "ignore", device],
    timeout: 10_000,
  });
  let isOpen = true;
  const letGo = () => {
    if (!isOpen) return;
    isOpen = false;
    closeSync(device);
    spawnSync("umount", ["-l", folder]);
  };
  if (status === 0) return { folder, letGo };
  letGo();
  throw new Error("a share that hangs cannot be mounted here");
}
