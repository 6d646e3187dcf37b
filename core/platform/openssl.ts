/**
 * SHA-256, AES and Poly1305 from the OpenSSL inside Node.js, called directly and into memory that is there already.
 * `node:crypto` makes objects and buffers for every call, which for a small file costs as much as the work itself,
 * and offers no Poly1305.
 */
import { createCipheriv, hash } from "node:crypto";
import type { KoffiFunc, LibraryHandle } from "koffi";
import { runtimeLibrary } from "./runtime-library.ts";

export const SHA256_BYTES = 32;
export const MAC_BYTES = 16;

export type OpenSsl = {
  /** @returns the 32 bytes of the sum, valid until the next call */
  sha256(bytes: Uint8Array): Uint8Array;
  /** Makes a function that applies AES-256-CTR in place; `iv` has 16 bytes. */
  createCounterCipher(key: Uint8Array): (iv: Uint8Array, bytes: Uint8Array) => void;
  /** Makes a function that encrypts one block of 16 bytes with AES-128; what it returns is valid until its next call. */
  createBlockCipher(key: Uint8Array): (block: Uint8Array) => Uint8Array;
  /**
   * Makes a function that computes the Poly1305 tag of bytes.
   * @param r 16 bytes, clamped inside
   * @returns the function; `pad` has 16 bytes, and the 16 bytes it returns are valid until its next call
   */
  createPoly1305(r: Uint8Array): (bytes: Uint8Array, pad: Uint8Array) => Uint8Array;
};

/** Short arrays live inside V8's heap, and would be moved out of it at every call; and hashing states need some room. */
const STATE_BYTES = 1024;
/** Lengths are C's `int` in places. */
const MAX_STEP_BYTES = 2 ** 30;

type Call = KoffiFunc<(...args: (Uint8Array | number | null | unknown)[]) => number>;

/** undefined: not tried yet; null: not to be had. */
let opened: OpenSsl | undefined | null;

/** The same for a whole thread. @returns undefined where it cannot be reached, or fails the test pieces */
export function openSsl(): OpenSsl | undefined {
  if (opened === undefined) opened = tryToOpen() ?? null;
  return opened ?? undefined;
}

function tryToOpen(): OpenSsl | undefined {
  try {
    const bound = bind(runtimeLibrary());
    return isTrustworthy(bound) ? bound : undefined;
  } catch {
    return undefined; // koffi or a symbol is missing: what the callers' other ways are for
  }
}

/** @throws {Error} koffi's, when a function is missing */
function bind(library: LibraryHandle): OpenSsl {
  const cipher = bindCiphers(library);
  return { sha256: bindSha256(library), ...cipher, createPoly1305: bindPoly1305(library) };
}

function bindSha256(library: LibraryHandle): OpenSsl["sha256"] {
  const init: Call = library.func("int SHA256_Init(void *state)");
  const update: Call = library.func("int SHA256_Update(void *state, const void *bytes, size_t length)");
  const final: Call = library.func("int SHA256_Final(void *sum, void *state)");
  const state = new Uint8Array(STATE_BYTES);
  const sum = new Uint8Array(STATE_BYTES).subarray(0, SHA256_BYTES);
  return (bytes) => {
    init(state);
    update(state, bytes, bytes.length);
    final(sum, state);
    return sum;
  };
}

