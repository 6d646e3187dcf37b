import type { CheckedInput, Output } from "../../../shared/api/methods.ts";
import { BackstayError, isBackstayError } from "../../../shared/errors.ts";
import type { BlobId, SeriesId, SnapshotId } from "../../../shared/ids.ts";
import type { FileVersion } from "../../../shared/model/browse.ts";
import { joinRawPath, type RawPath } from "../../platform/raw-path.ts";
import type { TreeNode } from "../../repository/node.ts";
import { sha256 } from "../../repository/pack/blob-codec.ts";
import type { StoredSnapshot } from "../../repository/snapshots/load-snapshots.ts";
import { breathe } from "../../restore/browse/breathe.ts";
import { oddError, reportProblem } from "../../restore/browse/browse-problem.ts";
import { entryOfNode } from "../folder-entries.ts";
import { componentsOf, findOdd } from "../locate.ts";
import { timeMsOf } from "../time-ms.ts";
import { originalPlace } from "../today/original-place.ts";
import { describeEntry } from "../tree-entry.ts";
import type { CallContext } from "./call-context.ts";
import { lookAt } from "./folder-states.ts";

/** Snapshots one after the other that hold the same, or hold it not. */
type Life = {
  readonly node: TreeNode | undefined;
  readonly key: string;
  readonly snapshots: readonly StoredSnapshot[];
};

const TODAY_LIMIT_MS = 1000;

/**
 * The states that one path went through, the newest first. A snapshot in which it cannot be told, for it is damaged, counts for
 * none.
 */
export async function listVersions(
  input: CheckedInput<"restore.versions">,
  context: CallContext,
): Promise<Output<"restore.versions">> {
  const { opened, signal } = context;
  const names = componentsOf(input.path as RawPath);
  const name = names.at(-1);
  if (name === undefined || names.includes(".." as RawPath) || names.includes("." as RawPath))
    return { versions: [] };
  const folder = `/${names.slice(0, -1).join("/")}` as RawPath;
  const snapshots = opened.series(input.seriesId);
  const lives =
    (await findLivesByIndex(input.seriesId, snapshots, names, context)) ??
    (await findLives(snapshots, names, context));
  const present = lives.flatMap(({ node }) => (node === undefined ? [] : [entryOfNode(node)]));
  const newest = snapshots.at(-1);
  const place = newest === undefined ? undefined : originalPlace(newest, opened.hostname);
  const states = await lookAt(context.today, folder, present, place, TODAY_LIMIT_MS);
  signal.throwIfAborted();
  const entries = present.map((entry, n) => describeEntry(folder, entry, states[n] ?? null, present.length));
  let next = 0;
  const versions = lives.map((life): FileVersion => {
    const [first] = life.snapshots;
    const last = life.snapshots.at(-1);
    if (first === undefined || last === undefined) throw new Error("a life has snapshots");
    const entry = life.node === undefined ? null : (entries[next++] ?? null);
    return {
      firstSnapshotId: first.id,
      lastSnapshotId: last.id,
      firstMs: timeMsOf(first.timeNs),
      lastMs: timeMsOf(last.timeNs),
      snapshotCount: life.snapshots.length,
      entry,
    };
  });
  return { versions: versions.reverse() };
}

/**
 * The index knows when a file was there, so that only one snapshot of each version has to be looked into.
 * @returns undefined when the index does not know (all of) it
 */
