import type { CheckedInput, Output } from "../../../shared/api/methods.ts";
import type { RawPath } from "../../platform/raw-path.ts";
import { rawPathFromBytes } from "../../platform/raw-path.ts";
import type { TreeNode } from "../../repository/node.ts";
import { walkTree } from "../../restore/browse/walk-tree.ts";
import { entryOfNode } from "../folder-entries.ts";
import { locateSelection } from "../selection.ts";
import type { PlacedEntry } from "../today/compare-with-disk.ts";
import { originalPlace } from "../today/original-place.ts";
import type { CallContext } from "./call-context.ts";

/** Files that are looked at together. */
const BATCH = 5000;
/** Together, then it is not known how many are gone. */
const TODAY_LIMIT_MS = 3000;

/** What a selection comes to, with all that is below its folders. Damaged folders count for nothing: a restore names them. */
export async function measureSelection(
  input: CheckedInput<"restore.measure">,
  context: CallContext,
): Promise<Output<"restore.measure">> {
  const { opened, signal } = context;
  const snapshot = await opened.snapshot(input.snapshotId, signal);
  const place = originalPlace(snapshot, opened.hostname);
  const total = { files: 0, folders: 0, bytes: 0 };
  const deadlineMs = performance.now() + TODAY_LIMIT_MS;
  let goneToday: number | null = place === undefined ? null : 0;
  let batch: PlacedEntry[] = [];

  async function lookAtBatch(): Promise<void> {
    const states =
      goneToday === null ? undefined : await context.today.states(batch, deadlineMs - performance.now());
    batch = [];
    if (goneToday === null || states === undefined || states.includes(null)) goneToday = null;
    else goneToday += states.filter((state) => state === "gone").length;
  }

  async function count(folder: RawPath, node: TreeNode): Promise<void> {
    if (node.type === "dir") {
      total.folders += 1;
      return;
    }
    total.files += 1;
    if (node.type === "file") total.bytes = addSize(total.bytes, node.sizeBytes);
    if (goneToday === null) return;
    const { name, type, sizeBytes, mtimeNs, linkTarget } = entryOfNode(node);
    const where = place?.of(folder, name);
    if (where === undefined) goneToday = null;
    else batch.push({ type, sizeBytes, mtimeNs, linkTarget, place: where });
    if (batch.length >= BATCH) await lookAtBatch();
  }

  for (const { folder, path, node, tree } of await locateSelection(
    opened.listings,
    snapshot,
    input.paths,
    signal,
  )) {
    if (node !== undefined) await count(folder, node);
    if (tree === undefined) continue;
    for await (const entry of walkTree(opened.repository, tree, {
      root: path,
      signal,
      onProblem: () => undefined,
    })) {
      const nameLength = rawPathFromBytes(entry.node.name).length;
      await count(entry.path.slice(0, entry.path.length - nameLength) as RawPath, entry.node);
    }
  }
  await lookAtBatch();
  return { ...total, goneToday };
}

/** A hostile tree can claim any sizes. */
function addSize(sum: number, sizeBytes: number): number {
  return Math.min(sum + sizeBytes, Number.MAX_SAFE_INTEGER);
}
