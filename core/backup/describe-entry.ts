import { readlinkSync } from "node:fs";
import type { BlobId } from "../../shared/ids.ts";
import { type Accounts, openAccounts } from "../platform/accounts.ts";
import type { EntryStat } from "../platform/entry-stat.ts";
import { type RawPath, rawPathForFs, rawPathToBytes } from "../platform/raw-path.ts";
import { listXattrs, mayHaveXattrs } from "../platform/xattrs.ts";
import { goModeFromStMode, typeFromStMode } from "../repository/format/node-mode.ts";
import type { ExtendedAttribute, TreeNode } from "../repository/node.ts";

/** Opened at the first changed entry: a backup that finds none does without. */
let accounts: Accounts | undefined;
const NOTHING = new Uint8Array(0);

/** What {@link describeEntry} found, with the attributes' trouble told apart from the entry's own. */
export type Described = { readonly node: TreeNode; readonly attributesError: unknown };

/**
 * Makes the node of a file-system entry, as restic makes it: mtime stands for atime, the device only with files of several
 * links, sizes only with files.
 *
 * @param content blobs of a file in order, `null` for everything else
 * @param descriptor of the entry, when it is open: what is known of it then need not be looked up by its path
 * @throws the system's error when a link cannot be read
 */
export function describeEntry(
  path: RawPath,
  name: RawPath,
  stat: EntryStat,
  content: readonly BlobId[] | null,
  descriptor?: number,
): Described {
  const { stMode, uid, gid } = stat;
  const type = typeFromStMode(stMode);
  const isDevice = type === "dev" || type === "chardev";
  const hasLinks = type === "file" || type === "symlink" || isDevice;
  const links = hasLinks ? stat.links : 0;
  let extendedAttributes: readonly ExtendedAttribute[] = [];
  let attributesError: unknown;
  try {
    if (descriptor === undefined || mayHaveXattrs(descriptor)) {
      extendedAttributes = listXattrs(rawPathToBytes(path), (_, error) => {
        attributesError = error;
      });
    }
  } catch (error) {
    attributesError = error;
  }
  accounts ??= openAccounts();
  const node: TreeNode = {
    name: rawPathToBytes(name),
    type,
    mode: goModeFromStMode(stMode),
    mtimeNs: stat.mtimeNs,
    atimeNs: stat.mtimeNs,
    ctimeNs: stat.ctimeNs,
    uid,
    gid,
    user: accounts.userName(uid),
    group: accounts.groupName(gid),
    inode: stat.inode,
    deviceId: links === 1 || type === "dir" ? 0n : stat.deviceId,
    sizeBytes: type === "file" ? stat.sizeBytes : 0,
    links,
    linkTarget: type === "symlink" ? readlinkSync(rawPathForFs(path), { encoding: "buffer" }) : NOTHING,
    extendedAttributes,
    genericAttributes: undefined,
    device: isDevice ? stat.device : 0n,
    content,
    subtree: undefined,
    error: "",
  };
  return { node, attributesError };
}

/** @returns whatever follows the last `/` */
export function baseName(path: RawPath): RawPath {
  return path.slice(path.lastIndexOf("/") + 1) as RawPath;
}
