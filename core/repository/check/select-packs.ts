import type { InventoriedPack } from "../inventory/pack-inventory.ts";

/**
 * Which packs to verify byte for byte, as restic's `--read-data` and `--read-data-subset` say it. Packs that hold trees are
 * always read, because the trees have to be.
 */
export type ReadData =
  | { readonly kind: "none" }
  | { readonly kind: "all" }
  /** A random choice. `percent` above 0, at most 100; at least one pack is read. */
  | { readonly kind: "percent"; readonly percent: number }
  /** A random choice of about so many bytes. */
  | { readonly kind: "bytes"; readonly bytes: number }
  /** Part `part` of `of`, both from 1; the parts together are everything, each pack in one of them. `of` at most 256. */
  | { readonly kind: "part"; readonly part: number; readonly of: number };

/**
 * @param packs all that can be read
 * @param random numbers from 0 to below 1, like `Math.random`
 */
export function selectPacks(
  packs: readonly InventoriedPack[],
  readData: ReadData,
  random: () => number,
): readonly InventoriedPack[] {
  const chosen = new Set(choose(packs, readData, random));
  return packs.filter((pack) => pack.treeBlobs > 0 || chosen.has(pack));
}

function choose(
  packs: readonly InventoriedPack[],
  readData: ReadData,
  random: () => number,
): readonly InventoriedPack[] {
  switch (readData.kind) {
    case "none":
      return [];
    case "all":
      return packs;
    case "part":
      // by the first byte of the id, so that the parts are the same packs from run to run, and the same as restic's
      return packs.filter(
        ({ id }) => Number.parseInt(id.slice(0, 2), 16) % readData.of === readData.part - 1,
      );
    case "percent":
      return sample(packs, readData.percent / 100, random);
    case "bytes": {
      const totalBytes = packs.reduce((total, { fileBytes = 0 }) => total + fileBytes, 0);
      return totalBytes === 0 ? [] : sample(packs, Math.min(1, readData.bytes / totalBytes), random);
    }
  }
}

function sample(
  packs: readonly InventoriedPack[],
  share: number,
  random: () => number,
): readonly InventoriedPack[] {
  const wanted = Math.max(1, Math.floor(packs.length * share));
  return packs
    .map((pack) => ({ pack, draw: random() }))
    .sort((a, b) => a.draw - b.draw)
    .slice(0, wanted)
    .map(({ pack }) => pack);
}
