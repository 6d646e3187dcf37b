import type { ArchiveFormat } from "./archive-entry.ts";
import { encodeTarHeader, TAR_BLOCK, TYPE_FLAGS, tarPadding } from "./tar-header.ts";

/** Two blocks of zeros end an archive. */
const END = Buffer.alloc(2 * TAR_BLOCK);

/** Tar with pax headers. Hard links become files of their own, for what they link to may not be in the archive. */
export const tarFormat: ArchiveFormat = {
  canHold: ({ type }) => TYPE_FLAGS[type] !== undefined,
  async *write(entries) {
    for await (const entry of entries) {
      yield encodeTarHeader(entry);
      yield* entry.content;
      if (entry.sizeBytes % TAR_BLOCK !== 0) yield tarPadding(entry.sizeBytes);
    }
    yield END;
  },
};
