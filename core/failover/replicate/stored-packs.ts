import type { PackId } from "../../../shared/ids.ts";
import { rawId } from "../../catalog/blob-index.ts";
import type { StoredFile } from "../../storage/store.ts";
import type { ReplicaEnd } from "./replication.ts";

/** Pack files of a replica beside what its index says, in the temporary table `stored_packs` of its cache. */
export type StoredPacks = {
  /** Packs the index names and the store has not. */
  readonly gone: readonly PackId[];
  /** Files no index named when they were listed, with their sizes in bytes. */
  orphans(): readonly { readonly id: PackId; readonly sizeBytes: number }[];
  /** Drops the table. May be called twice. */
  close(): void;
};

const CREATE = `
  PRAGMA temp.cache_size = -8000;
  DROP TABLE IF EXISTS temp.stored_packs;
  CREATE TEMP TABLE stored_packs (id BLOB PRIMARY KEY, bytes INTEGER NOT NULL) WITHOUT ROWID;
`;
const GONE = "SELECT id FROM main.packs WHERE id NOT IN (SELECT id FROM stored_packs)";
const ORPHANS = "SELECT id, bytes FROM stored_packs WHERE id NOT IN (SELECT id FROM main.packs)";
const FILES_PER_TRANSACTION = 1000;

/** Needs the index of the replica in its cache. */
export async function listStoredPacks(
  { store, cache: { database } }: ReplicaEnd,
  signal: AbortSignal,
): Promise<StoredPacks> {
  database.exec(CREATE);
  const add = database.prepare("INSERT OR IGNORE INTO stored_packs VALUES (?, ?)");
  const addAll = database.transaction((files: readonly StoredFile[]) => {
    for (const { name, sizeBytes } of files) add.run(rawId(name), sizeBytes);
  });
  let files: StoredFile[] = [];
  for await (const file of store.list("pack", signal)) {
    files.push(file);
    if (files.length < FILES_PER_TRANSACTION) continue;
    addAll(files);
    files = [];
  }
  addAll(files);
  const gone = database.prepare<[], Buffer>(GONE).pluck().all().map(toId);
  const orphans = database.prepare<[], { id: Buffer; bytes: number }>(ORPHANS);
  return {
    gone,
    orphans: () => orphans.all().map(({ id, bytes }) => ({ id: toId(id), sizeBytes: bytes })),
    close: () => void database.exec("DROP TABLE IF EXISTS temp.stored_packs"),
  };
}

function toId(id: Buffer): PackId {
  return id.toString("hex") as PackId;
}
