import type { LayoutMount } from "./host-layout.ts";

/** Where a share comes from. */
export type Server = {
  readonly addresses: readonly string[];
  /** Of the server; null where a share's name does not tell. */
  readonly path: string | null;
};

const BY_PATH = new Set(["nfs", "nfs4", "fuse.sshfs"]);
const BY_NAME = new Set(["cifs", "smb3", "smbfs", "fuse.smbnetfs"]);

/**
 * @param path one that the mount holds
 * @returns undefined for what is no share of a single server
 */
export function serverOf(mount: LayoutMount, path: string): Server | undefined {
  const { source, fileSystem, address } = mount;
  const resolved = address === null ? [] : [address];
  if (BY_PATH.has(fileSystem)) {
    const [, host, folder] = /^(?:[^@/]*@)?(\[[^\]]+\]|[^:/[\]]+):(.*)$/.exec(source) ?? [];
    if (host === undefined || folder === undefined) return { addresses: resolved, path: null };
    const inside = mount.path === "/" ? path : path.slice(mount.path.length);
    // what does not begin with a slash is seen from a home that nobody here knows
    const there = folder.startsWith("/") ? `${folder.replace(/\/+$/, "")}${inside}` || "/" : null;
    // since NFS 4 the path may be seen from a root that the server has chosen
    return { addresses: [host, ...resolved], path: fileSystem === "nfs4" ? null : there };
  }
  if (!BY_NAME.has(fileSystem)) return undefined;
  const [, host] = /^[/\\]{2}([^/\\]+)/.exec(source) ?? [];
  return { addresses: host === undefined ? resolved : [host, ...resolved], path: null };
}
