import type { PackId } from "../../../shared/ids.ts";

/** One pack as prune sees it. Bytes are those of sealed blobs, without the header. */
export type PackUse = {
  readonly id: PackId;
  readonly number: number;
  readonly blobs: number;
  readonly blobBytes: number;
  readonly treeBlobs: number;
  /** Blobs that snapshots need and that are to be kept from here; other copies of them are not counted. */
  readonly keptBlobs: number;
  readonly keptBytes: number;
};

/** What is to become of the packs the index names. */
export type PackDecisions = {
  readonly keep: readonly PackUse[];
  /** What they hold that is needed is written anew, then they go. */
  readonly repack: readonly PackUse[];
  readonly remove: readonly PackUse[];
};

/** The size report, with restic's names for the numbers. */
export type PruneReport = {
  readonly blobs: {
    /** Needed by snapshots, each counted once. */
    readonly used: number;
    /** Further copies of needed ones. */
    readonly duplicate: number;
    readonly unused: number;
    readonly total: number;
    /** In packs that are written anew, needed or not. */
    readonly repack: number;
    /** What is left out when they are. */
    readonly repackRemove: number;
    /** In packs that go as they are. */
    readonly remove: number;
    readonly removeTotal: number;
    readonly remaining: number;
  };
  readonly bytes: PruneReport["blobs"] & {
    /** In files no index names; they go. */
    readonly unreferenced: number;
    readonly remainingUnused: number;
  };
  readonly packs: {
    readonly used: number;
    readonly partlyUsed: number;
    readonly unused: number;
    readonly unreferenced: number;
    readonly total: number;
    readonly keep: number;
    readonly repack: number;
    readonly remove: number;
    readonly removeTotal: number;
  };
};

export type ReportInput = {
  readonly decisions: PackDecisions;
  /** Blobs of the index that no snapshot needs. */
  readonly unused: { readonly blobs: number; readonly bytes: number };
  readonly unreferenced: { readonly packs: number; readonly bytes: number };
};

export function pruneReport({ decisions, unused, unreferenced }: ReportInput): PruneReport {
  const { keep, repack, remove } = decisions;
  const all = [...keep, ...repack, ...remove];
  const blobs = amounts(decisions, unused.blobs, ({ blobs, keptBlobs }) => [blobs, keptBlobs]);
  const bytes = amounts(decisions, unused.bytes, ({ blobBytes, keptBytes }) => [blobBytes, keptBytes]);
  const isUsed = (pack: PackUse) => pack.keptBlobs === pack.blobs;
  const withUse = [...keep, ...repack];
  return {
    blobs,
    bytes: {
      ...bytes,
      unreferenced: unreferenced.bytes,
      total: bytes.total + unreferenced.bytes,
      removeTotal: bytes.removeTotal + unreferenced.bytes,
      remainingUnused: sum(keep, ({ blobBytes, keptBytes }) => blobBytes - keptBytes),
    },
    packs: {
      used: withUse.filter(isUsed).length,
      partlyUsed: withUse.filter((pack) => !isUsed(pack)).length,
      unused: remove.length,
      unreferenced: unreferenced.packs,
      total: all.length + unreferenced.packs,
      keep: keep.length,
      repack: repack.length,
      remove: remove.length,
      removeTotal: remove.length + unreferenced.packs,
    },
  };
}

/** @param of a pack's total and what of it is kept, in blobs or in bytes */
function amounts(
  { keep, repack, remove }: PackDecisions,
  unused: number,
  of: (pack: PackUse) => readonly [total: number, kept: number],
): PruneReport["blobs"] {
  const totalOf = (packs: readonly PackUse[]) => sum(packs, (pack) => of(pack)[0]);
  const keptOf = (packs: readonly PackUse[]) => sum(packs, (pack) => of(pack)[1]);
  const total = totalOf(keep) + totalOf(repack) + totalOf(remove);
  const used = keptOf(keep) + keptOf(repack);
  const repackTotal = totalOf(repack);
  const repackRemove = repackTotal - keptOf(repack);
  const removed = totalOf(remove);
  return {
    used,
    duplicate: total - used - unused,
    unused,
    total,
    repack: repackTotal,
    repackRemove,
    remove: removed,
    removeTotal: removed + repackRemove,
    remaining: total - removed - repackRemove,
  };
}

function sum(packs: readonly PackUse[], of: (pack: PackUse) => number): number {
  return packs.reduce((total, pack) => total + of(pack), 0);
}