async function findLivesByIndex(
  seriesId: SeriesId,
  snapshots: readonly StoredSnapshot[],
  names: readonly RawPath[],
  context: CallContext,
): Promise<readonly Life[] | undefined> {
  const known = context.search.use((index) =>
    index.indexed(seriesId) < snapshots.length ? undefined : index.livesOf(seriesId, names),
  );
  if (known === undefined) return undefined;
  const numbers = new Map(snapshots.map(({ id }, n) => [id, n]));
  const finder = createNodeFinder(names, context);
  const lives: Life[] = [];
  let next = numbers.get(known[0]?.first ?? ("" as SnapshotId)) ?? 0;
  for (const { first, last } of known) {
    const [from, to] = [numbers.get(first), numbers.get(last)];
    const snapshot = from === undefined ? undefined : snapshots[from];
    if (from === undefined || to === undefined || snapshot === undefined) return undefined; // it knows other snapshots
    const node = await finder(snapshot);
    if (node === undefined || node === "unknown") return undefined;
    if (from > next) lives.push({ node: undefined, key: "", snapshots: snapshots.slice(next, from) });
    lives.push({ node, key: keyOf(node), snapshots: snapshots.slice(from, to + 1) });
    next = to + 1;
  }
  if (known.length > 0 && next < snapshots.length) {
    lives.push({ node: undefined, key: "", snapshots: snapshots.slice(next) });
  }
  return lives;
}

/** Oldest first; the first one is there. */
async function findLives(
  snapshots: readonly StoredSnapshot[],
  names: readonly RawPath[],
  context: CallContext,
): Promise<readonly Life[]> {
  const finder = createNodeFinder(names, context);
  const lives: (Life & { readonly snapshots: StoredSnapshot[] })[] = [];
  for (const snapshot of snapshots) {
    await breathe();
    context.signal.throwIfAborted();
    const found = await finder(snapshot);
    if (found === "unknown" || (found === undefined && lives.length === 0)) continue;
    const key = found === undefined ? "" : keyOf(found);
    const last = lives.at(-1);
    if (last?.key === key) last.snapshots.push(snapshot);
    else lives.push({ node: found, key, snapshots: [snapshot] });
  }
  return lives;
}

type Finder = (snapshot: StoredSnapshot) => Promise<TreeNode | undefined | "unknown">;

/** Most folders on the way are the same in most snapshots, so what was found below one is remembered. */
function createNodeFinder(names: readonly RawPath[], { opened, signal }: CallContext): Finder {
  const known = new Map<string, TreeNode | undefined>();

  async function below(
    tree: BlobId,
    depth: number,
    above: ReadonlySet<BlobId>,
  ): Promise<TreeNode | undefined> {
    const key = `${depth} ${tree}`;
    if (known.has(key)) return known.get(key);
    const listing = await opened.listings.get(tree, signal);
    const number = listing.find(names[depth] ?? ("" as RawPath));
    const odd = number === undefined ? findOdd(listing, names[depth] ?? ("" as RawPath)) : undefined;
    if (odd !== undefined) throw oddError(odd, joinRawPath("/" as RawPath, names.join("/") as RawPath));
    const node = number === undefined ? undefined : listing.node(number);
    const found = depth === names.length - 1 ? node : await entered(tree, node, depth, above);
    known.set(key, found);
    return found;
  }

  function entered(tree: BlobId, node: TreeNode | undefined, depth: number, above: ReadonlySet<BlobId>) {
    if (node?.type !== "dir") return undefined;
    const { subtree } = node;
    if (subtree === undefined || above.has(subtree)) {
      const reason = subtree === undefined ? "no-subtree" : "within-itself";
      throw new BackstayError("TREE_BROKEN", { treeId: tree, reason });
    }
    return below(subtree, depth + 1, new Set([...above, subtree]));
  }

  return async (snapshot) => {
    try {
      return await opened.withFreshIndex(() => below(snapshot.tree, 0, new Set([snapshot.tree])), signal);
    } catch (error) {
      if (isBackstayError(error, "CANCELLED")) throw error;
      reportProblem(error, joinRawPath("/" as RawPath, names.join("/") as RawPath), {
        onProblem: () => undefined,
      });
      return "unknown";
    }
  };
}

/** Two are the same version when type, modification time and content are. */
function keyOf({ type, mtimeNs, content, subtree, linkTarget }: TreeNode): string {
  const target = Buffer.from(linkTarget).toString("hex");
  const parts = [type, mtimeNs, subtree, target, ...(content ?? [])];
  return sha256(Buffer.from(parts.join(" "))).toString("hex");
}
