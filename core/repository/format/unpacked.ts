/**
 * The form of files that are not packs, before they are sealed: plain JSON in version 1 and for `config`, in version 2 a
 * byte 2 and then zstd.
 * @source restic repository format v2, "Unpacked Data Format"
 */
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { hasSystemCode } from "../../../shared/errors.ts";
import { corruptDocument, type DocumentSource } from "./json-fields.ts";

const ZSTD_FORM = 2;
const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;

/** No unpacked file is nearly as large; what claims to be is meant to fill the memory. */
const MAX_PLAIN_BYTES = 1024 * 1024 * 1024;
/** An index is up to 8 MiB of JSON: with Node's default of 16 KiB it would be put together from hundreds of pieces. */
const OUTPUT_PIECE_BYTES = 1024 * 1024;

/**
 * @param json a document; not `config`, which is stored as it is
 * @param version of the repository
 */
export function encodeUnpacked(json: Uint8Array, version: 1 | 2): Uint8Array {
  if (version === 1) return json;
  const compressed = zstdCompressSync(json, {
    pledgedSrcSize: json.byteLength,
    params: { [constants.ZSTD_c_compressionLevel]: constants.ZSTD_CLEVEL_DEFAULT },
  });
  return Buffer.concat([Uint8Array.of(ZSTD_FORM), compressed]);
}

/**
 * @param bytes an opened file of either version
 * @param maxBytes of JSON
 * @returns the JSON; may be a view of `bytes`
 * @throws {BackstayError} OBJECT_CORRUPT: `too-short` when empty, `schema` for a form this version does not know,
 *   `compression`, or `size` when the JSON is longer than `maxBytes`
 */
export function decodeUnpacked(
  bytes: Uint8Array,
  source: DocumentSource,
  maxBytes = MAX_PLAIN_BYTES,
): Uint8Array {
  const form = bytes[0];
  if (form === undefined) throw corruptDocument(source, "too-short", "empty");
  if (form === OPEN_OBJECT || form === OPEN_LIST) {
    if (bytes.byteLength > maxBytes) throw corruptDocument(source, "size", `longer than ${maxBytes} bytes`);
    return bytes;
  }
  if (form !== ZSTD_FORM) throw corruptDocument(source, "schema", `the unknown form ${form}`);
  try {
    return zstdDecompressSync(bytes.subarray(1), {
      maxOutputLength: maxBytes,
      chunkSize: OUTPUT_PIECE_BYTES,
    });
  } catch (cause) {
    if (hasSystemCode(cause, "ERR_BUFFER_TOO_LARGE")) {
      throw corruptDocument(source, "size", `longer than ${maxBytes} bytes`);
    }
    if (cause instanceof RangeError || cause instanceof TypeError) throw cause;
    throw corruptDocument(source, "compression", cause instanceof Error ? cause.message : "zstd failed");
  }
}
