/**
 * What the write-ahead log beside an SQLite database holds: pages, newer than those of the file.
 *
 * @source sqlite.org/fileformat2.html, "The Write-Ahead Log"
 */
import { endianness } from "node:os";
import { isPageSize } from "./database-header.ts";
import { type OverlayPages, overlayPages } from "./overlay-pages.ts";

export const LOG_HEADER_LENGTH = 32;
const FRAME_HEADER_LENGTH = 24;
const MAGIC = 0x377f0682;
const FORMAT_VERSION = 3007000;
/** Bytes read at once, at least one frame. */
const STEP_BYTES = 1024 * 1024;

/** Reads like `pread`: fewer bytes than asked for only where the log ends. */
export type ReadLog = (into: Uint8Array, position: number) => number;

/** The pages as of the last transaction that is whole in the log. */
export type LogPages = OverlayPages & {
  /** The log's header: it changes when the log is begun anew, before anything else in it does. */
  readonly header: Uint8Array;
};

/**
 * Reads as far as SQLite itself would after a crash: frames count while they belong to this round of the log and the running
 * checksum fits, and only up to the last one that ends a transaction.
 *
 * @returns undefined when not a single transaction is whole; then the file alone is the database
 */
export function readLog(read: ReadLog): LogPages | undefined {
  const header = new Uint8Array(LOG_HEADER_LENGTH);
  if (read(header, 0) < LOG_HEADER_LENGTH) return undefined;
  const view = viewOf(header);
  const magic = view.getUint32(0);
  const pageSizeBytes = view.getUint32(8);
  if ((magic & ~1) !== MAGIC || view.getUint32(4) !== FORMAT_VERSION || !isPageSize(pageSizeBytes))
    return undefined;
  const sum = createChecksum((magic & 1) === 1);
  sum.add(header, 0, 24);
  if (!sum.fits(view, 24)) return undefined;
  const [salt1, salt2] = [view.getUint32(16), view.getUint32(20)];
  const frameBytes = FRAME_HEADER_LENGTH + pageSizeBytes;
  const framesAtOnce = Math.max(1, Math.floor(STEP_BYTES / frameBytes));
  const buffer = new Uint8Array(framesAtOnce * frameBytes);
  const frames = createFrameList();
  let [whole, pageCount] = [0, 0];
  for (let position = LOG_HEADER_LENGTH; ; position += buffer.length) {
    const got = read(buffer, position);
    const frameView = viewOf(buffer);
    for (let at = 0; at + frameBytes <= got; at += frameBytes) {
      const page = frameView.getUint32(at);
      if (page === 0 || frameView.getUint32(at + 8) !== salt1 || frameView.getUint32(at + 12) !== salt2)
        return pagesOf(whole);
      sum.add(buffer, at, 8);
      sum.add(buffer, at + FRAME_HEADER_LENGTH, pageSizeBytes);
      if (!sum.fits(frameView, at + 16)) return pagesOf(whole);
      frames.add(page);
      const countAfterCommit = frameView.getUint32(at + 4);
      if (countAfterCommit > 0) [whole, pageCount] = [frames.length(), countAfterCommit];
    }
    if (got < buffer.length) return pagesOf(whole);
  }

  function pagesOf(length: number): LogPages | undefined {
    if (length === 0) return undefined;
    const { pages, latest } = newestOfEach(frames.first(length));
    const positionAt = (index: number) =>
      LOG_HEADER_LENGTH + (latest[index] ?? 0) * frameBytes + FRAME_HEADER_LENGTH;
    return { header, ...overlayPages(pages, { pageSizeBytes, pageCount }, positionAt) };
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Page numbers in the order of their frames, four bytes each: a log may be as large as the database. */
function createFrameList() {
  let pages = new Uint32Array(1024);
  let length = 0;
  return {
    length: () => length,
    first: (count: number) => pages.subarray(0, count),
    add(page: number) {
      if (length === pages.length) {
        const larger = new Uint32Array(pages.length * 2);
        larger.set(pages);
        pages = larger;
      }
      pages[length] = page;
      length += 1;
    },
  };
}

/** @returns each page once, sorted, with the number of its last frame */
function newestOfEach(frames: Uint32Array): { pages: Uint32Array; latest: Uint32Array } {
  const keys = new BigUint64Array(frames.length);
  for (const [frame, page] of frames.entries()) keys[frame] = (BigInt(page) << 32n) | BigInt(frame);
  keys.sort();
  const [pages, latest] = [new Uint32Array(frames.length), new Uint32Array(frames.length)];
  let count = 0;
  for (const key of keys) {
    const page = Number(key >> 32n);
    if (count > 0 && pages[count - 1] === page) count -= 1;
    pages[count] = page;
    latest[count] = Number(key & 0xffffffffn);
    count += 1;
  }
  return { pages: pages.slice(0, count), latest: latest.slice(0, count) };
}

/** The log's running checksum, over pairs of words in the byte order of the machine that began the log. */
function createChecksum(isBigEndian: boolean) {
  const isSwapped = isBigEndian !== (endianness() === "BE");
  let [first, second] = [0, 0];
  return {
    /** @param start and length are multiples of eight */
    add(bytes: Uint8Array, start: number, length: number) {
      const words = new Uint32Array(bytes.buffer, bytes.byteOffset + start, length / 4);
      for (let n = 0; n < words.length; n += 2) {
        const [a, b] = [words[n] ?? 0, words[n + 1] ?? 0];
        first = (first + (isSwapped ? swap(a) : a) + second) >>> 0;
        second = (second + (isSwapped ? swap(b) : b) + first) >>> 0;
      }
    },
    fits: (view: DataView, at: number) => view.getUint32(at) === first && view.getUint32(at + 4) === second,
  };
}

function swap(word: number): number {
  return ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}