function bindCiphers(library: LibraryHandle): Pick<OpenSsl, "createCounterCipher" | "createBlockCipher"> {
  const newContext = library.func("void *EVP_CIPHER_CTX_new()");
  const setPadding: Call = library.func("int EVP_CIPHER_CTX_set_padding(void *context, int padding)");
  const init: Call = library.func(
    "int EVP_EncryptInit_ex(void *context, void *cipher, void *engine, const void *key, const void *iv)",
  );
  const update: Call = library.func(
    "int EVP_EncryptUpdate(void *context, void *out, void *outLength, const void *in, int inLength)",
  );
  const counterMode: unknown = library.func("void *EVP_aes_256_ctr()")();
  const blockMode: unknown = library.func("void *EVP_aes_128_ecb()")();
  const outLength = new Uint8Array(STATE_BYTES);

  /** For as long as the thread lives: there is one per key. */
  function contextFor(mode: unknown, key: Uint8Array): unknown {
    const context: unknown = newContext();
    checked(init(context, mode, null, key, null));
    checked(setPadding(context, 0));
    return context;
  }

  return {
    createCounterCipher(key) {
      const context = contextFor(counterMode, key);
      return (iv, bytes) => {
        checked(init(context, null, null, null, iv));
        for (let done = 0; done < bytes.length; done += MAX_STEP_BYTES) {
          const step = bytes.length <= MAX_STEP_BYTES ? bytes : bytes.subarray(done, done + MAX_STEP_BYTES);
          checked(update(context, step, outLength, step, step.length));
        }
      };
    },
    createBlockCipher(key) {
      const context = contextFor(blockMode, key);
      const out = new Uint8Array(STATE_BYTES).subarray(0, MAC_BYTES);
      return (block) => {
        checked(update(context, out, outLength, block, MAC_BYTES));
        return out;
      };
    },
  };
}

function bindPoly1305(library: LibraryHandle): OpenSsl["createPoly1305"] {
  const stateBytes: Call = library.func("size_t Poly1305_ctx_size()");
  const init: Call = library.func("void Poly1305_Init(void *state, const void *key)");
  const update: Call = library.func("void Poly1305_Update(void *state, const void *bytes, size_t length)");
  const final: Call = library.func("void Poly1305_Final(void *state, void *tag)");
  if (stateBytes() > STATE_BYTES) throw new Error("the state of Poly1305 needs more room");
  return (r) => {
    const state = new Uint8Array(STATE_BYTES);
    const key = new Uint8Array(STATE_BYTES);
    key.set(r);
    const tag = new Uint8Array(STATE_BYTES).subarray(0, MAC_BYTES);
    return (bytes, pad) => {
      key.set(pad, MAC_BYTES);
      init(state, key);
      update(state, bytes, bytes.length);
      final(state, tag);
      return tag;
    };
  };
}

function checked(result: number): void {
  if (result !== 1) throw new Error("OpenSSL refused a call it cannot refuse");
}

/** Symbols of the right names could mean something else: short and long test pieces must come out right. */
function isTrustworthy({ sha256, createCounterCipher, createBlockCipher, createPoly1305 }: OpenSsl): boolean {
  const key = Uint8Array.from({ length: 32 }, (_, n) => n * 7 + 3);
  const iv = Uint8Array.from({ length: 16 }, (_, n) => 255 - n);
  const apply = createCounterCipher(key);
  const isCipherRight = [0, 1, 100, 5000].every((length) => {
    const bytes = testPiece(length);
    const expected = createCipheriv("aes-256-ctr", key, iv).update(bytes);
    const isHashRight = hash("sha256", bytes, "buffer").equals(sha256(bytes));
    apply(iv, bytes);
    return isHashRight && expected.equals(bytes);
  });
  const block = createCipheriv("aes-128-ecb", iv, null).setAutoPadding(false).update(key.subarray(0, 16));
  const tag = createPoly1305(POLY1305_R);
  return (
    isCipherRight &&
    block.equals(createBlockCipher(iv)(key.subarray(0, 16))) &&
    POLY1305_TAGS.every(([length, hex]) => {
      return Buffer.from(tag(testPiece(length), POLY1305_PAD)).toString("hex") === hex;
    })
  );
}

function testPiece(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, n) => (n * n + 11 * n) >> 3);
}

/** r and s of RFC 8439, section 2.5.2. */
const POLY1305_R = Buffer.from("85d6be7857556d337f4452fe42d506a8", "hex");
const POLY1305_PAD = Buffer.from("0103808afb0db2fd4abff6af4149f51b", "hex");
/** Lengths of test pieces and their tags, computed from the definition; the longer ones go other ways through the code. */
const POLY1305_TAGS: readonly (readonly [number, string])[] = [
  [0, "0103808afb0db2fd4abff6af4149f51b"],
  [1, "0b8856490462076b4e3b3b025089ca22"],
  [100, "b643f07deda927ebe58a210b7210341d"],
  [5000, "e882f9473065a9f6f71ff731c11e6b65"],
];
