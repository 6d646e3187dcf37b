import type { CheckedInput, Output } from "../../../shared/api/methods.ts";
import { isBackstayError } from "../../../shared/errors.ts";
import type { TreeChange } from "../../../shared/model/browse.ts";
import { joinRawPath, type RawPath, rawPathFromBytes, rawPathToText } from "../../platform/raw-path.ts";
import type { TreeNode } from "../../repository/node.ts";
import type { StoredSnapshot } from "../../repository/snapshots/load-snapshots.ts";
import { hasSameContent, isSameNode } from "../../restore/browse/compare-nodes.ts";
import { type DiffChange, diffSnapshots } from "../../restore/browse/diff-snapshots.ts";
import { walkTree } from "../../restore/browse/walk-tree.ts";
import { type Located, locate } from "../locate.ts";
import { contractPath } from "../tree-entry.ts";
import type { CallContext } from "./call-context.ts";
import type { Comparison } from "./comparison-cache.ts";

/** Beyond, changes are counted only; nobody reads so far. */
const MAX_LISTED = 100_000;
const KEEP = 4;

/**
 * Compares a folder or a file of two snapshots.
 * @throws {BackstayError} SNAPSHOT_NOT_FOUND, PATH_NOT_IN_SNAPSHOT when neither has it, or what reading a tree throws
 */
export async function compareSnapshots(
  input: CheckedInput<"restore.compare">,
  context: CallContext,
): Promise<Output<"restore.compare">> {
  const { opened, signal, comparisons } = context;
  const from = await opened.snapshot(input.fromSnapshotId, signal);
  const to = await opened.snapshot(input.toSnapshotId, signal);
  const path = input.path as RawPath;
  const key = `${from.tree} ${to.tree} ${path}`;
  const comparison = comparisons.get(key) ?? (await compare(from, to, path, context));
  comparisons.delete(key);
  comparisons.set(key, comparison);
  for (const oldest of comparisons.keys()) if (comparisons.size > KEEP) comparisons.delete(oldest);
  const { changes, ...counts } = comparison;
  const end = input.offset + input.limit;
  return { changes: changes.slice(input.offset, end), hasMore: changes.length > end, ...counts };
}

async function compare(
  from: StoredSnapshot,
  to: StoredSnapshot,
  path: RawPath,
  context: CallContext,
): Promise<Comparison> {
  const changes: TreeChange[] = [];
  const counts = { added: 0, removed: 0, changed: 0 };
  for await (const change of changesAt(from, to, path, context)) {
    counts[change.change === "added" ? "added" : change.change === "removed" ? "removed" : "changed"] += 1;
    if (changes.length < MAX_LISTED) changes.push(change);
  }
  return { changes, ...counts };
}

async function* changesAt(
  from: StoredSnapshot,
  to: StoredSnapshot,
  path: RawPath,
  { opened, signal }: CallContext,
): AsyncGenerator<TreeChange> {
  const { repository, listings } = opened;
  const before = await locateOrNothing(() => locate(listings, from, path, signal));
  const after =
    before === undefined
      ? await locate(listings, to, path, signal)
      : await locateOrNothing(() => locate(listings, to, path, signal));
  const options = { signal, onProblem: () => undefined };
  if (before?.tree !== undefined && after?.tree !== undefined) {
    const root = after.path;
    for await (const event of diffSnapshots(repository, before.tree, after.tree, {
      ...options,
      metadata: true,
      withoutStatistics: true,
    })) {
      const change = event.kind === "change" ? describeChange(below(root, event.path), event) : undefined;
      if (change !== undefined) yield change;
    }
    return;
  }
  const own = before?.path ?? after?.path ?? path;
  const change = describeChange(own, { before: before?.node, after: after?.node });
  if (change !== undefined) yield change;
  for (const [side, located] of [
    ["before", before],
    ["after", after],
  ] as const) {
    if (located?.tree === undefined) continue;
    for await (const { path: inside, node } of walkTree(repository, located.tree, {
      ...options,
      root: located.path,
    })) {
      const lone = describeChange(inside, { before: undefined, after: undefined, [side]: node });
      if (lone !== undefined) yield lone;
    }
  }
}

async function locateOrNothing(find: () => Promise<Located>): Promise<Located | undefined> {
  try {
    return await find();
  } catch (error) {
    if (isBackstayError(error, "PATH_NOT_IN_SNAPSHOT")) return undefined;
    throw error;
  }
}

function below(root: RawPath, path: RawPath): RawPath {
  return path === "/" ? root : joinRawPath(root, path.slice(1) as RawPath);
}

type Sides = Pick<DiffChange, "before" | "after">;

/** @returns undefined when nothing changed that a person would call a change */
function describeChange(path: RawPath, { before, after }: Sides): TreeChange | undefined {
  const change = kindOfChange(before, after);
  if (change === undefined) return undefined;
  return {
    path: contractPath(path),
    text: rawPathToText(path),
    change,
    sizeBytesBefore: before?.type === "file" ? before.sizeBytes : null,
    sizeBytesAfter: after?.type === "file" ? after.sizeBytes : null,
  };
}

function kindOfChange(
  before: TreeNode | undefined,
  after: TreeNode | undefined,
): TreeChange["change"] | undefined {
  if (before === undefined || after === undefined) {
    return before === undefined ? (after === undefined ? undefined : "added") : "removed";
  }
  if (before.type !== after.type) return "type";
  if (before.type === "file" && !hasSameContent(before, after)) return "content";
  if (rawPathFromBytes(before.linkTarget) !== rawPathFromBytes(after.linkTarget)) return "content";
  return isSameNode(lasting(before), lasting(after)) ? undefined : "metadata";
}

/** Without what changes by itself: when it was looked at, where it lies on the disk, and that something in a folder changed. */
function lasting(node: TreeNode): TreeNode {
  return {
    ...node,
    atimeNs: 0n,
    ctimeNs: 0n,
    mtimeNs: node.type === "dir" ? 0n : node.mtimeNs,
    inode: 0n,
    deviceId: 0n,
    links: 0,
    subtree: undefined,
  };
}
