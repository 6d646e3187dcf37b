/**
 * Large files past the page cache. A pack is written once, synced at once and not read again soon, and a check or a restore
 * reads it once: copying it through the cache costs more processor time than encrypting it, and pushes out what the people
 * at this computer work with.
 *
 * Everything here is for speed only. Where it is not possible, or does not pay, the caller goes the usual way.
 */
import { constants } from "node:fs";
import { type FileHandle, open, statfs } from "node:fs/promises";
import { hasSystemCode } from "../../shared/errors.ts";
import { isCached } from "./page-cache.ts";
import { hasPosixLibrary, posixLibrary } from "./posix-library.ts";
import { takeMemory } from "./spare-memory.ts";

/** Enough for every disk there is; the system wants memory, position and length to be multiples of the disk's own unit. */
export const DIRECT_UNIT = 4096;
/** Below this the ways are equally fast. */
export const LEAST_DIRECT_BYTES = 1024 * 1024;
/** Bytes moved between two looks at the signal. */
const SLICE_BYTES = 4 * 1024 * 1024;
/**
 * `f_type` of the file systems where this was seen to be faster: ext4 (and 3, 2) and XFS. Others may take the flag and be
 * slower, as shares are, or ignore it.
 * @source statfs(2)
 */
const GOOD_FILE_SYSTEMS: ReadonlySet<number> = new Set([0xef53, 0x58465342]);

/**
 * @returns memory of exactly this length that {@link writeDirectly} can write from; ordinary memory where there is no such thing. It may
 * hold what was in it before.
 * Transferring its buffer to another thread keeps it so.
 */
export function directBytes(length: number): Uint8Array<ArrayBuffer> {
  if (length < LEAST_DIRECT_BYTES || !isPossible()) return takeMemory(length).subarray(0, length);
  const room = takeMemory(length + DIRECT_UNIT);
  const start = -placeInUnit(room) & (DIRECT_UNIT - 1);
  return room.subarray(start, start + length);
}

/**
 * Writes the start of a file, as far as that can be done past the page cache. The rest is for the caller to write, and
 * so is syncing: the file's length and place are still in the system's hands.
 *
 * @param path of a file that exists and is empty
 * @returns how many bytes were written; 0 where it is not possible or does not pay
 * @throws the system's errors when writing fails, and the signal's reason
 */
export async function writeDirectly(
  path: string,
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<number> {
  const length = bytes.length - (bytes.length % DIRECT_UNIT);
  if (length < LEAST_DIRECT_BYTES || !isPossible() || placeInUnit(bytes) !== 0) return 0;
  if (!(await isGoodFor(path))) return 0;
  return withDirectFile(path, constants.O_WRONLY, (file) =>
    move(length, signal, async (done, count) => (await file.write(bytes, done, count, done)).bytesWritten),
  );
}

/**
 * Reads a part of a file past the page cache, unless it is in there.
 *
 * @param descriptor of the same file, open for reading
 * @returns undefined where it is not possible or does not pay, or the file ends too early
 * @throws the system's errors when reading fails, and the signal's reason
 */
export async function readDirectly(
  path: string,
  descriptor: number,
  offset: number,
  length: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (length < LEAST_DIRECT_BYTES || !isPossible() || isCached(descriptor, offset)) return undefined;
  if (!(await isGoodFor(path))) return undefined;
  const before = offset % DIRECT_UNIT;
  const room = directBytes(Math.ceil((before + length) / DIRECT_UNIT) * DIRECT_UNIT);
  const start = offset - before;
  const filled = await withDirectFile(path, constants.O_RDONLY | constants.O_NONBLOCK, (file) =>
    move(
      room.length,
      signal,
      async (done, count) => (await file.read(room, done, count, start + done)).bytesRead,
    ),
  );
  return filled < before + length ? undefined : room.subarray(before, before + length);
}

/** @returns how many bytes were moved: all, or fewer when the file or this way ends before */
async function move(
  length: number,
  signal: AbortSignal | undefined,
  step: (done: number, count: number) => Promise<number>,
): Promise<number> {
  let done = 0;
  // what was cut short between two units has to be gone on with the usual way
  while (done < length && done % DIRECT_UNIT === 0) {
    signal?.throwIfAborted();
    const count = await step(done, Math.min(SLICE_BYTES, length - done));
    if (count === 0) break;
    done += count;
  }
  return done;
}

/** @returns what `work` returns; 0 when the file system or the disk does not do this after all, which it says by EINVAL */
async function withDirectFile(
  path: string,
  flags: number,
  work: (file: FileHandle) => Promise<number>,
): Promise<number> {
  try {
    await using file = await open(path, flags | constants.O_DIRECT);
    return await work(file);
  } catch (error) {
    if (hasSystemCode(error, "EINVAL")) return 0;
    throw error;
  }
}

async function isGoodFor(path: string): Promise<boolean> {
  return isDirectGoodFor((await statfs(path)).type);
}

/** Whether going past the page cache pays on a file system of this `f_type`, and can be done from memory of ours. */
export function isDirectGoodFor(fileSystemType: number): boolean {
  return isPossible() && GOOD_FILE_SYSTEMS.has(fileSystemType);
}

function isPossible(): boolean {
  return process.platform === "linux" && hasPosixLibrary();
}

function placeInUnit(bytes: Uint8Array): number {
  return Number(posixLibrary().addressOf(bytes) % BigInt(DIRECT_UNIT));
}
