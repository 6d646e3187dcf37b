/** Where tests make real arrays of loop devices and break them: this machine, as root, or one over SSH whose kernel can more. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { createLocalMachine } from "../../core/health/machine/local-machine.ts";
import type { Machine } from "../../core/health/machine/machine.ts";
import { createSshMachine } from "../../core/health/machine/ssh-machine.ts";
import { connectBySsh } from "../../core/remote/ssh-connection.ts";

/**
 * `root@ADDRESS:PORT:KEYFILE` of a machine to be used in this one's place, because many a kernel has no md: a virtual machine made
 * for it, where nothing else is of worth.
 */
const { BACKSTAY_TEST_ARRAYS: ELSEWHERE } = process.env;

export type ArraySite = {
  /** As Backstay sees it. */
  readonly machine: Machine;
  /** A folder of the test's own on it. */
  readonly folder: string;
  /** Runs a program there as root, as its administrator does. @returns what it prints @throws {Error} when it fails */
  operate(program: string, ...args: readonly string[]): Promise<string>;
  /** Makes disks of files without content. */
  makeDisks(count: number, sizeMiB: number): Promise<readonly LoopDisk[]>;
  /** To be done when the test ends, the last first; what cannot be done any more is left out. */
  later(program: string, ...args: readonly string[]): void;
};

export type LoopDisk = {
  readonly file: string;
  /** `/dev/loop3`; another one when it was attached again. */
  readonly device: string;
  detach(): Promise<void>;
  attach(): Promise<void>;
};

const run = promisify(execFile);
const LIMITS = { timeout: 120_000, maxBuffer: 16 * 1024 * 1024 } as const;

type Elsewhere = {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly key: string;
};

function elsewhere(): Elsewhere | undefined {
  const [, user, address, port, key] = /^(\w+)@([^:]+):(\d+):(.+)$/.exec(ELSEWHERE ?? "") ?? [];
  if (user === undefined || address === undefined || port === undefined || key === undefined)
    return undefined;
  return { user, address, port: Number(port), key };
}

async function operate(program: string, ...args: readonly string[]): Promise<string> {
  const other = elsewhere();
  if (other === undefined) return (await run(program, [...args], LIMITS)).stdout;
  const { user, address, port, key } = other;
  const checks = [
    "-o",
    "BatchMode=yes",
    "-o",
    "StrictHostKeyChecking=no",
    "-o",
    "UserKnownHostsFile=/dev/null",
  ];
  const words = [program, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  const ssh = ["-q", "-i", key, "-p", String(port), ...checks, `${user}@${address}`, words.join(" ")];
  return (await run("ssh", ssh, LIMITS)).stdout;
}

/** @returns whether something can be done there, found out by doing it */
export async function canOperate(program: string, ...args: readonly string[]): Promise<boolean> {
  return await operate(program, ...args).then(
    () => true,
    () => false,
  );
}

const LOOP = "losetup --find >/dev/null";
/** How each part of the kernel shows that it is there, after it was asked for. */
const KERNEL_PARTS = {
  btrfs: `modprobe btrfs; ${LOOP} && grep -qw btrfs /proc/filesystems`,
  ext4: `modprobe ext4; ${LOOP} && grep -qw ext4 /proc/filesystems`,
  md: `modprobe raid1; modprobe raid456; ${LOOP} && grep -q 'raid1.*raid5\\|raid5.*raid1' /proc/mdstat`,
  "dm-raid": `modprobe dm_raid; ${LOOP} && dmsetup targets | grep -q '^raid '`,
} as const;

/** Whether the kernel there has a part, and loop devices to use it with. */
export async function hasInKernel(part: keyof typeof KERNEL_PARTS): Promise<boolean> {
  return await canOperate("sh", "-c", KERNEL_PARTS[part]);
}

export async function makeArraySite(): Promise<ArraySite> {
  const undo: (() => Promise<unknown>)[] = [];
  onTestFinished(async () => {
    for (const work of undo.reverse()) await work();
  });
  const folder = (await operate("mktemp", "-d", "/var/tmp/backstay-arrays-XXXXXX")).trim();
  undo.push(() => operate("rm", "-rf", folder));
  const machine = await machineThere(undo);
  let made = 0;
  return {
    machine,
    folder,
    operate,
    later(program, ...args) {
      undo.push(() => canOperate(program, ...args));
    },
    async makeDisks(count, sizeMiB) {
      const disks: LoopDisk[] = [];
      for (let n = 0; n < count; n++) {
        const file = `${folder}/disk-${made++}`;
        await operate("truncate", "-s", `${sizeMiB}M`, file);
        const disk = await loopDisk(file);
        undo.push(() => disk.detach());
        disks.push(disk);
      }
      return disks;
    },
  };
}

async function machineThere(undo: (() => Promise<unknown>)[]): Promise<Machine> {
  const other = elsewhere();
  if (other === undefined) return createLocalMachine();
  const signIn = { kind: "key", privateKey: readFileSync(other.key, "utf8") } as const;
  const connection = await connectBySsh({ ...other, signIn, pinned: undefined });
  undo.push(async () => connection.close());
  return createSshMachine(connection, other.user);
}

async function loopDisk(file: string): Promise<LoopDisk> {
  let device = "";
  const disk = {
    file,
    get device() {
      return device;
    },
    async detach() {
      if (device !== "") await canOperate("losetup", "-d", device);
      device = "";
    },
    async attach() {
      device = (await operate("losetup", "--find", "--show", file)).trim();
    },
  };
  await disk.attach();
  return disk;
}
