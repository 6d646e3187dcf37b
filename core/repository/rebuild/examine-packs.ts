import { availableParallelism } from "node:os";
import { isBackstayError } from "../../../shared/errors.ts";
import type { PackHeaderFault } from "../../../shared/listing-faults.ts";
import { createByteBudget } from "../check/byte-budget.ts";
import { startVerifiers } from "../check/verifier-team.ts";
import { encodePackHeader } from "../format/pack-header.ts";
import { forEachAtOnce } from "../inventory/for-each-at-once.ts";
import type { InventoriedPack } from "../inventory/pack-inventory.ts";
import { isUnreadable } from "../inventory/unreadable.ts";
import type { Repository } from "../repository.ts";
import type { PackEntry } from "../types.ts";
import { readPackHeader } from "./read-pack-header.ts";

/** What became of a pack that was read in full. */
export type ExaminedPack =
  | { readonly pack: InventoriedPack; readonly state: "whole"; readonly entries: readonly PackEntry[] }
  /** Its own list of contents is right, but not everything it names. */
  | { readonly pack: InventoriedPack; readonly state: "damaged"; readonly entries: readonly PackEntry[] }
  | { readonly pack: InventoriedPack; readonly state: "header-broken"; readonly reason: PackHeaderFault };

/** Reads packs in full. */
export type PackExaminer = {
  /**
   * Examines several at once; the answers come in no certain order.
   * @param isPassedOver whether a pack counts as damaged after this error, instead of giving up
   */
  examineAll(
    packs: readonly InventoriedPack[],
    isPassedOver: (pack: InventoriedPack, error: unknown) => boolean,
  ): Promise<readonly ExaminedPack[]>;
  stop(): Promise<void>;
};

const MAX_THREADS = 4;
const PACKS_AT_ONCE = 3;
const BYTES_AT_ONCE = 96 * 1024 * 1024;

/** Threads are started when the first pack comes: most rebuilds need none. */
export function createPackExaminer(repository: Repository, signal: AbortSignal): PackExaminer {
  let team: ReturnType<typeof startVerifiers> | undefined;
  const budget = createByteBudget(BYTES_AT_ONCE);
  const threads = Math.min(MAX_THREADS, availableParallelism());

  async function isWhole(pack: InventoriedPack, entries: readonly PackEntry[]): Promise<boolean> {
    const { id, fileBytes = 0 } = pack;
    await budget.take(fileBytes);
    try {
      const bytes = await repository.store.read("pack", id, undefined, signal);
      team ??= startVerifiers(threads, { masterKey: repository.masterKey });
      const report = await team.verify({ packId: id, bytes, indexedHeader: encodePackHeader(entries) });
      return report.problems.length === 0;
    } finally {
      budget.giveBack(fileBytes);
    }
  }

  async function examine(
    pack: InventoriedPack,
    isPassedOver: (pack: InventoriedPack, error: unknown) => boolean,
  ): Promise<ExaminedPack> {
    const { id, fileBytes = 0 } = pack;
    let entries: readonly PackEntry[] | undefined;
    try {
      entries = await readPackHeader(repository, id, fileBytes, signal);
      return { pack, state: (await isWhole(pack, entries)) ? "whole" : "damaged", entries };
    } catch (error) {
      if (isBackstayError(error, "PACK_HEADER_BROKEN"))
        return { pack, state: "header-broken", reason: error.details.reason };
      if (!isUnreadable(error) || !isPassedOver(pack, error)) throw error;
      if (entries !== undefined) return { pack, state: "damaged", entries };
      return { pack, state: "header-broken", reason: "unreadable" };
    }
  }

  return {
    async examineAll(packs, isPassedOver) {
      const examined: ExaminedPack[] = [];
      await forEachAtOnce(packs, PACKS_AT_ONCE, async (pack) => {
        examined.push(await examine(pack, isPassedOver));
      });
      return examined;
    },
    stop: async () => team?.stop(),
  };
}
