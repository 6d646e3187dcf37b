import type { CheckedInput, Output } from "../../../shared/api/methods.ts";
import type { RawPath } from "../../platform/raw-path.ts";
import { createPathLimit } from "../../restore/browse/path-limit.ts";
import { entryOfNode, type ListedEntry } from "../folder-entries.ts";
import { locateSelection } from "../selection.ts";
import type { PlacedEntry } from "../today/compare-with-disk.ts";
import { originalPlace } from "../today/original-place.ts";
import { walkListings } from "../walk-listings.ts";
import type { CallContext } from "./call-context.ts";

/** Files that are looked at together: so few that a page of a folder, which asks the same thread, need not wait long. */
const BATCH = 1000;
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

  async function count(folder: RawPath, entry: ListedEntry): Promise<void> {
    const { name, type, sizeBytes, mtimeNs, linkTarget } = entry;
    if (type === "dir") {
      total.folders += 1;
      return;
    }
    total.files += 1;
    total.bytes = addSize(total.bytes, sizeBytes);
    if (goneToday === null) return;
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
    if (node !== undefined) await count(folder, entryOfNode(node));
    if (tree === undefined) continue;
    const limit = createPathLimit(opened.repository, signal);
    try {
      const below = walkListings(opened.listings, { path, tree }, signal, limit);
      for await (const { folder: within, entry } of below) await count(within, entry);
    } finally {
      limit.close();
    }
  }
  await lookAtBatch();
  return { ...total, goneToday };
}

/** A hostile tree can claim any sizes. */
function addSize(sum: number, sizeBytes: number): number {
  return Math.min(sum + sizeBytes, Number.MAX_SAFE_INTEGER);
}
