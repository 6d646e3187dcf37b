import type { LayoutMount } from "./host-layout.ts";

/**
 * Where something is on a server, as whoever asks for it names it. `path`: the server's own. `from-nfs4-root`: since version 4 of NFS
 * the server may have chosen a root. `in-share`: below a share of SMB. `not-said`: the name does not tell.
 */
export type PlaceOnServer =
  | { readonly kind: "path" | "over-sftp" | "from-nfs4-root"; readonly path: string }
  | { readonly kind: "in-share"; readonly share: string; readonly path: string }
  | { readonly kind: "not-said" };

/** Where a share comes from. */
export type Server = {
  readonly addresses: readonly string[];
  /** How it is signed in to, where that is SSH; null for everything else. Settings of SSH may call it by a name of their own. */
  readonly ssh: { readonly port: number | null; readonly user: string | null } | null;
  readonly place: PlaceOnServer;
};

const BY_PATH = new Set(["nfs", "nfs4", "fuse.sshfs"]);
const BY_NAME = new Set(["cifs", "smb3", "smbfs", "fuse.smbnetfs"]);

export const NOT_SAID: PlaceOnServer = { kind: "not-said" };

/**
 * @param path one that the mount holds
 * @returns undefined for what is no share of a single server
 */
export function serverOf(mount: LayoutMount, path: string): Server | undefined {
  const { source, fileSystem, address } = mount;
  const resolved = address === null ? [] : [address];
  const inside = mount.path === "/" ? path : path.slice(mount.path.length);
  if (BY_PATH.has(fileSystem)) {
    const isSsh = fileSystem === "fuse.sshfs";
    const [, user = null, host, folder] = /^(?:([^@/]*)@)?(\[[^\]]+\]|[^:/[\]]+):(.*)$/.exec(source) ?? [];
    const ssh = isSsh ? { port: null, user } : null;
    if (host === undefined || folder === undefined) return { addresses: resolved, ssh, place: NOT_SAID };
    const kind = isSsh ? "over-sftp" : fileSystem === "nfs4" ? "from-nfs4-root" : "path";
    // what does not begin with a slash is seen from a home that nobody here knows
    const there = folder.startsWith("/") ? `${folder.replace(/\/+$/, "")}${inside}` || "/" : null;
    return {
      ...{ addresses: [host, ...resolved], ssh },
      place: there === null ? NOT_SAID : { kind, path: there },
    };
  }
  if (!BY_NAME.has(fileSystem)) return undefined;
  const server = serverOfUnc(`${source.replaceAll("\\", "/").replace(/\/+$/, "")}${inside}`);
  return server === undefined
    ? { addresses: resolved, ssh: null, place: NOT_SAID }
    : { ...server, addresses: [...server.addresses, ...resolved] };
}

/**
 * @param name `//server/share/folder`
 * @returns undefined when it is no such name
 */
export function serverOfUnc(name: string): Server | undefined {
  const [, host, share, path = ""] = /^\/\/([^/]+)(?:\/+([^/]+)(\/.*)?)?$/.exec(name) ?? [];
  if (host === undefined) return undefined;
  const place: PlaceOnServer = share === undefined ? NOT_SAID : { kind: "in-share", share, path };
  return { addresses: [host], ssh: null, place };
}
