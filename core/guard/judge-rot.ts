import { createHash } from "node:crypto";
import type { RotKind } from "../../shared/model/source-rot.ts";
import type { TreeNode } from "../repository/node.ts";
import { hasSameContent } from "../restore/browse/compare-nodes.ts";

/** When the older of the two backups was at work. */
export type BackupSpan = { readonly beganNs: bigint; readonly endedNs: bigint };

type FileFacts = Pick<TreeNode, "type" | "sizeBytes" | "mtimeNs" | "ctimeNs" | "inode" | "content">;

/** A file that was written while it was read, or shortly before, may get its last bytes and no newer date for them. */
const MAY_BE_IN_USE_NS = 120_000_000_000n;
/** Programs that unpack give dates like 1 January 1970 or 1980 to all there is: such a date says nothing. */
const FIRST_DATE_NS = BigInt(Date.UTC(1981, 0)) * 1_000_000n;
/** Of everything that npm ever packed. */
const DATE_OF_NPM_NS = BigInt(Date.UTC(1985, 9, 26, 8, 15)) * 1_000_000n;

/**
 * Whether a file has changed though its size and its date say that it has not.
 *
 * @param saved when the snapshot with `before` was made
 * @returns undefined for any other change, and where nobody can tell
 */
export function rotOf(before: FileFacts, after: FileFacts, saved: BackupSpan): RotKind | undefined {
  if (before.type !== "file" || after.type !== "file" || hasSameContent(before, after)) return undefined;
  if (before.sizeBytes !== after.sizeBytes || before.mtimeNs !== after.mtimeNs) return undefined;
  const { mtimeNs } = before;
  const mayBeInUse =
    mtimeNs >= saved.beganNs - MAY_BE_IN_USE_NS && mtimeNs <= saved.endedNs + MAY_BE_IN_USE_NS;
  if (mayBeInUse) return undefined;
  if (before.ctimeNs === after.ctimeNs && before.inode === after.inode) return "silent";
  return mtimeNs < FIRST_DATE_NS || mtimeNs === DATE_OF_NPM_NS ? undefined : "undated";
}

/** By what a content is known again, however many parts it has. */
export function contentKey({ content, sizeBytes }: Pick<TreeNode, "content" | "sizeBytes">): string {
  const hash = createHash("sha256").update(`${sizeBytes}`);
  for (const id of content ?? []) hash.update(id);
  return hash.digest("hex").slice(0, 32);
}
