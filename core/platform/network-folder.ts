import { type Mount, mountOf } from "./mounts.ts";

/** File systems whose files others change, too, of which this machine is told nothing. `fuse.` stands before names of programs. */
const NETWORK_TYPES =
  /^(?:nfs\d?|cifs|smb\d?|smbfs|9p|ceph|afs|ncpfs|lustre|gpfs|glusterfs|virtiofs|vboxsf|fuse\.(?!fuseblk).*)$/;

/** File systems of other machines that are mounted for everybody, as the office's shares are; not what programs show by FUSE. */
const SERVER_TYPES = /^(?:nfs\d?|cifs|smb\d?|smbfs|ceph|afs|ncpfs|lustre|gpfs|glusterfs)$/;

export function isSharedByServer({ type }: Mount): boolean {
  return SERVER_TYPES.test(type);
}

/**
 * @param folder absolute, without symbolic links
 * @returns false also where it cannot be told
 */
export function isNetworkFolder(folder: string, mounts: readonly Mount[]): boolean {
  const mount = mountOf(folder, mounts);
  return mount !== undefined && NETWORK_TYPES.test(mount.type);
}
