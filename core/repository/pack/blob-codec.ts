import { hash } from "node:crypto";
import type { CorruptReason } from "../../../shared/errors.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { openSsl } from "../../platform/openssl.ts";
import { openZstd } from "../../platform/zstd.ts";
import type { Sealer } from "../sealer.ts";
import { SEAL_OVERHEAD } from "../types.ts";
import { decompressExactly } from "./decompress.ts";

/** `auto` weighs time against size, `max` takes the time it needs, `off` compresses trees only, as restic does. */
export type Compression = "auto" | "max" | "off";

const LEVELS = { auto: 2, off: 2, max: 12 } as const;
const SAMPLE_LENGTH = 4096;
/** Order-0 entropy above which a few kilobytes are noise: compressed, encrypted or random. */
const NOISE_BITS_PER_BYTE = 7.9;

/** What a blob is when opened, or why it could not be. */
export type OpenedBlob = { readonly plain: Uint8Array } | { readonly broken: CorruptReason };

/** @returns the SHA-256 sum, 32 bytes */
export function sha256(bytes: Uint8Array): Buffer {
  const ssl = openSsl();
  return ssl === undefined ? hash("sha256", bytes, "buffer") : Buffer.from(ssl.sha256(bytes));
}

/**
 * Compresses a blob when that makes it smaller.
 *
 * @param offset where the blob's `length` bytes stand in the kernel's arena
 * @param target where the compressed bytes go in the arena; at most `length - 1` are written
 * @returns their length, or undefined when the blob is better stored as it is
 */
export function compressBlob(
  kernel: Kernel,
  offset: number,
  length: number,
  target: number,
  level: number,
): number | undefined {
  if (length < 32 || isNoise(kernel, offset, length)) return undefined;
  const { bytes } = kernel;
  const room = bytes.subarray(target, target + length - 1);
  return openZstd().compress(bytes.subarray(offset, offset + length), room, level);
}

export function compressionLevel(compression: Compression): number {
  return LEVELS[compression];
}

/** Three samples decide: a file that is noise at its start, middle and end is not worth the compressor's time. */
function isNoise(kernel: Kernel, offset: number, length: number): boolean {
  if (length <= SAMPLE_LENGTH * 3) {
    return length >= SAMPLE_LENGTH && kernel.entropy(offset, length) > NOISE_BITS_PER_BYTE;
  }
  const starts = [offset, offset + ((length - SAMPLE_LENGTH) >> 1), offset + length - SAMPLE_LENGTH];
  return starts.every((start) => kernel.entropy(start, SAMPLE_LENGTH) > NOISE_BITS_PER_BYTE);
}

/**
 * Opens one sealed blob that stands in the arena, in place: checks the tag, decrypts, decompresses, and hashes.
 *
 * @param uncompressedLength 0 when the blob is stored uncompressed
 * @param id the blob's id, 32 bytes
 * @returns the plaintext, valid until the arena is used again or another blob is opened
 */
export function openBlob(
  kernel: Kernel,
  sealer: Sealer,
  offset: number,
  sealedLength: number,
  uncompressedLength: number,
  id: Uint8Array,
): OpenedBlob {
  if (sealedLength < SEAL_OVERHEAD) return { broken: "too-short" };
  if (!sealer.open(offset, sealedLength)) return { broken: "mac" };
  const start = offset + SEAL_OVERHEAD / 2;
  const stored = kernel.bytes.subarray(start, start + sealedLength - SEAL_OVERHEAD);
  const plain = uncompressedLength === 0 ? stored : decompressExactly(stored, uncompressedLength);
  if (plain === undefined) return { broken: "compression" };
  return sha256(plain).equals(id) ? { plain } : { broken: "hash" };
}
