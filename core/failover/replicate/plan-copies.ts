import type { PackId } from "../../../shared/ids.ts";
import { blobTypeOf, type EntryRow, toPackEntry } from "../../catalog/blob-index.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import type { BlobType, PackEntry } from "../../repository/types.ts";

/** A pack of the source that holds something that is wanted. */
export type PackToCopy = {
  readonly id: PackId;
  /** Its number in the source's cache. */
  readonly number: number;
  /** Of its sealed blobs, or of those of them that are wanted from here. */
  readonly bytes: number;
};

export type CopyPlan = {
  /** Nothing of these is at the target: they go there as they are. */
  readonly whole: readonly PackToCopy[];
  /** Of these the target has something already: only the wanted blobs are copied, into new packs. */
  readonly parts: readonly PackToCopy[];
};

/** Wanted blobs of packs, by the tables that {@link planCopies} made. */
export type PlannedEntries = {
  /** @returns the blobs wanted from this pack, in the order of the file */
  wantedOf(pack: PackToCopy): readonly PackEntry[];
  close(): void;
};

const ASSIGN = `
  DROP TABLE IF EXISTS temp.replica_entries;
  CREATE TEMP TABLE replica_entries (
    pack INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    id BLOB NOT NULL,
    type INTEGER NOT NULL,
    length INTEGER NOT NULL,
    uncompressed_length INTEGER NOT NULL,
    PRIMARY KEY (pack, offset, id, type)
  ) WITHOUT ROWID;
  UPDATE replica_wanted SET pack = (
    SELECT min(pack) FROM main.blobs WHERE blobs.id = replica_wanted.id AND blobs.type = replica_wanted.type
  );
  INSERT INTO replica_entries
    SELECT pack, offset, id, type, length, uncompressed_length FROM main.blobs
    WHERE pack IN (SELECT DISTINCT pack FROM replica_wanted WHERE pack IS NOT NULL) ORDER BY pack, offset, id, type;
`;

const PACKS = `
  SELECT packs.id AS id, number, sum(length) AS bytes
  FROM replica_entries JOIN main.packs ON number = replica_entries.pack GROUP BY number ORDER BY number
`;

const ENTRIES = `
  SELECT replica_entries.id AS id, type, offset, length, uncompressed_length, replica_wanted.pack AS wantedFrom
  FROM replica_entries LEFT JOIN replica_wanted USING (id, type)
  WHERE replica_entries.pack = ? ORDER BY offset
`;

type PackRow = { id: Buffer; number: number; bytes: number };
type WantedRow = EntryRow & { readonly wantedFrom: number | null };

/**
 * Decides from which pack each wanted blob comes, and which packs go as a whole. Needs the tables of `createNeededBlobs`. What is wanted
 * and in no pack is in no plan.
 */
export function planCopies(
  { database }: Pick<RepositoryCache, "database">,
  isAtTarget: (type: BlobType, rawId: Uint8Array) => boolean,
): CopyPlan & PlannedEntries {
  database.exec(ASSIGN);
  const entriesOf = database.prepare<[number], WantedRow>(ENTRIES);
  const whole: PackToCopy[] = [];
  const parts: PackToCopy[] = [];
  for (const { id: raw, number, bytes } of database.prepare<[], PackRow>(PACKS).all()) {
    const id = raw.toString("hex") as PackId;
    const rows = entriesOf.all(number);
    const isWhole = rows.every(({ id: blob, type, wantedFrom }) =>
      wantedFrom === null ? !isAtTarget(blobTypeOf(type), blob) : wantedFrom === number,
    );
    if (isWhole) whole.push({ id, number, bytes });
    else {
      const wanted = rows.filter(({ wantedFrom }) => wantedFrom === number);
      parts.push({ id, number, bytes: wanted.reduce((total, { length }) => total + length, 0) });
    }
  }
  return {
    whole,
    parts,
    wantedOf: ({ number }) =>
      entriesOf
        .all(number)
        .filter(({ wantedFrom }) => wantedFrom === number)
        .map(toPackEntry),
    close: () => void database.exec("DROP TABLE IF EXISTS temp.replica_entries"),
  };
}
