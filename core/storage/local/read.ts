import { constants, type Stats } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { BackstayError, type FileKind } from "../../../shared/errors.ts";
import { readDirectly } from "../../platform/direct-io.ts";
import { takeMemory } from "../../platform/spare-memory.ts";
import { rangeWithin } from "../object-range.ts";
import type { ByteRange } from "../store.ts";

/** Bytes read between two looks at the signal, so that a cancel is quick on a slow share too. */
const SLICE_BYTES = 4 * 1024 * 1024;

/** See `Store.read`; throws the system's errors as they are. */
export async function readObject(
  path: string,
  kind: FileKind,
  name: string,
  range: ByteRange | undefined,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  // Without O_NONBLOCK a FIFO put in a file's place would hold a thread for ever.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const sizeBytes = sizeOfFile(await file.stat(), kind, name);
    const { offset, length } = rangeWithin(sizeBytes, range, kind, name);
    const direct = await readDirectly(path, file.fd, offset, length, signal);
    if (direct !== undefined) return direct;
    const bytes = takeMemory(length).subarray(0, length);
    const filled = await fill(file, bytes, offset, signal);
    if (filled < length) throw new BackstayError("OBJECT_CORRUPT", { kind, name, reason: "too-short" });
    return bytes;
  } finally {
    await file.close();
  }
}

/** See `Store.size`; throws the system's errors as they are. */
export async function objectSize(path: string, kind: FileKind, name: string): Promise<number> {
  return sizeOfFile(await stat(path), kind, name);
}

function sizeOfFile(stats: Stats, kind: FileKind, name: string): number {
  if (!stats.isFile()) throw new BackstayError("OBJECT_MISSING", { kind, name });
  return stats.size;
}

/** @returns how many bytes there were: fewer than asked for only when the file was cut short meanwhile */
async function fill(
  file: FileHandle,
  bytes: Uint8Array,
  offset: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  let done = 0;
  while (done < bytes.length) {
    signal?.throwIfAborted();
    const { bytesRead } = await file.read(
      bytes,
      done,
      Math.min(SLICE_BYTES, bytes.length - done),
      offset + done,
    );
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}
