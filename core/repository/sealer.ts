import { createCipheriv, randomFillSync, timingSafeEqual } from "node:crypto";
import type { Kernel } from "../kernel/kernel.ts";
import { type OpenSsl, openSsl } from "../platform/openssl.ts";
import { freeBytes } from "../threads/free-bytes.ts";
import { type MasterKey, SEAL_OVERHEAD } from "./types.ts";

/** Bytes of arena a sealer needs for itself, at the offset given to {@link createSealer}. */
export const SEALER_SCRATCH = 64 * 1024;

const IV_LENGTH = 16;
/** Random bytes are drawn for this many IVs at once: each draw costs as much as sealing a small file. */
const IVS_AT_ONCE = 256;
const BLOCK = 16;

/**
 * Seals and opens bytes with a repository's master key: `IV(16) || AES-256-CTR ciphertext || Poly1305-AES tag(16)`,
 * in place in the arena of one thread's kernel.
 * @source restic repository format v2, "Keys, Encryption and MAC"
 */
export type Sealer = {
  /**
   * Encrypts in place under a fresh random IV. The plaintext stands at `offset + 16`; the IV is written before it and the tag
   * behind it.
   * @returns the sealed length in bytes, `length + 32`
   */
  seal(offset: number, length: number): number;
  /**
   * Checks the tag of the sealed bytes at `offset` and, when it is right, decrypts in place; the plaintext then stands at
   * `offset + 16` and is `sealedLength - 32` bytes long.
   * @returns false when the bytes were not sealed with this key; they are left as they are
   */
  open(offset: number, sealedLength: number): boolean;
};

/** What sealing is made of, for ranges of the arena. */
type Primitives = {
  /** AES-256-CTR in place. */
  applyKeyStream(iv: Uint8Array, offset: number, length: number): void;
  /** @returns the 16 bytes of the Poly1305-AES tag, valid until the next call */
  tagOf(iv: Uint8Array, offset: number, length: number): Uint8Array;
};

/**
 * @param scratch offset of {@link SEALER_SCRATCH} bytes of the arena that nothing else uses
 */
export function createSealer(kernel: Kernel, key: MasterKey, scratch: number): Sealer {
  return sealerOf(kernel, nativePrimitives(kernel, key) ?? kernelPrimitives(kernel, key, scratch));
}

/** The same without native code. */
export function createKernelSealer(kernel: Kernel, key: MasterKey, scratch: number): Sealer {
  return sealerOf(kernel, kernelPrimitives(kernel, key, scratch));
}

function sealerOf({ bytes }: Kernel, { applyKeyStream, tagOf }: Primitives): Sealer {
  const ivs = new Uint8Array(IVS_AT_ONCE * IV_LENGTH);
  let ivsUsed = ivs.length;

  function fillIv(iv: Uint8Array): void {
    if (ivsUsed === ivs.length) {
      randomFillSync(ivs);
      ivsUsed = 0;
    }
    iv.set(ivs.subarray(ivsUsed, ivsUsed + IV_LENGTH));
    ivsUsed += IV_LENGTH;
  }

  return {
    seal(offset, length) {
      const iv = bytes.subarray(offset, offset + IV_LENGTH);
      fillIv(iv);
      applyKeyStream(iv, offset + IV_LENGTH, length);
      bytes.set(tagOf(iv, offset + IV_LENGTH, length), offset + IV_LENGTH + length);
      return length + SEAL_OVERHEAD;
    },
    open(offset, sealedLength) {
      const length = sealedLength - SEAL_OVERHEAD;
      if (length < 0) return false;
      const iv = bytes.subarray(offset, offset + IV_LENGTH);
      const tag = bytes.subarray(offset + IV_LENGTH + length, offset + sealedLength);
      if (!timingSafeEqual(tagOf(iv, offset + IV_LENGTH, length), tag)) return false;
      applyKeyStream(iv, offset + IV_LENGTH, length);
      return true;
    },
  };
}

type NativeFunctions = {
  readonly applyKeyStream: ReturnType<OpenSsl["createCounterCipher"]>;
  readonly encryptNonce: ReturnType<OpenSsl["createBlockCipher"]>;
  readonly poly1305: ReturnType<OpenSsl["createPoly1305"]>;
};

/** What OpenSSL holds for a key is made once per thread. */
const nativeFunctions = new WeakMap<MasterKey, NativeFunctions>();

/** @returns undefined where OpenSSL cannot be called */
function nativePrimitives({ bytes }: Kernel, key: MasterKey): Primitives | undefined {
  const functions = nativeFunctions.get(key) ?? bindNative(key);
  if (functions === undefined) return undefined;
  nativeFunctions.set(key, functions);
  const { applyKeyStream, encryptNonce, poly1305 } = functions;
  return {
    applyKeyStream: (iv, offset, length) => applyKeyStream(iv, bytes.subarray(offset, offset + length)),
    tagOf: (iv, offset, length) => poly1305(bytes.subarray(offset, offset + length), encryptNonce(iv)),
  };
}

function bindNative({ encryptionKey, macKey, macR }: MasterKey): NativeFunctions | undefined {
  const ssl = openSsl();
  if (ssl === undefined) return undefined;
  return {
    applyKeyStream: ssl.createCounterCipher(encryptionKey),
    encryptNonce: ssl.createBlockCipher(macKey),
    poly1305: ssl.createPoly1305(macR),
  };
}

/**
 * AES-CTR is made of AES-ECB over the counters here: one long-lived cipher object serves every blob, whereas a CTR cipher is
 * made anew for each IV, which costs more than encrypting a small file does.
 */
function kernelPrimitives(kernel: Kernel, key: MasterKey, scratch: number): Primitives {
  const blockCipher = createCipheriv("aes-256-ecb", key.encryptionKey, null).setAutoPadding(false);
  const nonceCipher = createCipheriv("aes-128-ecb", key.macKey, null).setAutoPadding(false);
  const { bytes } = kernel;
  kernel.setMacKey(key.macR);
  return {
    applyKeyStream(iv, offset, length) {
      for (let done = 0; done < length; done += SEALER_SCRATCH) {
        const piece = Math.min(SEALER_SCRATCH, length - done);
        const blocks = Math.ceil(piece / BLOCK);
        kernel.fillCounters(scratch, iv, done / BLOCK, blocks);
        const keyStream = blockCipher.update(bytes.subarray(scratch, scratch + blocks * BLOCK));
        bytes.set(keyStream, scratch);
        freeBytes(keyStream);
        kernel.xor(offset + done, scratch, piece);
      }
    },
    tagOf: (iv, offset, length) => kernel.poly1305(offset, length, nonceCipher.update(iv)),
  };
}
