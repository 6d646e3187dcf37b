import type { PackSaver } from "../repository/index/pack-saver.ts";
import type { IndexedRepository } from "../repository/repository.ts";
import { freeBytes } from "../threads/free-bytes.ts";

/** Takes packs and throws them away, so that a dry run does all the work and knows all the sizes. */
export function createDryRunSaver({ cache }: IndexedRepository): PackSaver {
  const claimed = new Set<string>();
  const stats = { packs: 0, bytesStored: 0, blobsStored: 0 };
  const keyOf = (type: string, id: Uint8Array) => `${type}${Buffer.from(id).toString("latin1")}`;
  return {
    stats,
    isKnown: (type, id) => claimed.has(keyOf(type, id)) || cache.index.hasRaw(type, id),
    claim: (type, id) => void claimed.add(keyOf(type, id)),
    save(pack, release = freeBytes) {
      stats.packs += 1;
      stats.bytesStored += pack.bytes.length;
      release(pack.bytes);
      return Promise.resolve();
    },
    finish: () => Promise.resolve(),
    settle: () => Promise.resolve(),
  };
}
