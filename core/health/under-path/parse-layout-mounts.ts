import { unescapeName } from "../probes/mounts.ts";
import type { LayoutMount } from "./host-layout.ts";

/** Made up by the kernel; nobody keeps anything there. */
const NO_PLACES = new Set([
  ...["proc", "sysfs", "cgroup", "cgroup2", "devpts", "mqueue", "debugfs", "tracefs", "securityfs", "pstore"],
  ...["bpf", "configfs", "fusectl", "hugetlbfs", "nsfs", "binfmt_misc", "autofs", "rpc_pipefs", "efivarfs"],
]);
const MAX_MOUNTS = 2000;

/**
 * Reads `/proc/mounts`, shares and file systems in memory included: a path below one of those lies on no disk of this machine.
 *
 * @returns in the order they were mounted
 * @source proc(5), nfs(5) and mount.cifs(8) for `addr=`
 */
export function parseLayoutMounts(text: string): LayoutMount[] {
  const mounts: LayoutMount[] = [];
  for (const line of text.split("\n")) {
    const [source, path, fileSystem, options = ""] = line.slice(0, 8000).split(" ");
    if (source === undefined || path === undefined || fileSystem === undefined) continue;
    if (!path.startsWith("/") || NO_PLACES.has(fileSystem) || mounts.length >= MAX_MOUNTS) continue;
    const [, address = null] = /(?:^|,)addr=([^,]{1,253})/.exec(options) ?? [];
    mounts.push({ source: unescapeName(source), path: unescapeName(path), fileSystem, address });
  }
  return mounts;
}
