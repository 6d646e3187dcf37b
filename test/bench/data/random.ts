import { createCipheriv, createHash } from "node:crypto";

/** The same seed gives the same data on every machine. */
export const SEED = "backstay bench 1";

const IV = Buffer.alloc(16);
const MAX_UINT32 = 2 ** 32;

/** An endless stream of random bytes: AES-128-CTR under a key made of the seed. */
export type RandomBytes = { next(length: number): Buffer };

export function createRandomBytes(seed: string): RandomBytes {
  const key = createHash("sha256").update(seed).digest().subarray(0, 16);
  const cipher = createCipheriv("aes-128-ctr", key, IV);
  return { next: (length) => cipher.update(Buffer.alloc(length)) };
}

/** @returns a function that gives random whole numbers from 0 to 2^32 - 1, quickly */
export function createRandomNumbers(seed: string): () => number {
  const bytes = createRandomBytes(seed);
  const numbers = new Uint32Array(16 * 1024);
  let at = numbers.length;
  return () => {
    if (at === numbers.length) {
      Buffer.from(numbers.buffer).set(bytes.next(numbers.byteLength));
      at = 0;
    }
    const number = numbers[at] ?? 0;
    at += 1;
    return number;
  };
}

/** @returns a function that gives exponentially distributed whole numbers of this mean */
export function createExponential(seed: string, mean: number): () => number {
  const next = createRandomNumbers(seed);
  return () => Math.round(-mean * Math.log((next() + 1) / MAX_UINT32));
}
