import { createCipheriv } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createKernel } from "./create-kernel.ts";

const kernel = createKernel(1024 * 1024);
const start = kernel.arenaStart;

function hex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, "hex"));
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function aes128(key: Uint8Array, block: Uint8Array): Uint8Array {
  return createCipheriv("aes-128-ecb", key, null).setAutoPadding(false).update(block);
}

function kernelTag(message: Uint8Array, r: Uint8Array, pad: Uint8Array, offset = start): string {
  kernel.bytes.set(message, offset);
  kernel.setMacKey(r);
  return Buffer.from(kernel.poly1305(offset, message.length, pad)).toString("hex");
}

/** The paper's formula, with bigints. */
function definedTag(message: Uint8Array, r: Uint8Array, pad: Uint8Array): string {
  const clamped = littleEndian(r) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  let sum = 0n;
  for (let at = 0; at < message.length; at += 16) {
    const block = message.subarray(at, at + 16);
    sum = ((sum + littleEndian(block) + (1n << BigInt(8 * block.length))) * clamped) % (2n ** 130n - 5n);
  }
  const tag = BigInt.asUintN(128, sum + littleEndian(pad));
  return (Buffer.from(tag.toString(16).padStart(32, "0"), "hex").reverse() as Buffer).toString("hex");
}

const bytes16 = fc.uint8Array({ minLength: 16, maxLength: 16 });

describe("poly1305", () => {
  // D. J. Bernstein, "The Poly1305-AES message-authentication code", appendix B
  test.each([
    {
      message: "f3f6",
      r: "851fc40c3467ac0be05cc20404f3f700",
      k: "ec074c835580741701425b623235add6",
      nonce: "fb447350c4e868c52ac3275cf9d4327e",
      tag: "f4c633c3044fc145f84f335cb81953de",
    },
    {
      message: "",
      r: "a0f3080000f46400d0c7e9076c834403",
      k: "75deaa25c09f208e1dc4ce6b5cad3fbf",
      nonce: "61ee09218d29b0aaed7e154a2c5509cc",
      tag: "dd3fab2251f11ac759f0887129cc2ee7",
    },
    {
      message: "663cea190ffb83d89593f3f476b6bc24d7e679107ea26adb8caf6652d0656136",
      r: "48443d0bb0d21109c89a100b5ce2c208",
      k: "6acb5f61a7176dd320c5c1eb2edcdc74",
      nonce: "ae212a55399729595dea458bc621ff0e",
      tag: "0ee1c16bb73f0f4fd19881753c01cdbe",
    },
    {
      message:
        "ab0812724a7f1e342742cbed374d94d136c6b8795d45b3819830f2c04491faf0990c62e48b8018b2c3e4a0fa3134cb67fa83e158c994d961c4cb21095c1bf9",
      r: "12976a08c4426d0ce8a82407c4f48207",
      k: "e1a5668a4d5b66a5f68cc5424ed5982d",
      nonce: "9ae831e743978d3a23527c7128149e3a",
      tag: "5154ad0d2cb26e01274fc51148491f1b",
    },
  ])("gives tag $tag of the paper", ({ message, r, k, nonce, tag }) => {
    expect(kernelTag(hex(message), hex(r), aes128(hex(k), hex(nonce)))).toBe(tag);
  });

  test("is the paper's formula for any message, key and pad", () => {
    const message = fc.uint8Array({ maxLength: 700 });
    fc.assert(
      fc.property(message, bytes16, bytes16, fc.nat(70), (m, r, pad, shift) => {
        expect(kernelTag(m, r, pad, start + shift)).toBe(definedTag(m, r, pad));
      }),
      { numRuns: 500 },
    );
  });

  test("is right where numbers are largest or sums wrap", () => {
    const extreme = fc.constantFrom(0x00, 0x01, 0x04, 0x7f, 0x80, 0xfa, 0xfb, 0xfc, 0xff);
    const message = fc.array(extreme, { maxLength: 300 }).map((m) => Uint8Array.from(m));
    const full = Array.from({ length: 100 }, (_, blocks) => new Uint8Array(16 * blocks).fill(0xff));
    const key = fc.array(extreme, { minLength: 16, maxLength: 16 }).map((k) => Uint8Array.from(k));
    fc.assert(
      fc.property(fc.oneof(message, fc.constantFrom(...full)), key, key, (m, r, pad) => {
        expect(kernelTag(m, r, pad)).toBe(definedTag(m, r, pad));
      }),
      { numRuns: 500 },
    );
    // r = 1: the sum itself, which block values take to just below, at and above 2^130 - 5
    const one = Uint8Array.of(1, ...new Uint8Array(15));
    for (let last = 0; last < 256; last++) {
      const m = new Uint8Array(64).fill(0xff);
      m[48] = last;
      expect(kernelTag(m, one, new Uint8Array(16))).toBe(definedTag(m, one, new Uint8Array(16)));
    }
  });

  test("works on a megabyte", () => {
    const message = createCipheriv("aes-128-ctr", Buffer.alloc(16), Buffer.alloc(16)).update(
      Buffer.alloc(1_000_001),
    );
    const r = hex("48443d0bb0d21109c89a100b5ce2c208");
    expect(kernelTag(message, r, r)).toBe(definedTag(message, r, r));
  });
});

