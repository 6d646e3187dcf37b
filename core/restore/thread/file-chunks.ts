import { closeSync, constants, openSync, readSync } from "node:fs";
import { hasSystemCode } from "../../../shared/errors.ts";
import { type RawPath, rawPathForFs } from "../../platform/raw-path.ts";
import { sha256 } from "../../repository/pack/blob-codec.ts";
import type { ChunkList, VerifyAnswer, VerifyItem } from "../messages.ts";
import { problemOf } from "../problem.ts";

const ID_LENGTH = 32;
/** Never through a link, and without waiting for the other end of a FIFO. */
const READ_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
/** Leaves no trace where the system can do so: the access time is restored already. */
const QUIET_FLAGS = READ_FLAGS | (constants.O_NOATIME ?? 0);

let buffer = new Uint8Array(1024 * 1024);

/** Opens a file to compare it with what it should be. */
export function openToCompare(path: RawPath): number {
  const where = rawPathForFs(path);
  try {
    return openSync(where, QUIET_FLAGS);
  } catch (error) {
    // O_NOATIME is for the owner and root only
    if (QUIET_FLAGS !== READ_FLAGS && hasSystemCode(error, "EPERM")) return openSync(where, READ_FLAGS);
    throw error;
  }
}

/**
 * Reads the file where each chunk belongs, and compares.
 *
 * @param onRight told of each chunk that is there; `bytes` are valid during the call
 * @returns 1 for each chunk that is in its place
 */
export function compareChunks(
  descriptor: number,
  chunks: ChunkList,
  onRight: (bytes: Uint8Array, position: number) => void = () => undefined,
): Uint8Array<ArrayBuffer> {
  const right = new Uint8Array(chunks.lengths.length);
  let position = 0;
  for (const [n, length] of chunks.lengths.entries()) {
    const bytes = readChunk(descriptor, position, length);
    const id = chunks.ids.subarray(n * ID_LENGTH, (n + 1) * ID_LENGTH);
    if (bytes !== undefined && sha256(bytes).equals(id)) {
      right[n] = 1;
      onRight(bytes, position);
    }
    position += length;
  }
  return right;
}

/** Compares a file with what it should hold. That it cannot be read says nothing of what it holds. */
export function verifyFile({ path, chunks }: VerifyItem): VerifyAnswer {
  try {
    const descriptor = openToCompare(path);
    try {
      const end = chunks.lengths.reduce((sum, length) => sum + length, 0);
      const isLonger = readSync(descriptor, buffer, 0, 1, end) !== 0;
      const isRight = !isLonger && compareChunks(descriptor, chunks).every((right) => right === 1);
      return isRight ? "right" : "wrong";
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return { systemCode: problemOf(error).systemCode };
  }
}

/** @returns undefined when the file ends before the chunk does */
function readChunk(descriptor: number, position: number, length: number): Uint8Array | undefined {
  if (buffer.length < length) buffer = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const count = readSync(descriptor, buffer, done, length - done, position + done);
    if (count === 0) return undefined;
    done += count;
  }
  return buffer.subarray(0, length);
}
