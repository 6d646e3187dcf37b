/**
 * The WebAssembly hot loops. One instance per thread: its memory is the arena in which file bytes are read, cut, sealed and
 * opened, so that nothing is copied between stages.
 *
 * All offsets are byte offsets into `memory`, which never grows after creation, so views of it stay valid.
 */
export type Kernel = {
  /** The whole linear memory as bytes. Views stay valid for the kernel's life. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** First byte the caller may use; everything below belongs to the kernel (tables, scratch). */
  readonly arenaStart: number;

  /** Prepares the Rabin tables for a polynomial of degree 53. Must be called before `findCut`. */
  setPolynomial(polynomial: bigint): void;
  /**
   * Finds where the chunk that starts at `start` ends.
   *
   * @param start offset of the chunk's first byte
   * @param end offset just behind the last byte available
   * @param atEnd whether the file ends at `end`
   * @param scannedBytes length of the chunk's beginning in which an earlier call found no cut (it returned -1 for an
   *   `end` that far from `start`), so that it is not scanned again. The bytes may have moved in the arena since, the
   *   whole chunk together. Default 0.
   * @returns offset just behind the chunk's last byte, or -1 when `end` comes first and the file goes on
   */
  findCut(start: number, end: number, atEnd: boolean, scannedBytes?: number): number;

  /** Sets the Poly1305 key part `r` (16 bytes; clamped inside). */
  setMacKey(r: Uint8Array): void;
  /**
   * Poly1305 over `length` bytes at `offset`, with `pad` (AES-128 of the nonce) added.
   * @returns the 16 tag bytes, in memory that the next call overwrites
   */
  poly1305(offset: number, length: number, pad: Uint8Array): Uint8Array;

  /**
   * Writes `blocks` consecutive big-endian 128-bit counters, `iv + firstBlock` and on, at `offset`.
   * Encrypting them with AES-ECB gives the key stream of AES-CTR.
   * @param iv 16 bytes
   * @param firstBlock below 2^32
   */
  fillCounters(offset: number, iv: Uint8Array, firstBlock: number, blocks: number): void;
  /** `memory[target + i] ^= memory[mask + i]` for `length` bytes; the two ranges do not overlap. */
  xor(target: number, mask: number, length: number): void;

  /** Estimated order-0 entropy in bits per byte (0 to 8) of a sample of `length` bytes at `offset`. */
  entropy(offset: number, length: number): number;
};
