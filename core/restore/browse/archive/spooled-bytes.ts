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
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  let folder: string | undefined;

  async function spill(): Promise<void> {
    folder ??= await mkdtemp(join(tmpdir(), "backstay-spool-"));
    await appendFile(join(folder, "bytes"), Buffer.concat(pending), { mode: 0o600 });
    pending = [];
    pendingBytes = 0;
  }

  return {
    async add(bytes) {
      pending.push(bytes);
      pendingBytes += bytes.length;
      if (pendingBytes > MEMORY_BYTES) await spill();
    },
    async *read() {
      if (folder !== undefined) yield* createReadStream(join(folder, "bytes"));
      yield* pending;
    },
    async close() {
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
