import { BackstayError } from "../../shared/errors.ts";
import type { PackId } from "../../shared/ids.ts";
import type { BlobLocation } from "../repository/types.ts";
import type { Doubt, Store } from "../storage/store.ts";

/** Unwanted bytes between two blobs that are read along rather than asking the store once more. */
const GAP_BYTES = 256 * 1024;
const CHEAP_GAP_BYTES = 16 * 1024;

/** Where a sealed blob stands in what was read; undefined when it could not be read. */
export type SealedBlob = { readonly buffer: number; readonly offset: number } | undefined;
export type SealedBlobs = {
  readonly buffers: Uint8Array<ArrayBuffer>[];
  /** For each buffer, whom to tell that it is damaged, if it could be read elsewhere. */
  readonly doubts: readonly (Doubt | undefined)[];
  /** One for each blob asked for. */
  readonly blobs: readonly SealedBlob[];
};

/**
 * Reads blobs of one pack, neighbours together.
 *
 * @param places in the order they stand in the pack
 * @throws {BackstayError} what the store throws when it is not about this pack
 */
export async function readSealed(
  store: Store,
  places: readonly BlobLocation[],
  signal: AbortSignal,
): Promise<SealedBlobs> {
  const buffers: Uint8Array<ArrayBuffer>[] = [];
  const blobs: SealedBlob[] = [];
  const doubts: (Doubt | undefined)[] = [];
  const keep = (bytes: Uint8Array<ArrayBuffer>) => {
    buffers.push(bytes);
    doubts.push(store.doubtOf?.(bytes));
  };
  for (const run of runsOf(places, store.cheapSeeks ? CHEAP_GAP_BYTES : GAP_BYTES)) {
    const bytes = await readRun(store, run, signal);
    if (bytes !== undefined) {
      const start = run[0]?.offset ?? 0;
      for (const { offset } of run) blobs.push({ buffer: buffers.length, offset: offset - start });
      keep(bytes);
      continue;
    }
    // the damage may lie beside most of them
    for (const place of run) {
      const alone = run.length === 1 ? undefined : await readRun(store, [place], signal);
      blobs.push(alone === undefined ? undefined : { buffer: buffers.length, offset: 0 });
      if (alone !== undefined) keep(alone);
    }
  }
  return { buffers, doubts, blobs };
}

/** @returns undefined when the pack is missing or broken there */
async function readRun(
  store: Store,
  run: readonly BlobLocation[],
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const [first] = run;
  const last = run.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const range = { offset: first.offset, length: last.offset + last.length - first.offset };
  try {
    return await store.read("pack", first.packId as PackId, range, signal);
  } catch (error) {
    if (error instanceof BackstayError && isDamage(error)) return undefined;
    throw error;
  }
}

function isDamage(error: BackstayError): boolean {
  return error.code === "OBJECT_MISSING" || error.code === "OBJECT_CORRUPT";
}

function runsOf(places: readonly BlobLocation[], maxGapBytes: number): BlobLocation[][] {
  const runs: BlobLocation[][] = [];
  let end = 0;
  for (const place of places) {
    const run = runs.at(-1);
    // an index that lies may have blobs overlap; those are read apart
    const isNext = place.offset >= end && place.offset - end <= maxGapBytes;
    if (run !== undefined && isNext) run.push(place);
    else runs.push([place]);
    end = place.offset + place.length;
  }
  return runs;
}
