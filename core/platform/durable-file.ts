import { randomBytes } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { hasSystemCode } from "../../shared/errors.ts";
import { writeDirectly } from "./direct-io.ts";

export type DurableWriteOptions = {
  /** Permission bits of the finished file, whatever the umask says; 0600 when left out. Ignored on Windows. */
  readonly mode?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Asked when the bytes are durable, before they get their name; what it throws leaves everything as it was. */
  readonly beforeNaming?: (() => Promise<void>) | undefined;
};

/** Bytes written between two looks at the signal, so that a cancel is quick on a slow share too. */
const SLICE_BYTES = 4 * 1024 * 1024;

const WINDOWS = process.platform === "win32";

/**
 * Writes a whole file so that a crash or power cut at any instant leaves either the old file (or none) or the complete
 * new one. When it resolves, the new file survives a power cut. The folder must exist.
 *
 * Until then the bytes are in a `.tmp-…` file in the same folder, which only a crash leaves behind.
 *
 * @throws what Node's file functions throw, with a system code; the signal's reason when aborted
 */
export async function writeDurably(
  path: string,
  bytes: Uint8Array,
  options: DurableWriteOptions = {},
): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.tmp-${randomBytes(8).toString("hex")}`);
  try {
    await writeAndSync(temporary, bytes, options);
    options.signal?.throwIfAborted();
    await options.beforeNaming?.();
    await rename(temporary, path);
  } catch (cause) {
    // Best effort: where the write failed the removal may fail too, and the first error is the one to tell.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw cause;
  }
  await syncFolder(folder); // without this a power cut can lose the rename, though the data is safe
}

/** Makes the names in a folder (new, renamed, removed) survive a power cut. Windows does so by itself. */
export async function syncFolder(folder: string): Promise<void> {
  if (WINDOWS) return; // a folder cannot be opened for syncing there, and NTFS journals its names
  const handle = await open(folder, "r");
  try {
    await syncIfPossible(handle);
  } finally {
    await handle.close();
  }
}

async function writeAndSync(path: string, bytes: Uint8Array, options: DurableWriteOptions): Promise<void> {
  const mode = options.mode ?? 0o600;
  const file = await open(path, "wx", 0o600);
  try {
    let done = await writeDirectly(path, bytes, options.signal);
    while (done < bytes.length) {
      options.signal?.throwIfAborted();
      const { bytesWritten } = await file.write(
        bytes,
        done,
        Math.min(SLICE_BYTES, bytes.length - done),
        done,
      );
      done += bytesWritten;
    }
    if (!WINDOWS) await setModeIfPossible(file, mode);
    await syncIfPossible(file);
  } finally {
    await file.close();
  }
}

/** Shares without Unix permissions refuse this, and a file with other permissions is still the right file. */
async function setModeIfPossible(file: FileHandle, mode: number): Promise<void> {
  try {
    await file.chmod(mode);
  } catch (error) {
    if (!hasSystemCode(error, "EPERM", "ENOTSUP", "ENOSYS", "EINVAL")) throw error;
  }
}

/** Some shares (FUSE, exFAT on macOS) know no fsync at all; they promise nothing, and asking is all one can do. */
async function syncIfPossible(handle: FileHandle): Promise<void> {
  try {
    await handle.sync();
  } catch (error) {
    if (!hasSystemCode(error, "ENOTSUP", "EINVAL", "ENOSYS", "ENOTTY")) throw error;
  }
}
