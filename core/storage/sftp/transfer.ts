/** Moving whole files and parts of them: many requests are under way at once, so that no time is lost by waiting for answers. */
import { randomBytes } from "node:crypto";
import { posix } from "node:path";
import type { Stats } from "ssh2";
import { BackstayError, type FileKind } from "../../../shared/errors.ts";
import { rangeWithin } from "../object-range.ts";
import type { ByteRange } from "../store.ts";
import { takePlace } from "../take-place.ts";
import { diskOf, type ServerDisk } from "./disk.ts";
import { type SftpChannel, STATUS, statusOf } from "./protocol.ts";

/** Bytes of one file under way at once: what SSH servers take before they want to answer. */
const IN_FLIGHT_BYTES = 2 * 1024 * 1024;

/**
 * Reads a file or a part of it.
 * @throws {BackstayError} OBJECT_CORRUPT, OBJECT_MISSING for what is no file, or what the channel throws
 */
export async function download(
  channel: SftpChannel,
  path: string,
  { kind, name, range }: { kind: FileKind; name: string; range: ByteRange | undefined },
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const opening = channel.ask<Buffer>((sftp, answer) => sftp.open(path, "r", answer));
  opening.catch(() => undefined); // told below, when the size is known
  const sizeBytes = await fileSize(channel, path, kind, name);
  const handle = await opening;
  try {
    const { offset, length } = rangeWithin(sizeBytes, range, kind, name);
    const bytes = new Uint8Array(length);
    const view = Buffer.from(bytes.buffer);
    await inPieces(channel, length, signal, async (start, end) => {
      await channel.pace?.down(end - start, signal);
      for (let done = start; done < end; ) {
        const read = await readSome(channel, handle, view, done, end - done, offset + done);
        if (read === 0) throw new BackstayError("OBJECT_CORRUPT", { kind, name, reason: "too-short" });
        done += read;
        signal?.throwIfAborted();
      }
    });
    return bytes;
  } finally {
    closeQuietly(channel, handle);
  }
}

/**
 * Makes a file that is complete and on the disk of the server when this resolves. Until then it stands under another name in the same
 * folder, which only a lost connection leaves behind.
 */
export async function upload(
  channel: SftpChannel,
  path: string,
  bytes: Uint8Array,
  mode: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const temporary = posix.join(posix.dirname(path), `.tmp-${randomBytes(8).toString("hex")}`);
  const handle = await channel.ask<Buffer>((sftp, answer) => sftp.open(temporary, "wx", { mode }, answer));
  let isOpen = true;
  try {
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    await inPieces(channel, bytes.length, signal, async (start, end) => {
      await channel.pace?.up(end - start, signal);
      await channel.ask((sftp, answer) => sftp.write(handle, view, start, end - start, start, answer));
    });
    const [stats] = await Promise.all([
      channel.ask<Stats>((sftp, answer) => sftp.fstat(handle, answer)),
      channel.knows.fsync ? channel.ask((sftp, answer) => sftp.ext_openssh_fsync(handle, answer)) : undefined,
    ]);
    if (stats.size !== bytes.length)
      throw new UploadFailed(new Error(`${stats.size} of ${bytes.length} bytes`));
    isOpen = false;
    await channel.ask((sftp, answer) => sftp.close(handle, answer)); // some servers tell only now that a disk is full
    signal?.throwIfAborted();
    await replace(channel, temporary, path);
  } catch (cause) {
    const failed = await explain(cause, channel, temporary); // while the file still takes up what it could get
    // Best effort: where the write failed the removal may fail too, and the first error is the one to tell.
    if (isOpen) closeQuietly(channel, handle);
    await channel.ask((sftp, answer) => sftp.unlink(temporary, answer)).catch(() => undefined);
    throw failed;
  }
  await syncFolder(channel, posix.dirname(path));
}

/** A server did not store a file, though it let us make one. */
export class UploadFailed extends Error {
  override readonly name = "UploadFailed";
  override readonly cause: Error;
  /** What the file system was like at that moment, where the server tells. */
  readonly disk: ServerDisk | undefined;

