import { createHash } from "node:crypto";
import Database from "better-sqlite3";
import type { RawPath } from "../platform/raw-path.ts";
import type { TreeNode } from "../repository/node.ts";

/** What became of the first of several names of one file. */
export type FirstOutcome =
  | { readonly kind: "restored"; readonly path: RawPath }
  /** Its content cannot be read, so the other names need not try. */
  | { readonly kind: "damaged" }
  /** It is not there for a reason of its own; the next name is restored as the first would have been. */
  | { readonly kind: "not-restored" };

/** Files and other things of the snapshot that have several names. On disk, because there may be millions of them. */
export type HardLinks = {
  /** @returns true for the first name of a file, and for the next after the first was not restored */
  claim(key: string): boolean;
  settle(key: string, outcome: FirstOutcome): void;
  outcomeOf(key: string): FirstOutcome;
  close(): void;
};

export function openHardLinks(): HardLinks {
  const database = new Database(""); // a private file that SQLite removes when it is closed
  database.pragma("journal_mode = OFF");
  database.pragma("synchronous = OFF");
  database.exec("CREATE TABLE firsts (key TEXT PRIMARY KEY, kind TEXT, path TEXT) WITHOUT ROWID");
  const insert = database.prepare("INSERT OR IGNORE INTO firsts (key) VALUES (?)");
  const update = database.prepare("UPDATE firsts SET kind = ?, path = ? WHERE key = ?");
  const remove = database.prepare("DELETE FROM firsts WHERE key = ?");
  const select = database.prepare<[string], { kind: string | null; path: RawPath | null }>(
    "SELECT kind, path FROM firsts WHERE key = ?",
  );
  return {
    claim: (key) => insert.run(key).changes === 1,
    settle(key, outcome) {
      if (outcome.kind === "not-restored") remove.run(key);
      else update.run(outcome.kind, outcome.kind === "restored" ? outcome.path : null, key);
    },
    outcomeOf(key) {
      const row = select.get(key);
      if (row?.kind === "restored" && row.path !== null) return { kind: "restored", path: row.path };
      return row?.kind === "damaged" ? { kind: "damaged" } : { kind: "not-restored" };
    },
    close: () => void database.close(),
  };
}

/**
 * What the names of one thing have in common, or undefined for one with a single name. The content belongs to it: a file may have
 * changed between the backups of two of its names, and a tree may lie.
 */
export function hardLinkKey(node: TreeNode): string | undefined {
  if (!hasOtherNames(node)) return undefined;
  const hash = createHash("sha256");
  for (const id of node.content ?? []) hash.update(id);
  if (node.type !== "file")
    hash.update(`${node.type} ${node.device} ${node.mtimeNs} `).update(node.linkTarget);
  return `${node.deviceId}:${node.inode}:${hash.digest("base64")}`;
}

function hasOtherNames({ type, links, inode, deviceId }: TreeNode): boolean {
  // elsewhere the system would make a further name of what a symbolic link points to
  if (type === "symlink" && process.platform !== "linux") return false;
  // restic and Backstay do not count the names of a FIFO, but note the device of each
  if (type === "fifo" && links === 0) return inode !== 0n && deviceId !== 0n;
  return links > 1;
}
