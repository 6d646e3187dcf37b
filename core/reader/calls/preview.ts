import type { CheckedInput, Output } from "../../../shared/api/methods.ts";
import type { RawPath } from "../../platform/raw-path.ts";
import { locate } from "../locate.ts";
import { decodeText } from "../preview/decode-text.ts";
import { mediaTypeOf } from "../preview/media-type.ts";
import { readBeginning, realSize } from "../preview/read-beginning.ts";
import type { CallContext } from "./call-context.ts";

const TEXT_BYTES = 256 * 1024;
/** Images and documents are shown whole or not at all. */
const WHOLE_BYTES = 4 * 1024 * 1024;
/** The longest signature, and some more. */
const SIGNATURE_BYTES = 64;

/**
 * The beginning of a file, made fit to be shown.
 * @throws {BackstayError} SNAPSHOT_NOT_FOUND, PATH_NOT_IN_SNAPSHOT, BLOB_MISSING, BLOB_CORRUPT, or what the store throws
 */
export async function previewFile(
  input: CheckedInput<"restore.preview">,
  { opened, signal }: CallContext,
): Promise<Output<"restore.preview">> {
  const snapshot = await opened.snapshot(input.snapshotId, signal);
  const { node } = await locate(opened.listings, snapshot, input.path as RawPath, signal);
  if (node?.type !== "file") return { kind: "none", why: "no-file" };
  const content = node.content ?? [];
  const { repository } = opened;
  const start = await readBeginning(repository, content, SIGNATURE_BYTES, signal);
  if (start.length === 0) return { kind: "none", why: "empty" };
  const mediaType = mediaTypeOf(start);
  if (mediaType === undefined) {
    const read = await readBeginning(repository, content, TEXT_BYTES + 1, signal);
    const isCut = read.length > TEXT_BYTES;
    const text = decodeText(read.subarray(0, TEXT_BYTES), isCut);
    return text === undefined ? { kind: "none", why: "not-shown" } : { kind: "text", text, isCut };
  }
  const size = realSize(repository, content, signal);
  if (size !== undefined && size > WHOLE_BYTES) return { kind: "none", why: "too-large" };
  const whole = await readBeginning(repository, content, WHOLE_BYTES + 1, signal);
  if (whole.length > WHOLE_BYTES) return { kind: "none", why: "too-large" };
  const base64 = Buffer.from(whole.buffer, whole.byteOffset, whole.length).toString("base64");
  return mediaType === "application/pdf" ? { kind: "pdf", base64 } : { kind: "image", mediaType, base64 };
}
