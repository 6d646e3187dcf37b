import { BackstayError, type ErrorCode } from "../../../shared/errors.ts";
import { returnLargeBuffers } from "../../platform/return-large-buffers.ts";
import { keepSpareMemory } from "../../platform/spare-memory.ts";
import { encodePackHeader } from "../format/pack-header.ts";
import { forEachAtOnce } from "../inventory/for-each-at-once.ts";
import type { InventoriedPack, PackInventory } from "../inventory/pack-inventory.ts";
import type { Repository } from "../repository.ts";
import { createByteBudget } from "./byte-budget.ts";
import { startVerifiers } from "./verifier-team.ts";
import type { PackReport } from "./verify-pack.ts";

/** Packs being read or verified at once: enough to keep both the disk and the threads at work. */
const PACKS_AT_ONCE = 3;
/** What they may add up to; reached only by packs larger than restic's and our default. */
const BYTES_AT_ONCE = 96 * 1024 * 1024;

/** Faults of one file. Others, such as a store that has gone, would hit every file and end the check. */
const FILE_FAULTS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "OBJECT_MISSING",
  "OBJECT_CORRUPT",
  "STORE_FAILED",
  "STORE_DENIED",
]);

export type ReadPacksOptions = {
  readonly repository: Repository;
  readonly inventory: PackInventory;
  /** All in the index and in the store. */
  readonly packs: readonly InventoriedPack[];
  readonly threads: number;
  readonly signal: AbortSignal;
  onReport(report: PackReport): void;
  onUnreadable(pack: InventoriedPack, code: ErrorCode): void;
};

/** Reads each pack once, in full, and has it verified in a thread. */
export async function readPacks(options: ReadPacksOptions): Promise<void> {
  const { repository, inventory, packs, signal } = options;
  if (packs.length === 0) return;
  returnLargeBuffers();
  const budget = createByteBudget(BYTES_AT_ONCE);
  const letMemoryGo = keepSpareMemory();
  const team = startVerifiers(Math.min(options.threads, packs.length), { masterKey: repository.masterKey });

  async function readPack(pack: InventoriedPack): Promise<void> {
    const { id, number, fileBytes = 0 } = pack;
    if (number === undefined) return;
    await budget.take(fileBytes);
    try {
      const bytes = await repository.store.read("pack", id, undefined, signal);
      const indexedHeader = encodePackHeader(inventory.entriesOf(number));
      options.onReport(await team.verify({ packId: id, bytes, indexedHeader }));
    } catch (error) {
      if (!(error instanceof BackstayError) || !FILE_FAULTS.has(error.code)) throw error;
      options.onUnreadable(pack, error.code);
    } finally {
      budget.giveBack(fileBytes);
    }
  }

  try {
    await forEachAtOnce(packs, PACKS_AT_ONCE, readPack);
  } finally {
    await team.stop();
    letMemoryGo();
  }
}
