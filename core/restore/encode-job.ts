import type { WriteFile, WriteJob } from "./messages.ts";
import type { WantedBlob } from "./plan-reads.ts";
import type { SealedBlobs } from "./read-sealed.ts";
import type { RestoreFile } from "./restore-file.ts";

const ID_LENGTH = 32;
const BLOB_NUMBERS = 5;

let lastKey = 0;

/** A number by which threads know one try at one file. */
export function newFileKey(): number {
  lastKey += 1;
  return lastKey;
}

/** The file as a thread is told of it: to be made and finished in one go, unless it was prepared. */
export function writeFileOf(file: RestoreFile): WriteFile {
  const { place, sizeBytes, metadata, state } = file;
  if (state !== "prepared") file.key = newFileKey();
  return { key: file.key, path: place.path, sizeBytes, whole: state === "prepared" ? undefined : metadata };
}

/**
 * Puts blobs that were read, and where they belong, into a message.
 *
 * @param blobs those of the job that could be read, in its order
 * @returns the message, and the files in the order it numbers them
 */
export function encodeJob(
  blobs: readonly WantedBlob[],
  sealed: SealedBlobs,
  isLeftOut: (file: RestoreFile) => boolean,
): { message: WriteJob; files: readonly RestoreFile[] } {
  const places = sealed.blobs.filter((blob) => blob !== undefined);
  const numbers = new Map<RestoreFile, number>();
  const targets: number[] = [];
  const ids = new Uint8Array(blobs.length * ID_LENGTH);
  const table = new Float64Array(blobs.length * BLOB_NUMBERS);
  for (const [n, { place, targets: wanted }] of blobs.entries()) {
    let count = 0;
    for (const { file, position } of wanted) {
      if (file.state === "failed" || isLeftOut(file)) continue;
      const number = numbers.get(file) ?? numbers.size;
      numbers.set(file, number);
      targets.push(number, position);
      count += 1;
    }
    const { buffer = -1, offset = 0 } = places[n] ?? {};
    ids.set(Buffer.from(place.id, "hex"), n * ID_LENGTH);
    table.set([buffer, offset, place.length, place.uncompressedLength, count], n * BLOB_NUMBERS);
  }
  const files = [...numbers.keys()];
  const message = {
    files: files.map(writeFileOf),
    buffers: sealed.buffers,
    ids,
    blobs: table,
    targets: Float64Array.from(targets),
  };
  return { message, files };
}
