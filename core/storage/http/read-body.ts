import { BackstayError, type FileKind, isBackstayError } from "../../../shared/errors.ts";
import { rangeWithin } from "../object-range.ts";
import type { ByteRange } from "../store.ts";
import type { HttpAnswer } from "./request.ts";

const WHOLE = 200;
const PART = 206;
/** Of what a server says, as much as belongs into a sentence. */
const SAID_CHARACTERS = 200;

/** The header that asks for a range. @throws {BackstayError} OBJECT_CORRUPT for one no file has */
export function rangeHeader(
  range: ByteRange,
  kind: FileKind,
  name: string,
): Readonly<Record<string, string>> {
  const { offset, length } = range;
  rangeWithin(Number.POSITIVE_INFINITY, { offset, length: Math.min(length, 1) }, kind, name); // how long it may be is asked later
  return { range: `bytes=${offset}-${offset + length - 1}` };
}

/**
 * Reads the bytes asked for from the answer to a GET, also when the server sends the whole file instead of a part.
 * @throws {BackstayError} OBJECT_CORRUPT, STORE_UNREACHABLE when it breaks off, STORE_FAILED when it says no size
 */
export async function readBytes(
  answer: HttpAnswer,
  range: ByteRange | undefined,
  { kind, name, location }: { kind: FileKind; name: string; location: string },
): Promise<Uint8Array<ArrayBuffer>> {
  const { headers, status } = answer;
  const sentBytes = Number(headers["content-length"] ?? Number.NaN);
  const sizeBytes = status === PART ? (totalOf(headers["content-range"]) ?? sentBytes) : sentBytes;
  const isKnown = Number.isSafeInteger(sentBytes) && Number.isSafeInteger(sizeBytes);
  try {
    if (!isKnown)
      throw new BackstayError("STORE_FAILED", { location, operation: "read", reason: "no content-length" });
    const { offset, length } = rangeWithin(sizeBytes, range, kind, name);
    const from = status === WHOLE ? offset : 0;
    const bytes = new Uint8Array(length);
    let at = 0;
    for await (const chunk of answer.chunks()) {
      // a part of the chunk may lie before or behind what is wanted
      const part = chunk.subarray(Math.max(from - at, 0), Math.max(from + length - at, 0));
      if (part.length > 0) bytes.set(part, Math.max(at - from, 0));
      at += chunk.length;
      if (at >= from + length && at < sentBytes) break; // breaking off ends the connection, and saves the rest
    }
    if (at < from + length) throw new BackstayError("STORE_UNREACHABLE", { location, reason: "closed" });
    return bytes;
  } catch (error) {
    answer.drop();
    throw error;
  }
}

/** @returns the beginning of what a server says, on one line, for people */
export async function readSaid(answer: HttpAnswer): Promise<string> {
  let text = `${answer.status}`;
  try {
    for await (const chunk of answer.chunks()) {
      text += ` ${Buffer.from(chunk).toString("utf8").trim()}`;
      if (text.length >= SAID_CHARACTERS) break;
    }
  } catch (error) {
    // A server that refuses before it has seen all may hang up in mid-sentence; what it has said counts.
    if (!isBackstayError(error)) throw error;
  }
  answer.drop();
  return text.replaceAll(/[\s\p{Cc}]+/gu, " ").slice(0, SAID_CHARACTERS);
}

/** @source RFC 9110, section 14.4 */
function totalOf(contentRange: string | undefined): number | undefined {
  const [, total] = /^bytes \d+-\d+\/(\d+)$/.exec(contentRange ?? "") ?? [];
  return total === undefined ? undefined : Number(total);
}