  constructor(cause: Error, disk?: ServerDisk) {
    super(cause.message);
    this.cause = cause;
    this.disk = disk;
  }
}

async function explain(cause: unknown, channel: SftpChannel, path: string): Promise<unknown> {
  if (statusOf(cause) !== STATUS.failure) return cause;
  try {
    return new UploadFailed(cause as Error, await diskOf(channel, path));
  } catch (second) {
    return second; // the connection ended
  }
}

/**
 * Makes names in a folder survive a power cut, where the server lets a folder be opened like a file, as OpenSSH does. Others promise
 * nothing, and asking is all one can do.
 */
export async function syncFolder(channel: SftpChannel, folder: string): Promise<void> {
  if (!channel.knows.fsync) return;
  try {
    const handle = await channel.ask<Buffer>((sftp, answer) => sftp.open(folder, "r", answer));
    const syncing = channel.ask((sftp, answer) => sftp.ext_openssh_fsync(handle, answer));
    closeQuietly(channel, handle);
    await syncing;
  } catch (error) {
    if (statusOf(error) === undefined) throw error;
  }
}

/** @throws {BackstayError} OBJECT_MISSING for what is no file */
export async function fileSize(
  channel: SftpChannel,
  path: string,
  kind: FileKind,
  name: string,
): Promise<number> {
  const stats = await channel.ask<Stats>((sftp, answer) => sftp.stat(path, answer));
  if (!stats.isFile()) throw new BackstayError("OBJECT_MISSING", { kind, name });
  return stats.size;
}

/** Runs work on each piece of a file, several at once. All of it is over when this settles. */
async function inPieces(
  { chunkBytes }: SftpChannel,
  length: number,
  signal: AbortSignal | undefined,
  work: (start: number, end: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  let isFailed = false;
  const worker = async () => {
    while (next < length && !isFailed) {
      signal?.throwIfAborted();
      const start = next;
      next = Math.min(start + chunkBytes, length);
      try {
        await work(start, next);
      } catch (error) {
        isFailed = true;
        throw error;
      }
    }
  };
  const atOnce = Math.max(1, Math.min(IN_FLIGHT_BYTES, length) / chunkBytes);
  const ends = await Promise.allSettled(Array.from({ length: Math.ceil(atOnce) }, worker));
  const failed = ends.find((end) => end.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

/** @returns how many bytes there were; 0 at the end of the file */
async function readSome(
  channel: SftpChannel,
  handle: Buffer,
  into: Buffer,
  at: number,
  length: number,
  position: number,
): Promise<number> {
  try {
    return await channel.ask<number>((sftp, answer) =>
      sftp.read(handle, into, at, length, position, (error, bytesRead) => answer(error, bytesRead)),
    );
  } catch (error) {
    if (statusOf(error) === STATUS.endOfFile) return 0;
    throw error;
  }
}

/** In one step, where the server can; the protocol itself only renames to names that are free. */
async function replace(channel: SftpChannel, from: string, to: string): Promise<void> {
  if (channel.knows.posixRename) {
    return await channel.ask((sftp, answer) => sftp.ext_openssh_rename(from, to, answer));
  }
  let refusal: unknown;
  const rename = async (a: string, b: string) => {
    try {
      await channel.ask((sftp, answer) => sftp.rename(a, b, answer));
      return true;
    } catch (error) {
      if (statusOf(error) === undefined) throw error;
      refusal ??= error;
      return false;
    }
  };
  const remove = async (path: string) => {
    try {
      await channel.ask((sftp, answer) => sftp.unlink(path, answer));
    } catch (error) {
      if (statusOf(error) === undefined) throw error;
    }
  };
  if (!(await takePlace({ rename, remove }, from, to))) throw refusal;
}

/** What a server says to that changes nothing any more. */
export function closeQuietly(channel: SftpChannel, handle: Buffer): void {
  channel.ask((sftp, answer) => sftp.close(handle, answer)).catch(() => undefined);
}
