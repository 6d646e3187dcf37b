/**
 * How a download goes over a host's socket, on a connection of its own: the caller sends one line, {@link DownloadRequest}; the host
 * answers with one line, {@link DownloadHead}, and then with pieces, each behind its length, which is a 32-bit number, the higher
 * bytes first. A piece of no length is the end. A connection that ends before it means a download that broke off.
 */
import { z } from "zod";

export const DownloadRequest = z.strictObject({ download: z.string().max(100) });

export const DownloadHead = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({
    kind: z.literal("file"),
    fileName: z.string(),
    sizeBytes: z.int().nonnegative().nullable(),
  }),
]);
export type DownloadHead = z.infer<typeof DownloadHead>;

const LENGTH_BYTES = 4;
/** A longer piece is cut. */
const MAX_PIECE_BYTES = 1024 * 1024;

/** @throws what reading the content throws; then the end was not written */
export async function* encodeFrames(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    for (let from = 0; from < chunk.length; from += MAX_PIECE_BYTES) {
      const piece = chunk.subarray(from, from + MAX_PIECE_BYTES);
      yield lengthOf(piece.length);
      yield piece;
    }
  }
  yield lengthOf(0);
}

function lengthOf(bytes: number): Uint8Array {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(bytes);
  return length;
}

/**
 * @param bytes what comes behind the head, in any pieces
 * @throws {Error} when it ends before the end, or a piece is longer than any of ours
 */
export async function* decodeFrames(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    held = held.length === 0 ? Buffer.from(chunk) : Buffer.concat([held, chunk]);
    while (held.length >= LENGTH_BYTES) {
      const length = held.readUInt32BE(0);
      if (length === 0) return;
      if (length > MAX_PIECE_BYTES) throw new Error("a piece of a download is longer than any may be");
      if (held.length < LENGTH_BYTES + length) break;
      yield held.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
      held = held.subarray(LENGTH_BYTES + length);
    }
  }
  throw new Error("the host broke the download off");
}
