/**
 * zstd for the hot path. Node's `zlib` makes a stream, a context and a buffer for every call, which for a small file
 * costs several times the work itself. Node carries libzstd, and where its functions can be reached they are called
 * directly, with one context per thread and into memory that is there already. Where they cannot (a runtime that hides
 * them, no koffi), `zlib` does the same, only slower.
 */
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { KoffiFunc, LibraryHandle } from "koffi";
import { runtimeLibrary } from "./runtime-library.ts";

export type Zstd = {
  /**
   * @param level zstd's own, 1 to 19
   * @returns length of the frame written to the start of `target`; undefined when it does not fit
   */
  compress(source: Uint8Array, target: Uint8Array, level: number): number | undefined;
  /** @returns length of the content written to `target`; undefined when the frame is broken or does not fit */
  decompress(source: Uint8Array, target: Uint8Array): number | undefined;
};

type NativeCodec = (
  context: unknown,
  target: Uint8Array,
  capacity: number,
  source: Uint8Array,
  length: number,
) => number;

let opened: Zstd | undefined;

/**
 * The quick levels find repetitions in a table of their own size. With one that stays in the processor's nearest cache they are 4 to 12 %
 * faster, and what they write is 0.2 to 3 % larger (measured on text, programs and documentation; `docs/benchmarks.md`).
 * @returns its base-2 logarithm, in entries; 0 for what the level has by itself
 */
function hashLogOf(level: number): number {
  return level <= 2 ? 15 : 0;
}

/** The fastest there is here, made once per thread. */
export function openZstd(): Zstd {
  opened ??= openNativeZstd() ?? openZlibZstd();
  return opened;
}

/** @returns undefined when this runtime's own libzstd cannot be reached, or fails a test piece */
export function openNativeZstd(): Zstd | undefined {
  try {
    const native = bindZstd(runtimeLibrary());
    return isTrustworthy(native) ? native : undefined;
  } catch {
    return undefined; // koffi or a symbol is missing: what the fallback is for
  }
}

/** The same through `node:zlib`. */
export function openZlibZstd(): Zstd {
  return {
    compress(source, target, level) {
      const packed = zstdCompressSync(source, {
        chunkSize: Math.max(64, source.length),
        pledgedSrcSize: source.length,
        params: {
          [constants.ZSTD_c_compressionLevel]: level,
          [constants.ZSTD_c_hashLog]: hashLogOf(level),
        },
      });
      if (packed.length > target.length) return undefined;
      target.set(packed);
      return packed.length;
    },
    decompress(source, target) {
      try {
        const limits = {
          chunkSize: Math.max(64, target.length + 1),
          maxOutputLength: Math.max(1, target.length),
        };
        const plain = zstdDecompressSync(source, limits);
        if (plain.length > target.length) return undefined;
        target.set(plain);
        return plain.length;
      } catch (error) {
        if (error instanceof Error && "code" in error) return undefined; // zlib's and Node's own errors all have one
        throw error;
      }
    },
  };
}

/** @throws {Error} koffi's, when a function is missing */
function bindZstd(library: LibraryHandle): Zstd {
  const isError = library.func("unsigned int ZSTD_isError(size_t code)");
  const setParameter = library.func("size_t ZSTD_CCtx_setParameter(void *context, int parameter, int value)");
  const compress = library.func(
    "size_t ZSTD_compress2(void *context, void *target, size_t capacity, const void *source, size_t length)",
  );
  const decompress = library.func(
    "size_t ZSTD_decompressDCtx(void *context, void *target, size_t capacity, const void *source, size_t length)",
  );
  // one of each per thread, for as long as the thread lives
  const compressor: unknown = library.func("void *ZSTD_createCCtx()")();
  const decompressor: unknown = library.func("void *ZSTD_createDCtx()")();
  let currentLevel: number | undefined;

  function lengthOrUndefined(
    call: KoffiFunc<NativeCodec>,
    context: unknown,
    source: Uint8Array,
    target: Uint8Array,
  ) {
    const length: number = call(context, target, target.length, source, source.length);
    return isError(length) === 0 ? length : undefined;
  }

  return {
    compress(source, target, level) {
      if (level !== currentLevel) {
        const set = (parameter: number, value: number) => setParameter(compressor, parameter, value);
        if (isError(set(constants.ZSTD_c_compressionLevel, level)) !== 0) return undefined;
        if (isError(set(constants.ZSTD_c_hashLog, hashLogOf(level))) !== 0) return undefined;
        currentLevel = level;
      }
      return lengthOrUndefined(compress, compressor, source, target);
    },
    decompress: (source, target) => lengthOrUndefined(decompress, decompressor, source, target),
  };
}

/** Symbols of the right name could belong to another library: a test piece must come out right, checked by `zlib`. */
function isTrustworthy(zstd: Zstd): boolean {
  const piece = Buffer.from("a test piece, a test piece, a test piece. ".repeat(8));
  const packed = Buffer.alloc(piece.length);
  const back = Buffer.alloc(piece.length);
  const length = zstd.compress(piece, packed, 2);
  if (length === undefined || length >= piece.length) return false;
  if (!zstdDecompressSync(packed.subarray(0, length)).equals(piece)) return false;
  return zstd.decompress(packed.subarray(0, length), back) === piece.length && back.equals(piece);
}
