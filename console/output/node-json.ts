import { formatLocalTime } from "../../core/repository/format/go-time.ts";
import { lossyText } from "../../core/repository/format/utf8.ts";
import type { WalkedEntry } from "../../core/restore/browse/walk-tree.ts";
import { unlessZero } from "./json-value.ts";
import { pathText } from "./path-text.ts";
import { formatPermissions } from "./permissions.ts";

type Json = Readonly<Record<string, unknown>>;

/** An entry as `restic ls --json` prints it. */
export function listedNodeJson({ path, node }: WalkedEntry): Json {
  return {
    name: lossyText(node.name),
    type: node.type,
    path: pathText(path),
    uid: node.uid,
    gid: node.gid,
    size: node.type === "file" ? node.sizeBytes : undefined,
    mode: unlessZero(node.mode),
    permissions: formatPermissions(node.mode),
    mtime: formatLocalTime(node.mtimeNs),
    atime: formatLocalTime(node.atimeNs),
    ctime: formatLocalTime(node.ctimeNs),
    inode: unlessZero(node.inode),
    message_type: "node",
    struct_type: "node",
  };
}

/** An entry as `restic find --json` prints it. */
export function foundNodeJson({ path, node }: WalkedEntry): Json {
  return {
    path: pathText(path),
    permissions: formatPermissions(node.mode),
    name: lossyText(node.name),
    type: node.type,
    mode: unlessZero(node.mode),
    mtime: formatLocalTime(node.mtimeNs),
    atime: formatLocalTime(node.atimeNs),
    ctime: formatLocalTime(node.ctimeNs),
    uid: node.uid,
    gid: node.gid,
    user: unlessZero(node.user),
    group: unlessZero(node.group),
    inode: unlessZero(node.inode),
    device_id: unlessZero(node.deviceId),
    size: unlessZero(node.sizeBytes),
    links: unlessZero(node.links),
    linktarget: unlessZero(lossyText(node.linkTarget)),
  };
}
