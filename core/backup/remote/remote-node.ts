import { type RawPath, rawPathToBytes } from "../../platform/raw-path.ts";
import type { SftpAttributes } from "../../remote/sftp/packets.ts";
import { goModeFromStMode, stModeFromGoMode, typeFromStMode } from "../../repository/format/node-mode.ts";
import { encodeNode } from "../../repository/format/tree-encode.ts";
import type { NodeType, TreeNode } from "../../repository/node.ts";
import type { EntryFacts } from "../folder-record.ts";
import type { MachineAccounts } from "./machine-accounts.ts";

const NOTHING = new Uint8Array(0);
const NS_PER_SECOND = 1_000_000_000n;

/**
 * Stands in a record, where a file has no device, for one that was written to when the backup before had begun, or just before: it may
 * have been written to once more in the same second, which its time does not show. It is read again, once.
 */
export const UNSETTLED = 1n;

/** What SFTP does not tell is zero here as in {@link encodeRemoteNode}, so that the two can be compared. */
export function factsOfAttributes(
  name: RawPath,
  { stMode = 0, uid = 0, gid = 0, sizeBytes = 0, mtimeSeconds = 0 }: SftpAttributes,
): EntryFacts {
  const type = typeFromStMode(stMode);
  const mtimeNs = BigInt(mtimeSeconds) * NS_PER_SECOND;
  return {
    ...{ name, uid, gid, mode: goModeFromStMode(stMode), links: linksOf(type) },
    ...{ mtimeNs, ctimeNs: mtimeNs, inode: 0n, device: 0n, sizeBytes: type === "file" ? sizeBytes : 0 },
  };
}

/** Hard links cannot be told apart from copies. */
function linksOf(type: NodeType): number {
  return type === "dir" || type === "fifo" ? 0 : 1;
}

/**
 * @param facts of the entry
 * @returns JSON of the node, to be completed with a file's content or a folder's tree
 */
export function encodeRemoteNode(
  { name, mode, uid, gid, links, mtimeNs, sizeBytes }: EntryFacts,
  linkTarget: RawPath | undefined,
  accounts: MachineAccounts,
): string {
  const node: TreeNode = {
    ...{ name: rawPathToBytes(name), type: typeOf(mode), mode, mtimeNs, atimeNs: mtimeNs, ctimeNs: mtimeNs },
    ...{ uid, gid, user: accounts.userName(uid), group: accounts.groupName(gid) },
    ...{ inode: 0n, deviceId: 0n, device: 0n, links, sizeBytes },
    linkTarget: linkTarget === undefined ? NOTHING : rawPathToBytes(linkTarget),
    ...{ extendedAttributes: [], genericAttributes: undefined, content: null, subtree: undefined, error: "" },
  };
  return encodeNode(node);
}

/** @param mode Go's */
export function typeOf(mode: number): NodeType {
  return typeFromStMode(stModeFromGoMode(mode));
}
