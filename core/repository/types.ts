import type { BlobId, PackId } from "../../shared/ids.ts";

export type BlobType = "data" | "tree";

/** Where a blob is: in which pack, which encrypted bytes of it, and how long it is when opened. */
export type BlobLocation = {
  readonly id: BlobId;
  readonly type: BlobType;
  readonly packId: PackId;
  /** Bytes from the start of the pack. */
  readonly offset: number;
  /** Encrypted length in bytes, the 32 of IV and MAC included. */
  readonly length: number;
  /** Length in bytes once decompressed; 0 when the blob is stored uncompressed. */
  readonly uncompressedLength: number;
};

/** One entry of a pack's header: a {@link BlobLocation} whose pack is known from the context. */
export type PackEntry = Omit<BlobLocation, "packId">;

/** The three keys everything in a repository is sealed with. */
export type MasterKey = {
  /** AES-256, 32 bytes. */
  readonly encryptionKey: Uint8Array;
  /** AES-128 key `k` of Poly1305-AES, 16 bytes. */
  readonly macKey: Uint8Array;
  /** `r` of Poly1305-AES, 16 bytes, clamped or not. */
  readonly macR: Uint8Array;
};

/** Length of IV and MAC together, which every sealed thing carries. */
export const SEAL_OVERHEAD = 32;
/** Blobs in a pack add up to about this many bytes before it is closed. */
export const PACK_SIZE = 16 * 1024 * 1024;
export const MIN_CHUNK = 512 * 1024;
export const MAX_CHUNK = 8 * 1024 * 1024;
