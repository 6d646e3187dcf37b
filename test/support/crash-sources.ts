/** Files to back up, and what was in them: the same for the same seed on every machine. */
import { createCipheriv, createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** By absolute path: the SHA-256 of each regular file, in hex. */
export type Contents = ReadonlyMap<string, string>;

const MIB = 1024 * 1024;

/** Bytes that do not compress and depend on nothing but the seed. */
export function noise(seed: string, sizeBytes: number): Uint8Array<ArrayBuffer> {
  const key = createHash("sha256").update(seed).digest();
  return new Uint8Array(
    createCipheriv("aes-256-ctr", key, key.subarray(0, 16)).update(Buffer.alloc(sizeBytes)),
  );
}

/** @returns numbers from 0 up to, not including, 1, the same for the same seed */
export function seededRandom(seed: string): () => number {
  let drawn = 0;
  return () => Buffer.from(noise(`${seed}/${drawn++}`, 6)).readUIntBE(0, 6) / 2 ** 48;
}

/** A seed for this run, printed so that a failure can be repeated: `BACKSTAY_TEST_SEED=… npx vitest …`. */
export function seedOfThisRun(): string {
  const seed = process.env.BACKSTAY_TEST_SEED ?? String(Date.now());
  console.log(`seed ${seed}: repeat with BACKSTAY_TEST_SEED=${seed}`);
  return seed;
}

/**
 * Writes a tree of large files, enough small ones to fill folders, and one that is in it twice.
 *
 * @param largeMib sizes of the large files in MiB
 */
export async function writeSources(
  folder: string,
  seed: string,
  largeMib: readonly number[],
  smallFiles = 40,
): Promise<void> {
  const write = async (path: string, bytes: Uint8Array) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  };
  for (const [n, size] of largeMib.entries()) {
    await write(`large/${n}.bin`, noise(`${seed}/large/${n}`, Math.round(size * MIB)));
  }
  for (let n = 0; n < smallFiles; n++) {
    await write(`small/${n % 5}/${n}.txt`, noise(`${seed}/small/${n}`, (n * 997) % 20_000));
  }
  await write("twice/a", noise(`${seed}/twice`, 30_000));
  await write("twice/b", noise(`${seed}/twice`, 30_000));
}

export async function contentsOf(folder: string): Promise<Contents> {
  const contents = new Map<string, string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    contents.set(path, await hashFile(path));
  }
  return contents;
}

export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest("hex");
}
