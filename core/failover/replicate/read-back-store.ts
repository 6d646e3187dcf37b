import { BackstayError, type FileKind, type KeptKind } from "../../../shared/errors.ts";
import { giveBackMemory } from "../../platform/spare-memory.ts";
import { sha256 } from "../../repository/pack/blob-codec.ts";
import type { Store } from "../../storage/store.ts";

export type ReadBackStore = Store & { readonly packsReadBack: () => number };

/**
 * A store that reads back what it has just stored, and compares: everything but locks, which come and go, and packs, of which it is a share. What
 * came back differently is stored a second time, for the fault may have been on the way.
 *
 * @param share of packs, from 0 to 1; of those that are stored the first is always among them, unless it is 0
 * @throws {BackstayError} REPLICA_UNRELIABLE from `write` when it came back differently twice
 */
export function readingBack(store: Store, share: number): ReadBackStore {
  let packs = 0;
  let packsReadBack = 0;

  function isChosen(kind: FileKind): kind is KeptKind {
    if (kind !== "pack") return kind !== "lock";
    packs += 1;
    // evenly: after each pack as many were read back as its share demands
    const isDue = packsReadBack < packs * share;
    if (isDue) packsReadBack += 1;
    return isDue;
  }

  async function isSame(kind: FileKind, name: string, sum: Buffer, signal: AbortSignal | undefined) {
    const stored = await store.read(kind, name, undefined, signal);
    const isRight = sha256(stored).equals(sum);
    giveBackMemory(stored);
    return isRight;
  }

  return {
    ...store,
    packsReadBack: () => packsReadBack,
    async write(kind, name, bytes, signal) {
      await store.write(kind, name, bytes, signal);
      if (!isChosen(kind)) return;
      const sum = sha256(bytes);
      if (await isSame(kind, name, sum, signal)) return;
      await store.write(kind, name, bytes, signal);
      if (await isSame(kind, name, sum, signal)) return;
      throw new BackstayError("REPLICA_UNRELIABLE", { location: store.location, kind, name });
    },
  };
}
