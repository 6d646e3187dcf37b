/** Compares a file that was restored with what the backup says it holds, and with the file itself where that has not changed since. */
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { BlobId } from "../../../shared/ids.ts";
import { type RawPath, rawPathForFs } from "../../platform/raw-path.ts";

const READ_BYTES = 1024 * 1024;
/** Nothing that stands where a file was may hold up the drill, or lead it elsewhere. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** `sum` is SHA-256 over all of it, in hex. */
export type Content = { readonly is: "same" | "different"; readonly sum: string; readonly bytes: number };

/**
 * Reads a file chunk by chunk and hashes each anew, independently of the code that wrote it.
 *
 * @param chunks in file order; `length` in plain bytes
 * @throws the system's error when it cannot be read
 */
export async function compareWithChunks(
  path: RawPath,
  chunks: readonly { readonly id: BlobId; readonly length: number }[],
  signal: AbortSignal,
): Promise<Content> {
  const file = await open(rawPathForFs(path), FLAGS);
  try {
    const whole = createHash("sha256");
    let isSame = true;
    let at = 0;
    for (const { id, length } of chunks) {
      const chunk = createHash("sha256");
      let left = length;
      for await (const bytes of readFrom(file, at, length, signal)) {
        chunk.update(bytes);
        whole.update(bytes);
        left -= bytes.length;
      }
      at += length - left;
      if (left !== 0 || chunk.digest("hex") !== id) isSame = false;
    }
    for await (const bytes of readFrom(file, at, Number.POSITIVE_INFINITY, signal)) {
      isSame = false; // it goes on where the backup has nothing more
      whole.update(bytes);
      at += bytes.length;
    }
    return { is: isSame ? "same" : "different", sum: whole.digest("hex"), bytes: at };
  } finally {
    await file.close();
  }
}

/** What the backup knows of a file besides its content. */
export type Facts = { readonly sizeBytes: number; readonly mtimeNs: bigint; readonly ctimeNs: bigint };

/**
 * @returns SHA-256 of the file as it is now, in hex; undefined when it was changed since the backup, or is being changed, or cannot be
 * read: then it says nothing. One whose size and time of change are as they were but which was written to nevertheless, as the system's
 * own time shows, counts as changed too.
 */
export async function sumIfUnchanged(
  path: RawPath,
  facts: Facts,
  signal: AbortSignal,
): Promise<string | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(rawPathForFs(path), FLAGS);
    if (!(await isAsItWas(file, facts))) return undefined;
    const whole = createHash("sha256");
    for await (const bytes of readFrom(file, 0, Number.POSITIVE_INFINITY, signal)) whole.update(bytes);
    return (await isAsItWas(file, facts)) ? whole.digest("hex") : undefined;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  } finally {
    await file?.close();
  }
}

async function isAsItWas(file: FileHandle, { sizeBytes, mtimeNs, ctimeNs }: Facts): Promise<boolean> {
  const stat = await file.stat({ bigint: true });
  return (
    stat.isFile() && stat.size === BigInt(sizeBytes) && stat.mtimeNs === mtimeNs && stat.ctimeNs === ctimeNs
  );
}

/** Up to `length` bytes from `from` on, as far as the file goes. The buffer is the same each time. */
async function* readFrom(
  file: FileHandle,
  from: number,
  length: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  for (let at = from, left = length; left > 0; ) {
    signal.throwIfAborted();
    const { bytesRead } = await file.read(buffer, 0, Math.min(READ_BYTES, left), at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
    left -= bytesRead;
  }
}
