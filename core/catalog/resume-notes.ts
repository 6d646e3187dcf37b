import type Database from "better-sqlite3";
import type { BlobId } from "../../shared/ids.ts";
import { type RawPath, rawPathToBytes } from "../platform/raw-path.ts";
import { withChecksum, withoutChecksum } from "./checksum.ts";

/** What a backup has read of a file so far: the blobs from where the part before ended. */
export type ResumeNote = {
  /** Where the part ends, in bytes from the file's beginning. */
  readonly position: number;
  readonly isLast: boolean;
  readonly ids: readonly BlobId[];
};

/** A file is the same one as long as its size and time are. */
export type NotedFile = { readonly path: RawPath; readonly sizeBytes: number; readonly mtimeNs: bigint };

/**
 * What backups that did not come to their end had read already, from where reading takes long. The blobs need not be in the
 * repository: what was on its way when the backup ended is lost.
 */
export type ResumeNotes = {
  /** Parts of a file in order, as it was read last; none where it is another one now. */
  partsOf(series: string, file: NotedFile): readonly ResumeNote[];
  put(series: string, notes: readonly (NotedFile & ResumeNote & { readonly part: number })[]): void;
  /** All of a series: its backup came to its end. */
  forget(series: string): void;
};

/** Beside the cache's schema, so that older caches go on being used. */
export const RESUME_NOTES = `
  CREATE TABLE IF NOT EXISTS resume_notes (
    series TEXT NOT NULL,
    path BLOB NOT NULL,
    part INTEGER NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    note BLOB NOT NULL,
    PRIMARY KEY (series, path, part)
  ) WITHOUT ROWID`;

/** In front of the ids: where the part ends (f64), and whether it is the last (u8). */
const HEAD_BYTES = 9;

export function createResumeNotes(database: Database.Database): ResumeNotes {
  const find = database.prepare<[string, Buffer, number, bigint], { part: number; note: Buffer }>(`
    SELECT part, note FROM resume_notes WHERE series = ? AND path = ? AND size = ? AND mtime_ns = ? ORDER BY part`);
  const put = database.prepare("INSERT OR REPLACE INTO resume_notes VALUES (?, ?, ?, ?, ?, ?)");
  const forget = database.prepare("DELETE FROM resume_notes WHERE series = ?");
  const putAll = database.transaction((series: string, notes: Parameters<ResumeNotes["put"]>[1]) => {
    for (const { path, part, sizeBytes, mtimeNs, ...note } of notes)
      put.run(series, rawPathToBytes(path), part, sizeBytes, mtimeNs, withChecksum(packNote(note)));
  });
  return {
    partsOf(series, { path, sizeBytes, mtimeNs }) {
      const notes: ResumeNote[] = [];
      for (const { part, note } of find.all(series, rawPathToBytes(path), sizeBytes, mtimeNs)) {
        const bytes = withoutChecksum(note);
        if (bytes === undefined || part !== notes.length) break; // what follows hangs in the air
        notes.push(unpackNote(Buffer.from(bytes)));
      }
      return notes;
    },
    put: (series, notes) => putAll.immediate(series, notes),
    forget: (series) => void forget.run(series),
  };
}

function packNote({ position, isLast, ids }: ResumeNote): Uint8Array {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeDoubleLE(position, 0);
  head.writeUInt8(isLast ? 1 : 0, 8);
  return Buffer.concat([head, Buffer.from(ids.join(""), "hex")]);
}

function unpackNote(bytes: Buffer): ResumeNote {
  const hex = bytes.toString("hex", HEAD_BYTES);
  const ids = Array.from({ length: hex.length / 64 }, (_, n) => hex.slice(n * 64, (n + 1) * 64) as BlobId);
  return { position: bytes.readDoubleLE(0), isLast: bytes.readUInt8(8) === 1, ids };
}
