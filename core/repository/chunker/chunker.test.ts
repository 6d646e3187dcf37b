import { createCipheriv } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createKernel } from "../../kernel/create-kernel.ts";
import { MAX_CHUNK, MIN_CHUNK } from "../types.ts";
import { isIrreducible, parsePolynomial } from "./polynomial.ts";
import { slowCuts } from "./testing/slow-chunker.ts";

type Golden = {
  readonly polynomial: string;
  readonly files: readonly { content: Content; sizeBytes: number; chunkBytes: readonly number[] }[];
};
type Content = "keystream" | "bits" | "zeros" | "ones";

const golden = JSON.parse(
  readFileSync(new URL("testing/restic-cuts.json", import.meta.url), "utf8"),
) as Golden;

const MIB = 1024 * 1024;
const kernel = createKernel(44 * MIB);

/** AES-128-CTR over zeros with a 32-bit seed as key: the same bytes on every machine. */
function keystream(sizeBytes: number, seed = 0): Buffer {
  const key = Buffer.alloc(16);
  key.writeUInt32LE(seed);
  return createCipheriv("aes-128-ctr", key, Buffer.alloc(16)).update(Buffer.alloc(sizeBytes));
}

const contents: Record<Content, (sizeBytes: number, seed?: number) => Buffer> = {
  keystream,
  bits: (sizeBytes, seed) => keystream(sizeBytes, seed).map((byte) => byte & 1) as Buffer,
  zeros: (sizeBytes) => Buffer.alloc(sizeBytes),
  ones: (sizeBytes) => Buffer.alloc(sizeBytes, 1),
};

/** Cuts with all of the data in the arena. */
function kernelCuts(data: Uint8Array, polynomial: bigint): number[] {
  kernel.setPolynomial(polynomial);
  kernel.bytes.set(data, kernel.arenaStart);
  const end = kernel.arenaStart + data.length;
  const cuts: number[] = [];
  for (let at = kernel.arenaStart; at < end; ) {
    at = kernel.findCut(at, end, true);
    cuts.push(at - kernel.arenaStart);
  }
  return cuts;
}

/** Cuts with the data arriving in pieces and each chunk moved to the arena's start, as a reader with a small arena would. */
function kernelCutsInPieces(data: Uint8Array, polynomial: bigint, pieces: readonly number[]): number[] {
  kernel.setPolynomial(polynomial);
  const start = kernel.arenaStart;
  const cuts: number[] = [];
  let chunkStart = 0;
  let available = 0;
  let scannedBytes = 0;
  for (let turn = 0; chunkStart < data.length; ) {
    kernel.bytes.fill(0xa5, start, start + MAX_CHUNK + MIB);
    kernel.bytes.set(data.subarray(chunkStart, available), start);
    const end = start + available - chunkStart;
    const cut = kernel.findCut(start, end, available === data.length, scannedBytes);
    if (cut < 0) {
      scannedBytes = available - chunkStart;
      available = Math.min(data.length, available + (pieces[turn++ % pieces.length] ?? data.length));
    } else {
      chunkStart += cut - start;
      cuts.push(chunkStart);
      scannedBytes = 0;
    }
  }
  return cuts;
}

const someContent = fc.record({
  content: fc.constantFrom<Content>("keystream", "bits", "zeros", "ones"),
  sizeBytes: fc.integer({ min: 0, max: 3 * MIB }),
  seed: fc.nat(0xffffffff),
});

const somePolynomial = fc.bigInt({ min: 1n << 53n, max: (1n << 54n) - 1n }).filter(isIrreducible);

describe("the kernel's cuts", () => {
  test.each(golden.files)("are restic's for a file of $content", ({ content, sizeBytes, chunkBytes }) => {
    const cuts = kernelCuts(contents[content](sizeBytes), parsePolynomial(golden.polynomial));
    expect(cuts.map((cut, i) => cut - (cuts[i - 1] ?? 0))).toEqual(chunkBytes);
  });

  test("are those of the plain definition, whatever the bytes and the polynomial", () => {
    fc.assert(
      fc.property(someContent, somePolynomial, ({ content, sizeBytes, seed }, polynomial) => {
        const data = contents[content](sizeBytes, seed);
        expect(kernelCuts(data, polynomial)).toEqual(slowCuts(data, polynomial));
      }),
      { numRuns: 40 },
    );
  });

  test("are found at every distance behind the smallest chunk", () => {
    // A window of zeros always cuts; noise before it does so rarely. So the first cut can be put anywhere.
    const polynomial = parsePolynomial(golden.polynomial);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200_000 }), (distance) => {
        const data = Buffer.alloc(MIN_CHUNK + distance + 64, 1);
        data.fill(0, MIN_CHUNK + distance - 64, MIN_CHUNK + distance);
        expect(kernelCuts(data, polynomial)[0]).toBe(MIN_CHUNK + distance);
      }),
    );
  });

  test("do not depend on how the data arrives", () => {
    const pieces = fc.array(fc.integer({ min: 1000, max: MIB }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(someContent, pieces, ({ content, sizeBytes, seed }, pieceBytes) => {
        const data = contents[content](sizeBytes, seed);
        const polynomial = parsePolynomial(golden.polynomial);
        expect(kernelCutsInPieces(data, polynomial, pieceBytes)).toEqual(kernelCuts(data, polynomial));
      }),
      { numRuns: 30 },
    );
  });

  test("fall at 8 MiB when nothing else cuts, also before the file's end is known", () => {
    const start = kernel.arenaStart;
    kernel.setPolynomial(parsePolynomial(golden.polynomial));
    kernel.bytes.fill(1, start, start + MAX_CHUNK);
    expect(kernel.findCut(start, start + MAX_CHUNK - 1, false)).toBe(-1);
    expect(kernel.findCut(start, start + MAX_CHUNK, false)).toBe(start + MAX_CHUNK);
    expect(kernel.findCut(start, start + MAX_CHUNK, false, MAX_CHUNK - 1)).toBe(start + MAX_CHUNK);
  });
});
