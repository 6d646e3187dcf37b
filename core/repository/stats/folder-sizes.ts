import type { BlobId } from "../../../shared/ids.ts";
import { rawId } from "../../catalog/blob-index.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";

/** What lies below a folder. `bytes` without those of files with several names, which `hasLinks` says are there. */
export type FolderSize = { readonly files: number; readonly bytes: number; readonly hasLinks: boolean };

/** One name of a file that has several; `link` is the same for all of them. */
export type LinkedFile = { readonly link: string; readonly bytes: number };

/** The sizes of folders by their trees, in temporary tables, so that memory stays flat. */
export type FolderSizes = {
  get(tree: BlobId): FolderSize | undefined;
  /** @param linkedBelow folders directly in it that have links */
  put(
    tree: BlobId,
    size: Omit<FolderSize, "hasLinks">,
    linked: readonly LinkedFile[],
    linkedBelow: ReadonlySet<BlobId>,
  ): FolderSize;
  /** Begins anew to ask {@link newLinks}. */
  forgetLinks(): void;
  /** @returns bytes of files that no folder asked about before has, and folders in it that were not asked about */
  newLinks(tree: BlobId): { readonly bytes: number; readonly below: readonly BlobId[] };
  close(): void;
};

const DROP = `
  DROP TABLE IF EXISTS temp.folder_sizes; DROP TABLE IF EXISTS temp.folder_links; DROP TABLE IF EXISTS temp.linked_folders;
  DROP TABLE IF EXISTS temp.links_seen; DROP TABLE IF EXISTS temp.folders_seen;
`;
// REAL, because the numbers of a forged tree are larger than an integer holds
const CREATE = `
  CREATE TEMP TABLE folder_sizes (id BLOB PRIMARY KEY, files REAL, bytes REAL, has_links INTEGER) WITHOUT ROWID;
  CREATE TEMP TABLE folder_links (id BLOB, link TEXT, bytes REAL, PRIMARY KEY (id, link)) WITHOUT ROWID;
  CREATE TEMP TABLE linked_folders (id BLOB, below BLOB, PRIMARY KEY (id, below)) WITHOUT ROWID;
  CREATE TEMP TABLE links_seen (link TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TEMP TABLE folders_seen (id BLOB PRIMARY KEY) WITHOUT ROWID;
`;

export function createFolderSizes({ database }: Pick<RepositoryCache, "database">): FolderSizes {
  database.exec(DROP + CREATE);
  const getSize = database.prepare<[Uint8Array], { files: number; bytes: number; has_links: number }>(
    "SELECT files, bytes, has_links FROM folder_sizes WHERE id = ?",
  );
  const putSize = database.prepare("INSERT OR IGNORE INTO folder_sizes VALUES (?, ?, ?, ?)");
  const putLink = database.prepare("INSERT OR IGNORE INTO folder_links VALUES (?, ?, ?)");
  const putBelow = database.prepare("INSERT OR IGNORE INTO linked_folders VALUES (?, ?)");
  const linksOf = database.prepare<[Uint8Array], LinkedFile>(
    "SELECT link, bytes FROM folder_links WHERE id = ?",
  );
  const belowOf = database
    .prepare<[Uint8Array], Buffer>("SELECT below FROM linked_folders WHERE id = ?")
    .pluck();
  const seeLink = database.prepare("INSERT OR IGNORE INTO links_seen VALUES (?)");
  const seeFolder = database.prepare("INSERT OR IGNORE INTO folders_seen VALUES (?)");
  return {
    get(tree) {
      const row = getSize.get(rawId(tree));
      return row && { files: row.files, bytes: row.bytes, hasLinks: row.has_links !== 0 };
    },
    put: database.transaction(
      (
        tree: BlobId,
        { files, bytes }: Omit<FolderSize, "hasLinks">,
        linked: readonly LinkedFile[],
        linkedBelow: ReadonlySet<BlobId>,
      ): FolderSize => {
        const id = rawId(tree);
        const hasLinks = linked.length + linkedBelow.size > 0;
        putSize.run(id, files, bytes, hasLinks ? 1 : 0);
        for (const file of linked) putLink.run(id, file.link, file.bytes);
        for (const below of linkedBelow) putBelow.run(id, rawId(below));
        return { files, bytes, hasLinks };
      },
    ),
    forgetLinks: () => void database.exec("DELETE FROM temp.links_seen; DELETE FROM temp.folders_seen"),
    newLinks: database.transaction((tree: BlobId) => {
      const id = rawId(tree);
      let bytes = 0;
      for (const file of linksOf.all(id)) if (seeLink.run(file.link).changes > 0) bytes += file.bytes;
      const below = belowOf.all(id).filter((folder) => seeFolder.run(folder).changes > 0);
      return { bytes, below: below.map((folder) => folder.toString("hex") as BlobId) };
    }),
    close: () => void database.exec(DROP),
  };
}
