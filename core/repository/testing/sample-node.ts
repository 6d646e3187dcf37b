import type { TreeNode } from "../node.ts";

/** @returns an empty file of root's, made in 1970, unless told otherwise */
export function sampleNode(fields: Partial<TreeNode> = {}): TreeNode {
  return {
    name: Buffer.from("file"),
    type: "file",
    mode: 0o644,
    mtimeNs: 0n,
    atimeNs: fields.mtimeNs ?? 0n,
    ctimeNs: fields.mtimeNs ?? 0n,
    uid: 0,
    gid: 0,
    user: "root",
    group: "root",
    inode: 0n,
    deviceId: 0n,
    sizeBytes: 0,
    links: 1,
    linkTarget: new Uint8Array(0),
    extendedAttributes: [],
    genericAttributes: undefined,
    device: 0n,
    content: fields.type === undefined || fields.type === "file" ? [] : null,
    subtree: undefined,
    error: "",
    ...fields,
  };
}
