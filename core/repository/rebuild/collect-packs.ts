/** What a new index is to name: packs that are believed, packs that were read in full, and what is saved of the rest. */
import type { BlobId, IndexId, PackId } from "../../../shared/ids.ts";
import type { PackHeaderFault } from "../../../shared/listing-faults.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import type { JobProgress } from "../../jobs/job.ts";
import type { IndexedPack } from "../format/index-file.ts";
import { encodePackHeader } from "../format/pack-header.ts";
import type { InventoriedPack, PackInventory } from "../inventory/pack-inventory.ts";
import { isUnreadable } from "../inventory/unreadable.ts";
import type { Repository } from "../repository.ts";
import type { BlobType, PackEntry } from "../types.ts";
import { createPackExaminer, type ExaminedPack } from "./examine-packs.ts";
import { salvagePack } from "./salvage-pack.ts";

/** `scratch` holds the old index as far as it can be read; `cache` what this computer remembers. */
export type Caches = { readonly cache: RepositoryCache; readonly scratch: RepositoryCache };

/** A damaged pack. What is whole in it, and in no other pack, has been copied into new packs. */
export type LeftOutPack = {
  readonly packId: PackId;
  /** What is wrong with its list of contents; undefined when only blobs are damaged. */
  readonly reason: PackHeaderFault | undefined;
  readonly savedBlobs: number;
  /** Blobs it should hold that are damaged, and whole in no other pack. With a broken list there may have been others. */
  readonly lostBlobs: number;
};

/** Packs that are examined before what came of them is written. */
const PACKS_PER_BATCH = 32;

/** Which accounts of packs count. */
export type Trust = {
  /** What the index says of the pack is taken over without a look at it. */
  readonly isBelieved: (pack: InventoriedPack) => boolean;
  /** What the store cannot give of the pack counts as lost after this error, instead of ending the work. */
  readonly isPassedOver: (pack: InventoriedPack, error: unknown) => boolean;
  /** Called when all packs were examined. @throws when too much was passed over for damage of a few places */
  readonly confirm: (packsRead: number) => void;
};

export type CollectJob = {
  readonly signal: AbortSignal;
  reportProgress(progress: JobProgress): void;
};

/** See `RebuildResult`. */
export type Counts = { -readonly [K in "packs" | "packsRead" | "lostBlobs"]: number } & {
  readonly packsForgotten: PackId[];
  readonly problems: LeftOutPack[];
};

/** A pack whose whole blobs are to be saved; `reason` as in {@link LeftOutPack}, and `isGone` when there is no file. */
type Wreck = {
  readonly pack: InventoriedPack;
  /** By its own header; undefined when only the index can say. */
  readonly entries: readonly PackEntry[] | undefined;
  readonly reason: PackHeaderFault | undefined;
  readonly isGone: boolean;
};

/** @returns what the new index is to name, and counts that are complete when all of it was taken */
export function collectPacks(
  repository: Repository,
  inventory: PackInventory,
  { cache, scratch }: Caches,
  trust: Trust,
  { signal, reportProgress }: CollectJob,
): { readonly counts: Counts; readonly packs: AsyncIterable<IndexedPack> } {
  const counts: Counts = { packs: 0, packsRead: 0, lostBlobs: 0, packsForgotten: [], problems: [] };
  const wrecks: Wreck[] = [];
  /** Packs that the scratch index names, but that cannot be counted on to hold what it says. */
  const uncounted = new Set<PackId>();
  let takenIn = 0;

  /** Lets what is damaged be looked up in packs that the old index did not name. */
  function takeIn(packs: readonly IndexedPack[]): void {
    takenIn += 1;
    const id = takenIn.toString(16).padStart(64, "0") as IndexId; // no index file has it, and the scratch wants one
    scratch.index.addIndexFile(id, packs);
  }

  const entriesOf = ({ number }: InventoriedPack) =>
    number === undefined ? [] : inventory.entriesOf(number);

  function sort(examined: ExaminedPack): IndexedPack | undefined {
    const { pack, state } = examined;
    const { id, number } = pack;
    if (state === "whole") {
      const { entries } = examined;
      if (number === undefined) takeIn([{ id, entries }]);
      else if (Buffer.compare(encodePackHeader(entries), encodePackHeader(entriesOf(pack))) !== 0)
        uncounted.add(id);
      return { id, entries };
    }
    uncounted.add(id);
    if (state === "damaged")
      wrecks.push({ pack, entries: examined.entries, reason: undefined, isGone: false });
    else wrecks.push({ pack, entries: undefined, reason: examined.reason, isGone: false });
    return undefined;
  }

  const hasElsewhere = (type: BlobType, id: BlobId) =>
    scratch.index.locate(type, id).some(({ packId }) => !uncounted.has(packId));

  async function salvage({ pack, entries, reason, isGone }: Wreck): Promise<readonly IndexedPack[]> {
    const { id, fileBytes = 0 } = pack;
    const damaged = { id, fileBytes, entries: entries ?? entriesOf(pack) };
    const rememberedTree = (tree: BlobId) => cache.trees.json(tree);
    const isPassedOver = (error: unknown) => isUnreadable(error) && trust.isPassedOver(pack, error);
    const options = { hasElsewhere, rememberedTree, isPassedOver };
    const { packs, savedBlobs, lost } = await salvagePack(repository, damaged, options, signal);
    takeIn(packs);
    counts.lostBlobs += lost.length;
    if (!isGone) counts.problems.push({ packId: id, reason, savedBlobs, lostBlobs: lost.length });
    return packs;
  }

  async function* collect(examiner: ReturnType<typeof createPackExaminer>): AsyncGenerator<IndexedPack> {
    let doubtful: InventoriedPack[] = [];

    async function* examineDoubtful(): AsyncGenerator<IndexedPack> {
      for (const examined of await examiner.examineAll(doubtful, trust.isPassedOver)) {
        counts.packsRead += 1;
        const pack = sort(examined);
        if (pack !== undefined) yield pack;
      }
      reportProgress({ phase: "packs", filesDone: counts.packsRead, bytesDone: 0 });
      doubtful = [];
    }

    for (const pack of inventory.packs()) {
      const { id, number, fileBytes } = pack;
      if (fileBytes === undefined) {
        counts.packsForgotten.push(id);
        uncounted.add(id);
        wrecks.push({ pack, entries: undefined, reason: undefined, isGone: true });
      } else if (number !== undefined && trust.isBelieved(pack)) yield { id, entries: entriesOf(pack) };
      else doubtful.push(pack);
      if (doubtful.length >= PACKS_PER_BATCH) yield* examineDoubtful();
    }
    yield* examineDoubtful();
    trust.confirm(counts.packsRead);
    // last, when it is known what other packs have
    for (const wreck of wrecks) yield* await salvage(wreck);
  }

  async function* count(): AsyncGenerator<IndexedPack> {
    const examiner = createPackExaminer(repository, signal);
    try {
      for await (const pack of collect(examiner)) {
        counts.packs += 1;
        yield pack;
      }
    } finally {
      await examiner.stop();
    }
  }

  return { counts, packs: count() };
}
