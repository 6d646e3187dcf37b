/**
 * What the rollback journal beside an SQLite database holds: pages as they were before a transaction that has not ended.
 *
 * @source sqlite.org/fileformat2.html, "The Rollback Journal"
 */
import { isPageSize, lockPage } from "./database-header.ts";
import { type OverlayPages, overlayPages } from "./overlay-pages.ts";

const MAGIC = Buffer.from("d9d505f920a163d7", "hex");
const HEADER_LENGTH = 28;
/** A record is a page's number, the page, and a checksum. */
const RECORD_EXTRA = 8;
/** Stands where the number of records would: all that follow. */
const TO_THE_END = 0xffffffff;
/** Only one byte in so many counts for the checksum. */
const CHECKSUM_STEP = 200;
const MAX_SUPER_NAME = 4096;

export type JournalQuestion = {
  /** Reads like `pread`: fewer bytes than asked for only where the journal ends. */
  read(into: Uint8Array, position: number): number;
  readonly sizeBytes: number;
  /** What the database's file says, which the journal knows better if it says something. */
  readonly pageSizeBytes: number;
  /** Whether the journal is there that says of a transaction over several databases that it has not ended. */
  isThere(superJournal: Buffer): boolean;
};

/**
 * Reads as far as SQLite itself would after a crash. As long as neither file changes, it does not matter whether there was one: with
 * these pages the database is as it was before the transaction.
 *
 * @returns undefined when there is nothing to take back: the file alone is the database
 */
export function readJournal(question: JournalQuestion): OverlayPages | undefined {
  const { read, sizeBytes } = question;
  const header = Buffer.alloc(HEADER_LENGTH);
  if (!readHeader(0) || hasEnded(question)) return undefined;
  const pageCount = header.readUInt32BE(16);
  const sectorBytes = header.readUInt32BE(20);
  const pageSizeBytes = header.readUInt32BE(24) || question.pageSizeBytes;
  if (!isPageSize(pageSizeBytes) || !isSectorSize(sectorBytes)) return undefined;
  const record = Buffer.alloc(pageSizeBytes + RECORD_EXTRA);
  /** By page, where it stands as it was before; a later record of it does not count. */
  const positions = new Map<number, number>();
  let at = 0;
  while (readHeader(at)) {
    const [said, nonce] = [header.readUInt32BE(8), header.readUInt32BE(12)];
    at += sectorBytes;
    const count = said === TO_THE_END ? Math.floor((sizeBytes - at) / record.length) : said;
    for (let n = 0; n < count; n += 1) {
      if (read(record, at) < record.length || !isRecord(record, nonce, pageSizeBytes)) return found();
      const page = record.readUInt32BE(0);
      if (page <= pageCount && !positions.has(page)) positions.set(page, at + 4);
      at += record.length;
    }
    at = Math.ceil(at / sectorBytes) * sectorBytes;
  }
  return found();

  function readHeader(position: number): boolean {
    return read(header, position) === HEADER_LENGTH && header.subarray(0, MAGIC.length).equals(MAGIC);
  }

  function found(): OverlayPages {
    const pages = Uint32Array.from(positions.keys()).sort();
    return overlayPages(
      pages,
      { pageSizeBytes, pageCount },
      (index) => positions.get(pages[index] ?? 0) ?? 0,
    );
  }
}

function isSectorSize(bytes: number): boolean {
  return bytes >= 32 && bytes <= 65536 && (bytes & (bytes - 1)) === 0;
}

/** The number of the page that is never used stands for the end. */
function isRecord(record: Buffer, nonce: number, pageSizeBytes: number): boolean {
  const page = record.readUInt32BE(0);
  if (page === 0 || page === lockPage(pageSizeBytes).start / pageSizeBytes + 1) return false;
  let sum = nonce;
  for (let at = pageSizeBytes - CHECKSUM_STEP; at > 0; at -= CHECKSUM_STEP) sum += record[4 + at] ?? 0;
  return record.readUInt32BE(4 + pageSizeBytes) === sum >>> 0;
}

/** A transaction over several databases has ended when the journal is gone whose name stands at the end of this one. */
function hasEnded({ read, sizeBytes, isThere }: JournalQuestion): boolean {
  const end = Buffer.alloc(16);
  if (sizeBytes < end.length || read(end, sizeBytes - end.length) < end.length) return false;
  const length = end.readUInt32BE(0);
  if (!end.subarray(8).equals(MAGIC) || length === 0 || length > Math.min(MAX_SUPER_NAME, sizeBytes - 16))
    return false;
  const name = Buffer.alloc(length);
  if (read(name, sizeBytes - 16 - length) < length) return false;
  // some processors take bytes for signed
  const sums = [[...name], [...new Int8Array(name)]].map(
    (bytes) => bytes.reduce((sum, byte) => sum + byte, 0) >>> 0,
  );
  return sums.includes(end.readUInt32BE(4)) && !isThere(name);
}
