import { createReadStream } from "node:fs";
import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Up to here nothing touches the disk. */
const MEMORY_BYTES = 4 * 1024 * 1024;

/** Bytes to be read back once, in a temporary file when there are many. */
export type SpooledBytes = {
  add(bytes: Uint8Array): Promise<void>;
  read(): AsyncGenerator<Uint8Array>;
  /** May be called twice. */
  close(): Promise<void>;
};

export function createSpooledBytes(): SpooledBytes {
  // Copied into one block, because a small buffer keeps the whole pool alive that it was cut from.
  const block = Buffer.alloc(MEMORY_BYTES);
  let used = 0;
  let folder: string | undefined;

  async function spill(bytes: Uint8Array): Promise<void> {
    folder ??= await mkdtemp(join(tmpdir(), "backstay-spool-"));
    await appendFile(join(folder, "bytes"), bytes, { mode: 0o600 });
  }

  return {
    async add(bytes) {
      if (used + bytes.length > block.length) {
        await spill(block.subarray(0, used));
        used = 0;
      }
      if (bytes.length > block.length) return spill(bytes);
      block.set(bytes, used);
      used += bytes.length;
    },
    async *read() {
      if (folder !== undefined) yield* createReadStream(join(folder, "bytes"));
      yield block.subarray(0, used);
    },
    async close() {
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
