import { BackstayError, type FileKind } from "../../shared/errors.ts";
import type { ByteRange } from "./store.ts";

const MIB = 1024 * 1024;

/**
 * What is longer than this is damage or hostile, and reading it would cost the memory before anything could be checked. Packs are
 * about 16 MiB and at most 128, index files below 8 MiB, and a snapshot is as long as its lists of paths and excludes.
 */
const MAX_READ_BYTES: Readonly<Record<FileKind, number>> = {
  config: MIB,
  key: MIB,
  lock: MIB,
  snapshot: 64 * MIB,
  index: 256 * MIB,
  pack: 1024 * MIB,
  manifest: 64 * MIB,
};

/**
 * Which bytes of a file to read, checked before memory is asked for: ranges come from an index, which may be hostile.
 *
 * @throws {BackstayError} OBJECT_CORRUPT: `too-short` when the file ends inside the range, `size` for a range no file has
 */
export function rangeWithin(
  sizeBytes: number,
  range: ByteRange | undefined,
  kind: FileKind,
  name: string,
): ByteRange {
  const { offset, length } = range ?? { offset: 0, length: sizeBytes };
  const isSane = [offset, length].every((n) => Number.isSafeInteger(n) && n >= 0);
  if (!isSane) throw new BackstayError("OBJECT_CORRUPT", { kind, name, reason: "size" });
  if (offset + length > sizeBytes)
    throw new BackstayError("OBJECT_CORRUPT", { kind, name, reason: "too-short" });
  if (length > MAX_READ_BYTES[kind])
    throw new BackstayError("OBJECT_CORRUPT", { kind, name, reason: "size" });
  return { offset, length };
}
