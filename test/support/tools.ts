/** The programs that some tests need, and what happens when one is not there. */
import { accessSync, constants } from "node:fs";
import path from "node:path";

/** By program: the Debian package that has it. */
export const TEST_TOOLS = {
  restic: "restic",
  getfattr: "attr",
  setfacl: "acl",
  strace: "strace",
  gcc: "gcc",
  tar: "tar",
  unzip: "unzip",
  chromium: "chromium",
  sshd: "openssh-server",
  "ssh-keygen": "openssh-client",
  rclone: "rclone",
  "pure-ftpd": "pure-ftpd",
  snmpd: "snmpd",
  losetup: "mount",
  "mkfs.btrfs": "btrfs-progs",
  "mkfs.ext4": "e2fsprogs",
  mdadm: "mdadm",
  lvs: "lvm2",
  pg_ctlcluster: "postgresql",
  mariadbd: "mariadb-server",
} as const;

export type TestTool = keyof typeof TEST_TOOLS;

/** @returns those of `tools` that PATH does not have */
export function missingTools(tools: readonly TestTool[]): readonly TestTool[] {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return tools.filter((tool) => !folders.some((folder) => isExecutable(path.join(folder, tool))));
}

/**
 * Says whether tests have to be skipped for want of a program: `test.skipIf(lacksTool("restic"))("...", ...)`.
 * A skip is loud; on a build server (CI=true) it is an error instead.
 */
export function lacksTool(...tools: readonly TestTool[]): boolean {
  const missing = missingTools(tools);
  if (missing.length === 0) return false;
  const packages = missing.map((tool) => TEST_TOOLS[tool]).join(" ");
  return skip(`${missing.join(", ")} not found; install it with: apt-get install ${packages}`);
}

/**
 * The same for anything else a test needs of the machine, such as root or a file system.
 *
 * @param what in words, such as "the right to mount a file system"
 */
export function lacks(what: string, isThere: boolean): boolean {
  return isThere ? false : skip(`this needs ${what}`);
}

/** The same for what the kernel was made without: nobody can install that on a build server, so it is a skip there as well. */
export function lacksInKernel(what: string, isThere: boolean): boolean {
  if (!isThere) console.warn(`SKIPPED: this needs a kernel with ${what}`);
  return !isThere;
}

function skip(reason: string): true {
  if (process.env.CI === "true") throw new Error(`Tests would be skipped: ${reason}`);
  console.warn(`SKIPPED: ${reason}`);
  return true;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // not there or not ours to run: the same to a test
  }
}
