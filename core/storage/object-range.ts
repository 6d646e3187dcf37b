import { BackstayError, type FileKind } from "../../shared/errors.ts";
import type { ByteRange } from "./store.ts";

/** Packs are about 16 MiB and at most 128; what is longer than this is damage, and asking memory for it would kill us. */
const MAX_READ_BYTES = 1024 * 1024 * 1024;

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
  if (length > MAX_READ_BYTES) throw new BackstayError("OBJECT_CORRUPT", { kind, name, reason: "size" });
  return { offset, length };
}
