import type { BlobId } from "../../../shared/ids.ts";
import { compilePatterns, type Pattern } from "../../backup/exclude/compile-patterns.ts";
import type { RawPath } from "../../platform/raw-path.ts";
import type { TreeNode } from "../../repository/node.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import type { BrowseOptions, BrowseProblem } from "./browse-problem.ts";
import { isWithin, type SnapshotRoot } from "./find-path.ts";
import { type WalkedEntry, walkTree } from "./walk-tree.ts";

export type FindQuery = {
  /** An entry is found when one of them fits it, or a folder above it. */
  readonly patterns: readonly Pattern[];
  /** Modified at this time or later, in nanoseconds since 1970. */
  readonly oldestNs?: bigint | undefined;
  /** Modified at this time or before. */
  readonly newestNs?: bigint | undefined;
};

export type FoundEntry<S> = WalkedEntry & { readonly snapshot: S };

/** About 30 MB. Beyond, folders are searched again for each snapshot, which costs only time. */
const MAX_BARREN_FOLDERS = 100_000;

/**
 * Finds entries in many snapshots, all of one snapshot together, in the order the snapshots are given. A folder that
 * several snapshots share and that holds nothing wanted is searched once; where only names are asked for, also one that several
 * folders share.
 *
 * @throws {BackstayError} PATTERN_INVALID, and what {@link walkTree} throws
 */
export async function* findEntries<S extends SnapshotRoot>(
  repository: IndexedRepository,
  snapshots: Iterable<S>,
  query: FindQuery,
  options: BrowseOptions = {},
): AsyncGenerator<FoundEntry<S>> {
  const patterns = compilePatterns(query.patterns);
  const barren = new Set<string>();

  /** What fits may depend on the path as well; then a folder is remembered with both. */
  function keyOf(path: RawPath, tree: BlobId): string {
    return patterns.isOfNamesAlone && !patterns.matches(path) ? tree : tree + path;
  }

  for (const snapshot of snapshots) {
    if (barren.has(keyOf("/" as RawPath, snapshot.tree))) continue;
    let lastHit: RawPath | undefined;
    const onProblem = (problem: BrowseProblem) => {
      lastHit = problem.path; // so that damage is reported for each snapshot that suffers from it
      options.onProblem?.(problem);
    };
    const entries = walkTree(repository, snapshot.tree, {
      signal: options.signal,
      onProblem: options.onProblem && onProblem,
      enter: ({ path, node }) =>
        patterns.mayMatchBelow(path) &&
        !(node.subtree !== undefined && barren.has(keyOf(path, node.subtree))),
      leave({ path, tree }) {
        // The walk goes in order: had there been a hit in this folder, it would be the last one.
        const isBarren = lastHit === undefined || !isWithin(path, lastHit);
        if (isBarren && barren.size < MAX_BARREN_FOLDERS) barren.add(keyOf(path, tree));
      },
    });
    for await (const entry of entries) {
      if (!patterns.matches(entry.path) || !isInTime(entry.node, query)) continue;
      lastHit = entry.path;
      yield { ...entry, snapshot };
    }
  }
}

function isInTime({ mtimeNs }: TreeNode, { oldestNs, newestNs }: FindQuery): boolean {
  return (oldestNs === undefined || mtimeNs >= oldestNs) && (newestNs === undefined || mtimeNs <= newestNs);
}
