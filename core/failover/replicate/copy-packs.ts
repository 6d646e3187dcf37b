import { isBackstayError } from "../../../shared/errors.ts";
import { giveBackMemory, keepSpareMemory } from "../../platform/spare-memory.ts";
import { createByteBudget } from "../../repository/check/byte-budget.ts";
import { encodePackHeader } from "../../repository/format/pack-header.ts";
import type { PackSaver } from "../../repository/index/pack-saver.ts";
import { forEachAtOnce } from "../../repository/inventory/for-each-at-once.ts";
import { openPackTail } from "../../repository/inventory/pack-tail.ts";
import { sha256 } from "../../repository/pack/blob-codec.ts";
import type { Pack } from "../../repository/pack/pack-writer.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import { isDamage } from "./damage.ts";
import type { PackToCopy } from "./plan-copies.ts";
import type { PackDamage } from "./replication.ts";

/** Read while others are written, for which the saver has a limit of its own. */
const READS_AT_ONCE = 3;
const BYTES_AT_ONCE = 64 * 1024 * 1024;

export type CopyJob = {
  readonly signal: AbortSignal;
  /** Called when a pack, or all that is wanted of it, was handed to the saver. */
  onCopied(pack: PackToCopy): void;
  onDamaged(pack: PackToCopy, reason: PackDamage): void;
};

/** Copies packs byte for byte. The SHA-256 of what was read must be the pack's name, else nothing of it is written. */
export async function copyWholePacks(
  from: IndexedRepository,
  packs: readonly PackToCopy[],
  saver: PackSaver,
  { signal, onCopied, onDamaged }: CopyJob,
): Promise<void> {
  const budget = createByteBudget(BYTES_AT_ONCE);
  const letMemoryGo = keepSpareMemory();
  try {
    await forEachAtOnce(packs, READS_AT_ONCE, async (pack) => {
      await budget.take(pack.bytes);
      try {
        const read = await readProven(from, pack, signal);
        if ("damage" in read) return onDamaged(pack, read.damage);
        await saver.save(read);
        onCopied(pack);
      } finally {
        budget.giveBack(pack.bytes);
      }
    });
  } finally {
    letMemoryGo();
  }
}

async function readProven(
  from: IndexedRepository,
  { id }: PackToCopy,
  signal: AbortSignal,
): Promise<Pack | { readonly damage: PackDamage }> {
  try {
    const bytes = await readRight(from, id, signal);
    if (bytes === undefined) return { damage: "changed" };
    const tail = { packId: id, fileBytes: bytes.length, bytes };
    const entries = openPackTail(tail, (sealed) => from.sealedBytes.open(sealed));
    return { id, bytes, header: new Uint8Array(encodePackHeader(entries)) };
  } catch (error) {
    if (isDamage(error) || isBackstayError(error, "PACK_HEADER_BROKEN")) return { damage: error.code };
    throw error;
  }
}

/** What does not fit its name is read once more: memory, or a cable, may be at fault as well as the disk. */
async function readRight(
  { store }: IndexedRepository,
  id: Pack["id"],
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const bytes = await store.read("pack", id, undefined, signal);
    if (sha256(bytes).toString("hex") === id) return bytes;
    giveBackMemory(bytes);
  }
  return undefined;
}