describe("fillCounters and xor", () => {
  /** AES-256-CTR from ECB, counters and xor, as blobs are sealed. */
  function keyStreamed(key: Uint8Array, iv: Uint8Array, text: Uint8Array, firstBlock: number): Buffer {
    const blocks = Math.ceil(text.length / 16);
    const stream = start + 65536;
    kernel.bytes.set(text, start);
    kernel.fillCounters(stream, iv, firstBlock, blocks);
    const ecb = createCipheriv("aes-256-ecb", key, null).setAutoPadding(false);
    kernel.bytes.set(ecb.update(kernel.bytes.subarray(stream, stream + blocks * 16)), stream);
    kernel.xor(start, stream, text.length);
    return Buffer.from(kernel.bytes.subarray(start, start + text.length));
  }

  const ivs = fc.oneof(
    bytes16,
    // wraps within a few blocks: at 2^64 and at 2^128
    bytes16.map((iv) => Uint8Array.from(iv).fill(0xff, 8, 15)),
    bytes16.map((iv) => Uint8Array.from(iv).fill(0xff, 0, 15)),
  );
  const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const texts = fc.uint8Array({ maxLength: 5000 });

  test("make AES-CTR of AES-ECB, also where the counter wraps", () => {
    fc.assert(
      fc.property(keys, ivs, texts, (key, iv, text) => {
        expect(keyStreamed(key, iv, text, 0)).toEqual(createCipheriv("aes-256-ctr", key, iv).update(text));
      }),
    );
  });

  test("can start in the middle of a stream", () => {
    fc.assert(
      fc.property(keys, ivs, texts, fc.nat(300), (key, iv, text, blocks) => {
        const whole = createCipheriv("aes-256-ctr", key, iv).update(
          Buffer.concat([Buffer.alloc(blocks * 16), text]),
        );
        expect(keyStreamed(key, iv, text, blocks)).toEqual(whole.subarray(blocks * 16));
      }),
    );
  });

  test("count on from the highest first block", () => {
    kernel.fillCounters(start, new Uint8Array(16).fill(0xff), 0xffffffff, 2);
    expect(Buffer.from(kernel.bytes.subarray(start, start + 32)).toString("hex")).toBe(
      "000000000000000000000000fffffffe000000000000000000000000ffffffff",
    );
  });

  test("leave the bytes behind the range alone", () => {
    kernel.bytes.fill(7, start, start + 300);
    kernel.xor(start, start + 150, 101);
    expect(kernel.bytes.subarray(start, start + 101).every((byte) => byte === 0)).toBe(true);
    expect(kernel.bytes.subarray(start + 101, start + 300).every((byte) => byte === 7)).toBe(true);
  });
});

describe("entropy", () => {
  function definedEntropy(sample: Uint8Array): number {
    const counts = new Map<number, number>();
    for (const byte of sample) counts.set(byte, (counts.get(byte) ?? 0) + 1);
    return [...counts.values()].reduce(
      (sum, times) => sum - (times / sample.length) * Math.log2(times / sample.length),
      0,
    );
  }

  test("is Shannon's formula to a hundredth of a bit", () => {
    const alphabet = fc.integer({ min: 1, max: 256 });
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 9000, size: "max" }),
        alphabet,
        (sample, letters) => {
          const reduced = sample.map((byte) => byte % letters);
          kernel.bytes.set(reduced, start);
          expect(Math.abs(kernel.entropy(start, reduced.length) - definedEntropy(reduced))).toBeLessThan(
            0.01,
          );
        },
      ),
    );
  });

  test("of nothing and of one repeated byte is zero", () => {
    kernel.bytes.fill(9, start, start + 8192);
    expect(kernel.entropy(start, 0)).toBe(0);
    expect(kernel.entropy(start, 8192)).toBeCloseTo(0);
  });
});

describe("createKernel", () => {
  test("makes kernels that do not share memory or keys", () => {
    const other = createKernel(100_000);
    other.setMacKey(new Uint8Array(16).fill(1));
    const r = hex("851fc40c3467ac0be05cc20404f3f700");
    kernel.setMacKey(r);
    other.setMacKey(new Uint8Array(16).fill(2));
    kernel.bytes.set(hex("f3f6"), start);
    const tag = kernel.poly1305(start, 2, hex("580b3b0f9447bb1e69d095b5928b6dbc"));
    expect(Buffer.from(tag).toString("hex")).toBe("f4c633c3044fc145f84f335cb81953de");
  });

  test("gives at least the arena asked for and refuses one that offsets cannot span", () => {
    expect(createKernel(65537).bytes.length - start).toBeGreaterThanOrEqual(65537);
    expect(() => createKernel(2 ** 31)).toThrowError(RangeError);
    expect(() => createKernel(-1)).toThrowError(RangeError);
    expect(() => createKernel(Number.NaN)).toThrowError(RangeError);
  });
});
