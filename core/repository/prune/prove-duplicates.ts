import { BackstayError } from "../../../shared/errors.ts";
import type { BlobId } from "../../../shared/ids.ts";
import { blobTypeOf, rawId, typeNumber } from "../../catalog/blob-index.ts";
import { forEachAtOnce } from "../inventory/for-each-at-once.ts";
import type { IndexedRepository } from "../repository.ts";
import type { BlobLocation, BlobType } from "../types.ts";
import { readCopy, whatIsWrong } from "./prove-sealed.ts";

const BLOBS_PER_PAGE = 500;
/** Each is a read, which costs a round trip where the repository is far away. */
const BLOBS_AT_ONCE = 8;

/** Needed blobs that several packs of the right size have. */
const COLLECT = `
  DROP TABLE IF EXISTS temp.duplicated_blobs;
  CREATE TEMP TABLE duplicated_blobs (row INTEGER PRIMARY KEY, id BLOB NOT NULL, type INTEGER NOT NULL);
  INSERT INTO duplicated_blobs (id, type)
    SELECT id, type FROM used_blobs JOIN pack_entries USING (id, type) JOIN pack_waste ON number = pack
    GROUP BY id, type HAVING count(*) > 1;
`;
const DROP = "DROP TABLE IF EXISTS temp.duplicated_blobs;";

type Kept = { readonly pack: number; readonly packId: Buffer; readonly offset: number };

/**
 * Makes sure that where one copy of a blob is kept and others go, the one that is kept is whole: the chosen copy is read, and where it
 * is damaged a whole one is chosen in its place. Where all are damaged, the choice stays.
 *
 * Needs the tables of `chooseCopies`, and changes `kept_blobs`.
 * @throws {BackstayError} BLOB_CORRUPT when none is whole and one cannot be read, which a rescued disk may give yet; what the store throws
 */
export async function proveDuplicates(repository: IndexedRepository, signal: AbortSignal): Promise<void> {
  const { database, index } = repository.cache;
  database.exec(COLLECT);
  const page = database.prepare<[number], { row: number; id: Buffer; type: number }>(
    `SELECT row, id, type FROM duplicated_blobs WHERE row > ? ORDER BY row LIMIT ${BLOBS_PER_PAGE}`,
  );
  const keptPlace = database.prepare<[Uint8Array, number], Kept>(
    `SELECT pack, inventory.id AS packId, offset FROM kept_blobs JOIN inventory ON number = pack
     WHERE kept_blobs.id = ? AND type = ?`,
  );
  const numberOf = database
    .prepare<[Uint8Array], number>("SELECT number FROM inventory JOIN pack_waste USING (number) WHERE id = ?")
    .pluck();
  const drop = database.prepare(
    "DELETE FROM kept_blobs WHERE pack = ? AND offset = ? AND id = ? AND type = ?",
  );
  const keep = database.prepare("INSERT INTO kept_blobs VALUES (?, ?, ?, ?, ?)");

  async function lookAt(place: BlobLocation): Promise<"whole" | "damaged" | "unreadable"> {
    const sealed = await readCopy(repository, place, signal);
    if (sealed === undefined) return "unreadable";
    return whatIsWrong(repository, place, sealed) === undefined ? "whole" : "damaged";
  }

  async function prove(type: BlobType, id: BlobId): Promise<void> {
    const kept = keptPlace.get(rawId(id), typeNumber(type));
    if (kept === undefined) return;
    const places = index.locate(type, id);
    const isKept = ({ packId, offset }: BlobLocation) =>
      packId === kept.packId.toString("hex") && offset === kept.offset;
    const chosen = places.find(isKept);
    if (chosen === undefined) return;
    let unreadable: BlobLocation | undefined;
    for (const place of [chosen, ...places.filter((each) => each !== chosen)]) {
      const number = numberOf.get(rawId(place.packId));
      if (number === undefined) continue;
      const state = await lookAt(place);
      if (state === "unreadable") unreadable ??= place;
      if (state !== "whole") continue;
      if (place === chosen) return;
      drop.run(kept.pack, kept.offset, rawId(id), typeNumber(type));
      keep.run(number, place.offset, rawId(id), typeNumber(type), place.length);
      return;
    }
    if (unreadable === undefined) return;
    const { packId } = unreadable;
    throw new BackstayError("BLOB_CORRUPT", { blobId: id, packId, reason: "unreadable" });
  }

  try {
    for (let last = 0; ; ) {
      const rows = page.all(last);
      last = rows.at(-1)?.row ?? last;
      if (rows.length === 0) return;
      await forEachAtOnce(rows, BLOBS_AT_ONCE, async ({ id, type }) => {
        signal.throwIfAborted();
        await prove(blobTypeOf(type), id.toString("hex") as BlobId);
      });
    }
  } finally {
    database.exec(DROP);
  }
}
