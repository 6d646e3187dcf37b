import { type Mount, mountOf } from "./mounts.ts";

/** File systems whose files others change, too, of which this machine is told nothing. `fuse.` stands before names of programs. */
const NETWORK_TYPES =
  /^(?:nfs\d?|cifs|smb\d?|smbfs|9p|ceph|afs|ncpfs|lustre|gpfs|glusterfs|virtiofs|vboxsf|fuse\.(?!fuseblk).*)$/;

/**
 * @param folder absolute, without symbolic links
 * @returns false also where it cannot be told
 */
export function isNetworkFolder(folder: string, mounts: readonly Mount[]): boolean {
  const mount = mountOf(folder, mounts);
  return mount !== undefined && NETWORK_TYPES.test(mount.type);
}
