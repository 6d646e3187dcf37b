/**
 * What the first 100 bytes of an SQLite database say.
 * @source sqlite.org/fileformat2.html, "The Database Header"
 */

/** Every SQLite database begins with it. An encrypted one does not, and is any file to us. */
const MAGIC = Buffer.from("SQLite format 3\0", "latin1");

export const HEADER_LENGTH = 100;
export const MAGIC_LENGTH = MAGIC.length;

/** Where SQLite keeps its locks; the page that holds this byte holds nothing else, and Windows refuses to read it. */
const LOCK_BYTE = 0x40000000;
const WAL_MODE = 2;

export type DatabaseHeader = {
  readonly pageSizeBytes: number;
  /** Whether writers put their pages into a write-ahead log. One may lie beside the file though this is false. */
  readonly isWal: boolean;
};

export function startsDatabase(bytes: Uint8Array): boolean {
  return bytes.length >= MAGIC.length && MAGIC.equals(bytes.subarray(0, MAGIC.length));
}

/** @returns undefined when it is no header that SQLite could have written */
export function parseDatabaseHeader(bytes: Uint8Array): DatabaseHeader | undefined {
  if (bytes.length < HEADER_LENGTH || !startsDatabase(bytes)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const said = view.getUint16(16);
  const pageSizeBytes = said === 1 ? 65536 : said;
  if (!isPageSize(pageSizeBytes)) return undefined;
  return { pageSizeBytes, isWal: view.getUint8(18) === WAL_MODE || view.getUint8(19) === WAL_MODE };
}

export function isPageSize(bytes: number): boolean {
  return bytes >= 512 && bytes <= 65536 && (bytes & (bytes - 1)) === 0;
}

/** @returns where the page begins and ends that is never used */
export function lockPage(pageSizeBytes: number): { readonly start: number; readonly end: number } {
  const start = LOCK_BYTE - (LOCK_BYTE % pageSizeBytes);
  return { start, end: start + pageSizeBytes };
}
